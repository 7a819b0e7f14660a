"""The syntax tree: what the parser makes and the compiler reads; immutable, positions from 0."""

from dataclasses import dataclass

from engine.feel.types import Type


@dataclass(frozen=True, slots=True)
class Node:
    """Any expression; `position` is where a message about it should point."""

    position: int


@dataclass(frozen=True, slots=True)
class Literal(Node):
    """A constant FEEL value."""

    value: object


@dataclass(frozen=True, slots=True)
class Name(Node):
    """A name in scope."""

    name: str


@dataclass(frozen=True, slots=True)
class Path(Node):
    """`source.name`."""

    source: Node
    name: str


@dataclass(frozen=True, slots=True)
class Filter(Node):
    """`source[condition]`."""

    source: Node
    condition: Node


@dataclass(frozen=True, slots=True)
class Negation(Node):
    """`-operand`."""

    operand: Node


@dataclass(frozen=True, slots=True)
class Arithmetic(Node):
    """A chain of one precedence: first, then pairs of operator and operand."""

    first: Node
    rest: tuple[tuple[str, Node], ...]


@dataclass(frozen=True, slots=True)
class Comparison(Node):
    """`left = right` and the other five."""

    operator: str
    left: Node
    right: Node


@dataclass(frozen=True, slots=True)
class Between(Node):
    """`value between low and high`."""

    value: Node
    low: Node
    high: Node


@dataclass(frozen=True, slots=True)
class In(Node):
    """`value in tests`."""

    value: Node
    tests: tuple[Node, ...]


@dataclass(frozen=True, slots=True)
class And(Node):
    """All operands in three-valued logic."""

    operands: tuple[Node, ...]


@dataclass(frozen=True, slots=True)
class Or(Node):
    """Any operand in three-valued logic."""

    operands: tuple[Node, ...]


@dataclass(frozen=True, slots=True)
class InstanceOf(Node):
    """`value instance of type`."""

    value: Node
    type: Type


@dataclass(frozen=True, slots=True)
class Interval(Node):
    """`[start..end]` in any of its spellings."""

    start: Node
    end: Node
    start_included: bool
    end_included: bool


@dataclass(frozen=True, slots=True)
class UnaryRange(Node):
    """`< end` as a test or, in parentheses, as a range."""

    operator: str
    end: Node


@dataclass(frozen=True, slots=True)
class ListOf(Node):
    """`[a, b]`."""

    items: tuple[Node, ...]


@dataclass(frozen=True, slots=True)
class ContextOf(Node):
    """`{key: value}`; an entry sees those before it."""

    entries: tuple[tuple[str, Node], ...]


@dataclass(frozen=True, slots=True)
class Condition(Node):
    """`if test then yes else no`."""

    test: Node
    yes: Node
    no: Node


@dataclass(frozen=True, slots=True)
class Domain:
    """`name in start`, or `name in start..end`."""

    name: str
    start: Node
    end: Node | None


@dataclass(frozen=True, slots=True)
class For(Node):
    """`for domains return body`."""

    domains: tuple[Domain, ...]
    body: Node


@dataclass(frozen=True, slots=True)
class Quantified(Node):
    """`some` or `every` `domains satisfies body`."""

    quantifier: str
    domains: tuple[Domain, ...]
    body: Node


@dataclass(frozen=True, slots=True)
class FunctionOf(Node):
    """`function(a: type, b) body`."""

    parameters: tuple[tuple[str, Type | None], ...]
    body: Node


@dataclass(frozen=True, slots=True)
class Call(Node):
    """`function(a, b)`, or by name `function(x: a)`; `names` is then as long as `arguments`."""

    function: Node
    arguments: tuple[Node, ...]
    names: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class AnyValue(Node):
    """`-` as a unary test: everything passes."""


@dataclass(frozen=True, slots=True)
class Not(Node):
    """`not(tests)` as a unary test."""

    tests: "Tests"


@dataclass(frozen=True, slots=True)
class Tests(Node):
    """Unary tests, of which one must pass."""

    tests: tuple[Node, ...]
