"""Read what stands in a decision: texts, tables and boxed expressions."""

from collections.abc import Callable

from engine.dmn import model as m
from engine.dmn.xml import Element, all_of, kind_of, name_of, one_of, text_of, type_of


def _logic(element: Element) -> m.Logic:
    return _LOGIC[kind_of(element)](element)


def child_logic(element: Element | None) -> m.Logic | None:
    """Return the logic in an element that holds one."""
    if element is None:
        return None
    return next((_logic(child) for child in element if kind_of(child) in _LOGIC), None)


def _in(element: Element, kind: str) -> m.Logic:
    return child_logic(one_of(element, kind)) or _NULL


def _literal(element: Element) -> m.Logic:
    return m.Text(type_of(element), text_of(element))


def _context(element: Element) -> m.Logic:
    entries = []
    for entry in all_of(element, "contextEntry"):
        variable = one_of(entry, "variable")
        name = "" if variable is None else name_of(variable)
        entries.append((name, type_of(variable), child_logic(entry) or _NULL))
    return m.BoxedContext(type_of(element), tuple(entries))


def _list(element: Element) -> m.Logic:
    return m.BoxedList(type_of(element), _cells(element))


def _relation(element: Element) -> m.Logic:
    columns = tuple(name_of(column) for column in all_of(element, "column"))
    rows = tuple(_cells(row) for row in all_of(element, "row"))
    return m.Relation(type_of(element), columns, rows)


def _cells(element: Element) -> tuple[m.Logic, ...]:
    return tuple(_logic(cell) for cell in element if kind_of(cell) in _LOGIC)


def _invocation(element: Element) -> m.Logic:
    bindings = []
    for binding in all_of(element, "binding"):
        parameter = one_of(binding, "parameter")
        name = "" if parameter is None else name_of(parameter)
        bindings.append((name, child_logic(binding) or _NULL))
    return m.Invocation(type_of(element), child_logic(element) or _NULL, tuple(bindings))


def read_function(element: Element) -> m.FunctionLogic:
    """Return the function of a definition, or of a knowledge model's encapsulated logic."""
    parameters = tuple((name_of(p), type_of(p)) for p in all_of(element, "formalParameter"))
    kind = element.get("kind", "FEEL")
    return m.FunctionLogic(type_of(element), kind, parameters, child_logic(element) or _NULL)


def _conditional(element: Element) -> m.Logic:
    parts = (_in(element, kind) for kind in ("if", "then", "else"))
    return m.Conditional(type_of(element), *parts)


def _filter(element: Element) -> m.Logic:
    return m.BoxedFilter(type_of(element), _in(element, "in"), _in(element, "match"))


def _iteration(element: Element) -> m.Logic:
    kind = kind_of(element)
    return m.Iteration(
        type_of(element),
        kind,
        element.get("iteratorVariable", ""),
        type_of(one_of(element, "in")),
        _in(element, "in"),
        _in(element, "return" if kind == "for" else "satisfies"),
    )


def _table(element: Element) -> m.Logic:
    return m.Table(
        type_of(element),
        element.get("hitPolicy", "UNIQUE"),
        element.get("aggregation", ""),
        tuple(_table_input(column) for column in all_of(element, "input")),
        tuple(_table_output(column) for column in all_of(element, "output")),
        tuple(_rule(row) for row in all_of(element, "rule")),
        tuple(name_of(column) for column in all_of(element, "annotation")),
    )


def _table_input(element: Element) -> m.Input:
    expression = one_of(element, "inputExpression")
    return m.Input(
        label=element.get("label", ""),
        text=text_of(expression),
        type=type_of(expression),
        values=text_of(one_of(element, "inputValues")),
    )


def _table_output(element: Element) -> m.Output:
    return m.Output(
        name=name_of(element),
        type=type_of(element),
        values=text_of(one_of(element, "outputValues")),
        default=text_of(one_of(element, "defaultOutputEntry")),
    )


def _rule(element: Element) -> m.Rule:
    return m.Rule(
        id=element.get("id", ""),
        tests=tuple(text_of(cell) for cell in all_of(element, "inputEntry")),
        results=tuple(text_of(cell) for cell in all_of(element, "outputEntry")),
        notes=tuple(text_of(cell) for cell in all_of(element, "annotationEntry")),
    )


_NULL = m.Text("", "null")
_LOGIC: dict[str, Callable[[Element], m.Logic]] = {
    "literalExpression": _literal,
    "context": _context,
    "list": _list,
    "relation": _relation,
    "invocation": _invocation,
    "functionDefinition": read_function,
    "conditional": _conditional,
    "filter": _filter,
    "for": _iteration,
    "some": _iteration,
    "every": _iteration,
    "decisionTable": _table,
}
