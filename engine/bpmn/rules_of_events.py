"""Rules about events: which trigger may stand where, and whether somebody catches it."""

from collections.abc import Iterator

from .drawing import ACTIVITIES, Drawing
from .finding import Finding, error, warning
from .model import Element
from .naming import label
from .wiring import Wiring

#: Triggers each kind of event may have; None is an event without a trigger.
TRIGGERS: dict[str, tuple[str | None, ...]] = {
    "startEvent": (None, "message"),
    "endEvent": (None, "message", "signal", "error", "escalation", "terminate"),
    "intermediateThrowEvent": (None, "message", "signal", "escalation", "link"),
    "intermediateCatchEvent": ("message", "signal", "timer", "conditional", "link"),
    "boundaryEvent": ("message", "signal", "timer", "conditional", "error", "escalation"),
}
#: What may start an event sub-process.
SCOPE_TRIGGERS = ("message", "signal", "timer", "conditional", "error", "escalation")
#: Triggers the allow-list of tags already refused.
ELSEWHERE = ("compensate", "cancel")


def check_events(drawing: Drawing, wiring: Wiring) -> Iterator[Finding]:
    """Yield what is wrong with the events and message tasks of a drawing."""
    for element in drawing.elements.values():
        yield from _trigger(element, drawing)
        yield from _details(element)
        if element.type == "boundaryEvent":
            yield from _boundary(element, drawing)
        if element.event == "link":
            yield from _link(element, wiring)
        if element.event in ("error", "escalation") and element.type == "endEvent":
            yield from _caught(element, drawing, wiring)


def _trigger(element: Element, drawing: Drawing) -> Iterator[Finding]:
    allowed = TRIGGERS.get(element.type)
    if allowed is None or element.event in ELSEWHERE:
        return
    if element.type == "startEvent" and element.parent_id is not None:
        parent = drawing.elements[element.parent_id]
        allowed = SCOPE_TRIGGERS if parent.triggered else (None,)
    if element.event not in allowed:
        yield _wrong_trigger(element)


def _details(element: Element) -> Iterator[Finding]:
    if element.event == "timer" and element.timer != "cycle" and not element.expression:
        yield error(
            element.id,
            "timer_empty",
            f"定时事件{label(element)}没有写时间",
            f"Timer {label(element)} has no time",
            ('请写 FEEL,例如 due("decide")', 'Write FEEL, e.g. due("decide")'),
        )
    if element.event == "conditional" and not element.expression:
        yield error(
            element.id,
            "condition_empty",
            f"条件事件{label(element)}没有写条件",
            f"Conditional event {label(element)} has no condition",
            ("请写 FEEL 条件,例如 case.paid = true", "Write FEEL, e.g. case.paid = true"),
        )
    is_idle = element.type == "sendTask" and "operation" not in element.properties
    needs_name = element.event in ("message", "signal") or element.type == "receiveTask" or is_idle
    if needs_name and not element.message:
        yield error(
            element.id,
            "message_unnamed",
            f"{label(element)}没有指定消息或信号",
            f"{label(element)} names no message or signal",
            ("请为它选择一个消息", "Choose a message for it"),
        )


def _boundary(element: Element, drawing: Drawing) -> Iterator[Finding]:
    host = drawing.elements.get(element.attached_to or "")
    if host is None or host.type not in ACTIVITIES or host.scope_id != element.scope_id:
        yield error(
            element.id,
            "boundary_host",
            f"边界事件{label(element)}没有附在任务或子流程上",
            f"Boundary event {label(element)} sits on no activity",
            ("请把它放到任务或子流程的边上", "Put it on the border of an activity"),
        )
    elif host.triggered:
        yield error(
            element.id,
            "boundary_host",
            f"事件子流程上不能放边界事件{label(element)}",
            f"An event sub-process carries no boundary event: {label(element)}",
            ("请画在外层子流程上", "Draw it on the sub-process around it"),
        )
    if element.event == "error" and not element.interrupting:
        yield error(
            element.id,
            "error_not_interrupting",
            f"错误事件{label(element)}必须中断",
            f"Error event {label(element)} must interrupt",
            ("请改为中断型,或改用升级事件", "Make it interrupting, or use an escalation"),
        )


def _link(element: Element, wiring: Wiring) -> Iterator[Finding]:
    if element.type == "intermediateThrowEvent" and len(wiring.links_to(element)) != 1:
        yield error(
            element.id,
            "link_target",
            f"链接{label(element)}应当有且只有一个同名的接收端",
            f"Link {label(element)} needs exactly one catching end of its name in its scope",
            ("请让两端名称一致", "Give both ends the same name"),
        )
    wrong = wiring.out if element.type == "intermediateThrowEvent" else wiring.into
    if wrong[element.id]:
        yield error(
            element.id,
            "link_flow",
            f"链接{label(element)}的这一端不能再连线",
            f"A flow is drawn on the wrong end of link {label(element)}",
            ("请删掉这条连线", "Remove the flow"),
        )


def _caught(element: Element, drawing: Drawing, wiring: Wiring) -> Iterator[Finding]:
    if any(_matches(element, c) for c in _catchers(element, drawing, wiring)):
        return
    tell = error if element.event == "error" else warning
    yield tell(
        element.id,
        f"{element.event}_uncaught",
        f"{label(element)}抛出后没有人接",
        f"Nothing catches what {label(element)} throws",
        ("请在外层子流程上画对应的边界事件", "Draw its boundary event on a scope around it"),
    )


def _matches(thrown: Element, catcher: Element) -> bool:
    return catcher.event == thrown.event and catcher.code in (None, thrown.code)


def _catchers(element: Element, drawing: Drawing, wiring: Wiring) -> Iterator[Element]:
    inside: Element | None = None
    scope: str | None = element.scope_id
    while scope is not None:
        yield from _beginnings(scope, inside, wiring)
        yield from (drawing.elements[b] for b in wiring.boundaries[scope])
        for call in (e for e in drawing.elements.values() if e.called == scope):
            yield from (drawing.elements[b] for b in wiring.boundaries[call.id])
        inside = drawing.elements.get(scope)
        scope = None if inside is None else inside.scope_id


def _beginnings(scope: str, inside: Element | None, wiring: Wiring) -> Iterator[Element]:
    """Yield the starts of a scope's event sub-processes that still listen to one inside it.

    None hears itself, and one that interrupts ends the others.
    """
    thrower = wiring.starts_of(inside.id) if inside is not None and inside.triggered else []
    if any(start.interrupting for start in thrower):
        return
    for other in wiring.inside[scope]:
        if other.triggered and other is not inside:
            yield from wiring.starts_of(other.id)


def _wrong_trigger(element: Element) -> Finding:
    if element.type == "startEvent" and element.event == "timer":
        remedy = ("定时开始请改由时限或外部发起", "Let a limit or somebody start it instead")
    elif element.type == "startEvent" and element.parent_id is not None:
        remedy = (
            "普通子流程用空开始事件;事件子流程用消息、信号、定时、错误或升级",
            "Use a plain start; an event sub-process starts by a message, signal, timer or error",
        )
    else:
        kinds = ", ".join(k or "none" for k in TRIGGERS[element.type])
        remedy = (f"可用:{kinds}", f"Possible: {kinds}")
    return error(
        element.id,
        "trigger" if element.event else "trigger_missing",
        f"{label(element)}({element.type})不能用触发条件 {element.event or '空'}",
        f"{label(element)}: a {element.type} cannot have the trigger {element.event or 'none'}",
        remedy,
    )
