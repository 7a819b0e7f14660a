"""Walk through a syntax tree, whatever the kinds of its nodes."""

from collections.abc import Iterator
from dataclasses import fields

from engine.feel.nodes import Call, ContextOf, Domain, Literal, Name, Node
from engine.feel.parser import parse


def nodes_of(tree: Node) -> Iterator[Node]:
    """Yield a node and all nodes in it, outer ones first."""
    yield tree
    for child in children(tree):
        yield from nodes_of(child)


def children(node: Node) -> Iterator[Node]:
    """Yield the nodes in a node's fields, however they are packed."""
    for field in fields(node):
        yield from _nodes_in(getattr(node, field.name))


def _nodes_in(value: object) -> Iterator[Node]:
    if isinstance(value, Node):
        yield value
    elif isinstance(value, Domain):
        yield value.start
        if value.end is not None:
            yield value.end
    elif isinstance(value, tuple):
        for part in value:
            yield from _nodes_in(part)


def keys_made(text: str) -> frozenset[str]:
    """Return the keys of all contexts that an expression writes; raise FeelSyntaxError."""
    contexts = (node for node in nodes_of(parse(text)) if isinstance(node, ContextOf))
    return frozenset(key for context in contexts for key, _ in context.entries)


def literal_calls(text: str) -> list[tuple[str, str]]:
    """Return name and first argument of each call that is given a text; raise FeelSyntaxError."""
    return [
        (node.function.name, node.arguments[0].value)
        for node in nodes_of(parse(text))
        if isinstance(node, Call) and isinstance(node.function, Name) and node.arguments
        if isinstance(node.arguments[0], Literal) and isinstance(node.arguments[0].value, str)
    ]
