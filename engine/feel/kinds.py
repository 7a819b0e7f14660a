"""Find comparisons of different kinds before they are made, as far as kinds can be known.

A kind is known of literals, of what most functions and operators answer, and of the paths that the
caller knows. Where nothing is known nothing is said.
"""

from collections.abc import Callable, Collection, Iterator

from engine.feel import nodes
from engine.feel.builtins import BUILTINS
from engine.feel.nodes import Node
from engine.feel.parser import parse
from engine.feel.values import kind_of
from engine.feel.walking import nodes_of
from engine.feel.warnings import Warning, different_kinds

#: Given a path such as `("case", "form", "field")`, return the kind of what lies there, or None.
KindOfPath = Callable[[tuple[str, ...]], str | None]

_ANSWERS = {
    "boolean": (
        "contains", "starts with", "ends with", "matches", "list contains", "not", "all", "any",
        "odd", "even", "is", "before", "after", "includes", "during", "overlaps",
    ),
    "number": (
        "number", "count", "sum", "mean", "median", "product", "string length", "floor", "ceiling",
        "round up", "round down", "round half up", "round half down", "abs", "modulo", "sqrt",
        "decimal", "day of year", "week of year",
    ),
    "string": (
        "string", "upper case", "lower case", "substring", "substring before", "substring after",
        "replace", "string join", "day of week", "month of year",
    ),
    "date": ("date", "today"),
    "date and time": ("date and time", "now"),
    "time": ("time",),
    "list": ("split", "append", "concatenate", "reverse", "distinct values", "sort", "flatten"),
    "years and months duration": ("years and months duration",),
}  # fmt: skip
_KIND_OF_CALL = {name: kind for kind, names in _ANSWERS.items() for name in names}
_TRUTHS = (nodes.Comparison, nodes.Between, nodes.In, nodes.And, nodes.Or, nodes.Quantified,
           nodes.InstanceOf)  # fmt: skip


def kind_warnings(
    text: str, kind_of_path: KindOfPath, names: Collection[str] = ()
) -> tuple[Warning, ...]:
    """Return a warning for each comparison that can only give null or false; raise FeelError."""
    finder = _Finder(kind_of_path)
    found = [warning for node in nodes_of(parse(text, names)) for warning in finder.judge(node)]
    return tuple(dict.fromkeys(found))


class _Finder:
    def __init__(self, kind_of_path: KindOfPath) -> None:
        self._kind_of_path = kind_of_path

    def judge(self, node: Node) -> Iterator[Warning]:
        """Yield what is wrong with one node."""
        if isinstance(node, nodes.Comparison):
            yield from self._compare(node, node.left, node.right)
        elif isinstance(node, nodes.Between):
            yield from self._compare(node, node.value, node.low)
            yield from self._compare(node, node.value, node.high)
        elif isinstance(node, nodes.In):
            for end in (end for test in node.tests for end in _ends(test)):
                yield from self._compare(node, node.value, end)

    def _compare(self, place: Node, left: Node, right: Node) -> Iterator[Warning]:
        first, second = self.kind(left), self.kind(right)
        if first is None or second is None or "null" in (first, second) or first == second:
            return
        yield different_kinds(first, second, place.position)

    def kind(self, node: Node) -> str | None:
        """Return what is known of a node's kind."""
        if isinstance(node, nodes.Literal):
            return kind_of(node.value)
        if isinstance(node, nodes.ListOf):
            return "list"
        if isinstance(node, nodes.ContextOf):
            return "context"
        if isinstance(node, _TRUTHS):
            return "boolean"
        if isinstance(node, nodes.Negation):
            return self.kind(node.operand)
        if isinstance(node, nodes.Name | nodes.Path):
            return self._kind_of_path(_path(node))
        if isinstance(node, nodes.Call):
            return _kind_of_call(node)
        return self._of_parts(node)

    def _of_parts(self, node: Node) -> str | None:
        if isinstance(node, nodes.Condition):
            return _common(self.kind(node.yes), self.kind(node.no))
        if isinstance(node, nodes.Arithmetic):
            kinds = {self.kind(node.first), *(self.kind(operand) for _, operand in node.rest)}
            return kinds.pop() if kinds in ({"number"}, {"string"}) else None
        return None


def _common(first: str | None, second: str | None) -> str | None:
    if first == second or second == "null":
        return first
    return second if first == "null" else None


def _path(node: Node) -> tuple[str, ...]:
    """Return a path of names; empty if it begins with anything else."""
    if isinstance(node, nodes.Name):
        return (node.name,)
    if isinstance(node, nodes.Path):
        source = _path(node.source)
        return (*source, node.name) if source else ()
    return ()


def _kind_of_call(node: nodes.Call) -> str | None:
    if isinstance(node.function, nodes.Name) and node.function.name in BUILTINS:
        return _KIND_OF_CALL.get(node.function.name)
    return None


def _ends(test: Node) -> Iterator[Node]:
    """Yield what a test compares its value with."""
    if isinstance(test, nodes.UnaryRange):
        yield test.end
    elif isinstance(test, nodes.Interval):
        yield from (test.start, test.end)
    elif isinstance(test, nodes.ListOf):
        yield from (end for item in test.items for end in _ends(item))
    else:
        yield test
