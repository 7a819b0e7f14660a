"""Parse every expression of a diagram before it is published, and name what it could not know.

The engine reads no FEEL itself; this is where the diagram and the language meet.
"""

from collections.abc import Iterator
from dataclasses import dataclass

from engine import clock_functions, feel, lending
from engine.bpmn.finding import Finding, error, warning
from engine.bpmn.model import Element, Process
from engine.bpmn.naming import label

#: What the engine adds to the scope of a loop's own expressions.
COUNTS = ("numberOfInstances", "numberOfCompletedInstances", "numberOfActiveInstances")
#: Properties that are FEEL with or without a leading "=".
ALWAYS_FEEL = ("set", "early")
#: Functions the host lends to every expression.
FUNCTIONS = lending.NAMES | clock_functions.NAMES | {"decide", "experts", "problems"}


@dataclass(frozen=True)
class Place:
    """An expression, where it stands, and what it may read and call."""

    element_id: str
    #: What a message calls it.
    name: str
    text: str
    names: frozenset[str]
    functions: frozenset[str] = FUNCTIONS


def check_expressions(process: Process) -> tuple[Finding, ...]:
    """Return a fault for each expression that is no FEEL, a warning for each misleading one."""
    return tuple(finding for place in places_of(process) for finding in _judged(place))


def places_of(process: Process) -> Iterator[Place]:
    """Yield every expression of a diagram."""
    for element in process.elements.values():
        seen = _seen_from(process, element)
        yield from _own(element, seen)
        yield from _of_loop(element, seen)
        yield from _of_properties(element, seen)
    for flow in process.flows:
        if flow.condition is not None:
            seen = _seen_from(process, process.elements[flow.source])
            yield Place(flow.id, flow.name or flow.id, flow.condition, seen)


def _seen_from(process: Process, element: Element) -> frozenset[str]:
    """Return the names an expression at an element may read: `case` and the items around it."""
    names = {"case"}
    here: Element | None = element
    while here is not None:
        if here.multi is not None:
            names.add(here.loop.get("item", "loopCounter"))
        here = _around(process, here)
    return frozenset(names)


def _around(process: Process, element: Element) -> Element | None:
    if element.parent_id is not None:
        return process.elements[element.parent_id]
    calls = (e for e in process.elements.values() if e.called == element.process_id)
    return next(calls, None)


def _own(element: Element, seen: frozenset[str]) -> Iterator[Place]:
    if element.expression is None:
        return
    yield Place(element.id, label(element), element.expression, seen)


def _of_loop(element: Element, seen: frozenset[str]) -> Iterator[Place]:
    more = {"completion": frozenset(COUNTS), "condition": frozenset(["loopCounter"])}
    for key in ("collection", "cardinality", "completion", "condition", "item_view"):
        if key in element.loop:
            names = seen | more.get(key, frozenset())
            yield Place(element.id, f"{label(element)} {key}", element.loop[key], names)


def _of_properties(element: Element, seen: frozenset[str]) -> Iterator[Place]:
    for key, value in element.properties.items():
        is_feel = value.startswith("=") or key in ALWAYS_FEEL
        if is_feel and key not in element.loop:
            names = seen | {"result"} if element.type == "businessRuleTask" else seen
            yield Place(element.id, f"{label(element)} {key}", value.removeprefix("="), names)


def _judged(place: Place) -> Iterator[Finding]:
    try:
        compiled = feel.compile_expression(place.text)
    except feel.FeelError as fault:
        yield _no_feel(place, fault)
        return
    for remark in compiled.warnings:
        yield _misleading(place, remark)
    for name in sorted({path[0] for path in compiled.names} - place.names):
        yield _unknown_name(place, name)
    for name in sorted(compiled.calls - place.functions):
        yield _unknown_function(place, name)


def _no_feel(place: Place, fault: feel.FeelError) -> Finding:
    return error(
        place.element_id,
        "feel_syntax",
        f"{place.name}的表达式不是 FEEL:{fault.zh} {place.text}",
        f"The expression of {place.name} is not FEEL: {fault.en} {place.text}",
        ("请在所指的字符处改正", "Correct it at the character named"),
    )


def _misleading(place: Place, remark: feel.Warning) -> Finding:
    return warning(
        place.element_id,
        f"feel_{remark.code}",
        f"{place.name}第 {remark.position + 1} 个字符:{remark.zh}",
        f"{place.name}, character {remark.position + 1}: {remark.en}",
        ("请改用半角标点", "Use ASCII punctuation"),
    )


def _unknown_name(place: Place, name: str) -> Finding:
    known = ", ".join(sorted(place.names))
    return warning(
        place.element_id,
        "unknown_name",
        f"{place.name}读取的“{name}”在这里不存在,总是空值",
        f"{place.name} reads {name}, which does not exist there and is always null",
        (f"这里看得见:{known};办件里的写 case.{name}", f"Known: {known}; or write case.{name}"),
    )


def _unknown_function(place: Place, name: str) -> Finding:
    return warning(
        place.element_id,
        "unknown_function",
        f"{place.name}调用的函数 {name} 不存在,结果总是空值",
        f"{place.name} calls {name}, which is no function here and always gives null",
        ("请改用 FEEL 的函数", "Use a function of FEEL"),
    )
