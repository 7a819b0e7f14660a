"""Find the names that an expression reads from its context, for linting and a data dictionary.

Inside a filter a name may belong to the item, so names there are not counted.
"""

from dataclasses import dataclass

from engine.feel import nodes
from engine.feel.builtins import BUILTINS
from engine.feel.nodes import Node
from engine.feel.walking import children

_INPUT = "?"


@dataclass(frozen=True, slots=True)
class Used:
    """Paths read from the context, and functions called that the standard does not have."""

    paths: frozenset[tuple[str, ...]]
    calls: frozenset[str]


def names_used(tree: Node) -> Used:
    """Return what `tree` takes from outside."""
    finder = _Finder()
    finder.visit(tree, frozenset({_INPUT}))
    return Used(frozenset(finder.paths), frozenset(finder.calls))


class _Finder:
    def __init__(self) -> None:
        self.paths: set[tuple[str, ...]] = set()
        self.calls: set[str] = set()

    def visit(self, node: Node, bound: frozenset[str]) -> None:
        if isinstance(node, nodes.Name):
            self._note((node.name,), bound)
        elif isinstance(node, nodes.Path):
            self._path(node, bound)
        elif isinstance(node, nodes.Filter):
            self.visit(node.source, bound)
        elif isinstance(node, nodes.Call):
            self._call(node, bound)
        elif isinstance(node, nodes.ContextOf):
            for key, value in node.entries:
                self.visit(value, bound)
                bound |= {key}
        elif isinstance(node, (nodes.For, nodes.Quantified)):
            self._loop(node, bound)
        elif isinstance(node, nodes.FunctionOf):
            self.visit(node.body, bound | {name for name, _ in node.parameters})
        else:
            for child in children(node):
                self.visit(child, bound)

    def _note(self, path: tuple[str, ...], bound: frozenset[str]) -> None:
        if path[0] not in bound and (len(path) > 1 or path[0] not in BUILTINS):
            self.paths.add(path)

    def _path(self, node: nodes.Path, bound: frozenset[str]) -> None:
        path = [node.name]
        source = node.source
        while isinstance(source, nodes.Path):
            path.append(source.name)
            source = source.source
        if isinstance(source, nodes.Name):
            self._note((source.name, *reversed(path)), bound)
        else:
            self.visit(source, bound)

    def _call(self, node: nodes.Call, bound: frozenset[str]) -> None:
        if not isinstance(node.function, nodes.Name):
            self.visit(node.function, bound)
        elif node.function.name not in bound and node.function.name not in BUILTINS:
            self.calls.add(node.function.name)
        for argument in node.arguments:
            self.visit(argument, bound)

    def _loop(self, node: nodes.For | nodes.Quantified, bound: frozenset[str]) -> None:
        for domain in node.domains:
            self.visit(domain.start, bound)
            if domain.end is not None:
                self.visit(domain.end, bound)
            bound |= {domain.name}
        self.visit(node.body, bound | {"partial"})
