"""A decision model as it stands in a file: names, requirements and logic, all immutable."""

from collections.abc import Mapping
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Logic:
    """How a value is found; `type` is the name of the type it must have, or empty."""

    type: str


@dataclass(frozen=True, slots=True)
class Text(Logic):
    """A literal expression."""

    text: str


@dataclass(frozen=True, slots=True)
class BoxedContext(Logic):
    """Entries by name and type; one without a name is the result."""

    entries: tuple[tuple[str, str, Logic], ...]


@dataclass(frozen=True, slots=True)
class BoxedList(Logic):
    """Items one under the other."""

    items: tuple[Logic, ...]


@dataclass(frozen=True, slots=True)
class Relation(Logic):
    """Rows of contexts."""

    columns: tuple[str, ...]
    rows: tuple[tuple[Logic, ...], ...]


@dataclass(frozen=True, slots=True)
class Invocation(Logic):
    """A call with parameters bound by name."""

    function: Logic
    bindings: tuple[tuple[str, Logic], ...]


@dataclass(frozen=True, slots=True)
class FunctionLogic(Logic):
    """A function; `kind` is FEEL, Java or PMML, of which only FEEL can run."""

    kind: str
    parameters: tuple[tuple[str, str], ...]
    body: Logic


@dataclass(frozen=True, slots=True)
class Conditional(Logic):
    """Boxed if, then, else."""

    test: Logic
    yes: Logic
    no: Logic


@dataclass(frozen=True, slots=True)
class BoxedFilter(Logic):
    """Boxed filter."""

    source: Logic
    match: Logic


@dataclass(frozen=True, slots=True)
class Iteration(Logic):
    """Boxed for, some or every."""

    kind: str
    variable: str
    variable_type: str
    source: Logic
    body: Logic


@dataclass(frozen=True, slots=True)
class Input:
    """An input column; `values` are the unary tests that the value must pass, or empty."""

    label: str
    text: str
    type: str
    values: str


@dataclass(frozen=True, slots=True)
class Output:
    """An output column; `values` in their order of priority, `default` when no rule matches."""

    name: str
    type: str
    values: str
    default: str


@dataclass(frozen=True, slots=True)
class Rule:
    """A row: tests, results, and notes for people."""

    id: str
    tests: tuple[str, ...]
    results: tuple[str, ...]
    notes: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Table(Logic):
    """A decision table; `policy` and `aggregation` are the words of the standard, or empty."""

    policy: str
    aggregation: str
    inputs: tuple[Input, ...]
    outputs: tuple[Output, ...]
    rules: tuple[Rule, ...]
    #: Headings of the notes, as far as they have some.
    headings: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Element:
    """Anything with an id and a name in the requirement graph; `type` is its variable's type."""

    id: str
    name: str
    type: str


@dataclass(frozen=True, slots=True)
class InputData(Element):
    """A value that comes from outside."""


@dataclass(frozen=True, slots=True)
class Decision(Element):
    """A value that is found from others; `requires` holds hrefs of all it may name."""

    logic: Logic | None
    requires: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Knowledge(Element):
    """A business knowledge model: a function that decisions share."""

    function: FunctionLogic | None
    requires: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Service(Element):
    """A decision service: decisions as a function of decisions and inputs (hrefs)."""

    outputs: tuple[str, ...]
    input_decisions: tuple[str, ...]
    input_data: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Component:
    """A field of a structured type."""

    name: str
    item: "ItemDefinition"


@dataclass(frozen=True, slots=True)
class ItemDefinition:
    """A type: of a base, a structure, a function, or a list of them, with values allowed."""

    name: str
    base: str
    is_collection: bool
    allowed: str
    constraint: str
    components: tuple[Component, ...]
    function: tuple[tuple[str, ...], str] | None


@dataclass(frozen=True)
class Model:
    """One file: elements by id, types, imported models, and every name a text may use."""

    name: str
    namespace: str
    elements: Mapping[str, Element]
    types: tuple[ItemDefinition, ...]
    #: Imported models by the name they go under; an empty name brings all in directly.
    imports: tuple[tuple[str, "Model"], ...] = ()
    #: Namespaces asked for that were not given.
    missing: tuple[str, ...] = ()
    names: frozenset[str] = frozenset()

    def find(self, href: str) -> tuple["Model", Element, str] | None:
        """Return the element an href points to, its model, and the import's name or empty."""
        namespace, _, key = href.rpartition("#")
        if not namespace or namespace == self.namespace:
            element = self.elements.get(key)
            return None if element is None else (self, element, "")
        for alias, model in self.imports:
            if model.namespace == namespace and key in model.elements:
                return model, model.elements[key], alias
        return None

    def answering(self, key: str) -> "Decision | Knowledge | Service | None":
        """Return what answers to a key, an id or a name; None if nothing in this file does."""
        answers = [
            e for e in self.elements.values() if isinstance(e, Decision | Knowledge | Service)
        ]
        return next((e for e in answers if e.id == key), None) or next(
            (e for e in answers if e.name == key), None
        )
