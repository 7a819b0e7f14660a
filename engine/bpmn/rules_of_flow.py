"""Rules about scopes and flows: one start, every node reached, a way out of every gateway."""

from collections.abc import Iterator

from .drawing import ACTIVITIES, Drawing
from .finding import Finding, error, warning
from .model import Element, Flow
from .naming import label
from .wiring import Wiring

CHOICES = ("exclusiveGateway", "inclusiveGateway")
#: Gateways a token passes without waiting for anybody.
PASSING = (*CHOICES, "parallelGateway")


def check_flow(drawing: Drawing, wiring: Wiring) -> Iterator[Finding]:
    """Yield what is wrong with the flows and scopes of a drawing."""
    for flow in drawing.flows:
        yield from _ends(flow, drawing)
    scopes = [e.id for e in drawing.elements.values() if e.type == "subProcess"]
    for scope in (drawing.process_id, *drawing.called, *scopes):
        yield from _scope(scope, drawing, wiring)
    for element in drawing.elements.values():
        yield from _ways_out(element, wiring)
        yield from _ways_in(element, wiring)
    yield from _endless(drawing, wiring)


def _ends(flow: Flow, drawing: Drawing) -> Iterator[Finding]:
    source, target = drawing.elements.get(flow.source), drawing.elements.get(flow.target)
    if source is None or target is None or source.scope_id != target.scope_id:
        yield error(
            flow.id,
            "flow_ends",
            f"连线 {flow.id} 的两端不在同一层流程里",
            f"Flow {flow.id} does not connect two nodes of one scope",
            ("连线不能穿过子流程的边框,请重画", "A flow cannot cross a sub-process border"),
        )


def _scope(scope: str, drawing: Drawing, wiring: Wiring) -> Iterator[Finding]:
    starts = wiring.starts_of(scope)
    around = drawing.elements.get(scope)
    if around is not None and not wiring.inside[scope]:
        yield _empty(around)
    elif len(starts) != 1:
        name = label(around) if around else scope
        yield error(
            scope,
            "one_start",
            f"{name}应当有且只有一个开始事件,现在有 {len(starts)} 个",
            f"{name} needs exactly one start event and has {len(starts)}",
            ("请只保留一个开始事件", "Keep one start event"),
        )
    roots = [s.id for s in starts] + [e.id for e in wiring.inside[scope] if e.triggered]
    reached = wiring.reachable(roots)
    for element in wiring.inside[scope]:
        if starts and element.id not in reached and element.type != "boundaryEvent":
            yield error(
                element.id,
                "unreachable",
                f"从开始事件走不到{label(element)}",
                f"{label(element)} cannot be reached from the start",
                ("请连上它,或删除它", "Connect it or remove it"),
            )


def _empty(scope: Element) -> Finding:
    return error(
        scope.id,
        "scope_empty",
        f"{label(scope)}里面什么也没有",
        f"{label(scope)} has nothing inside",
        ("请画出里面的步骤,或改为任务", "Draw its steps, or make it a task"),
    )


def _ways_out(element: Element, wiring: Wiring) -> Iterator[Finding]:
    flows = wiring.out[element.id]
    asked = [f for f in flows if f.condition is not None]
    default = [f for f in flows if f.is_default]
    if element.type == "endEvent" and flows:
        yield _misplaced(element, "结束事件后面不能再连线", "Nothing can follow an end event")
    if element.type == "exclusiveGateway" or element.type == "inclusiveGateway":
        yield from _choice(element, flows)
    elif asked and element.type not in ACTIVITIES:
        yield _misplaced(element, "这里的连线不能带条件", "Flows cannot have conditions here")
    elif asked and len(asked) == len(flows) and not default:
        yield _no_default(element)
    if any(f.condition is not None for f in default):
        yield _misplaced(element, "默认流向不能带条件", "A default flow cannot have a condition")
    if element.type == "eventBasedGateway":
        yield from _event_gateway(element, wiring)
    if not flows and _should_go_on(element):
        yield _implicit_end(element)


def _choice(element: Element, flows: list[Flow]) -> Iterator[Finding]:
    free = [f for f in flows if f.condition is None and not f.is_default]
    if len(flows) > 1 and free:
        names = ", ".join(f.id for f in free)
        yield error(
            element.id,
            "flow_without_condition",
            f"{label(element)}的分支没有条件:{names}",
            f"Flows of {label(element)} have no condition: {names}",
            ("请写 FEEL 条件,或设为默认流向", "Write a FEEL condition or make it the default"),
        )
    if not free and flows and not any(f.is_default for f in flows):
        yield _no_default(element)


def _event_gateway(element: Element, wiring: Wiring) -> Iterator[Finding]:
    targets = [wiring.elements[f.target] for f in wiring.out[element.id]]
    fits = [t for t in targets if t.type in ("intermediateCatchEvent", "receiveTask")]
    if len(targets) < 2 or len(fits) < len(targets):
        yield _misplaced(
            element,
            "事件网关后面应当是两个以上的捕获事件或接收任务",
            "An event gateway is followed by two or more catch events or receive tasks",
        )
    for target in fits:
        if len(wiring.into[target.id]) > 1 or wiring.boundaries[target.id] or target.multi:
            yield _misplaced(
                target,
                "事件网关后的事件只能由它进入,且不能带边界事件或多实例",
                "An event after an event gateway has no other way in, no boundary event, no loop",
            )


def _ways_in(element: Element, wiring: Wiring) -> Iterator[Finding]:
    if wiring.into[element.id] and element.type in ("startEvent", "boundaryEvent"):
        yield _misplaced(element, "这个事件前面不能有连线", "No flow can lead into this event")
    if element.triggered and (wiring.into[element.id] or wiring.out[element.id]):
        yield _misplaced(
            element, "事件子流程不能连线", "An event sub-process has no flows in or out"
        )


def _should_go_on(element: Element) -> bool:
    return not (element.type == "endEvent" or element.triggered or element.event == "link")


def _endless(drawing: Drawing, wiring: Wiring) -> Iterator[Finding]:
    """Yield loops in which nothing waits: nobody could ever change what they decide on."""
    ahead = {e.id: _passed_on_to(e, wiring) for e in drawing.elements.values()}
    for node in (e.id for e in drawing.elements.values() if e.type != "boundaryEvent"):
        seen, queue = set[str](), list(ahead[node])
        while queue:
            here = queue.pop()
            if here not in seen:
                seen.add(here)
                queue += ahead[here]
        if node in seen:
            yield error(
                node,
                "endless_loop",
                f"{label(drawing.elements[node])}在一个不经过任何任务的循环里",
                f"{label(drawing.elements[node])} lies in a loop that passes no task",
                ("请让循环经过一个任务", "Let the loop pass a task"),
            )


def _passed_on_to(element: Element, wiring: Wiring) -> list[str]:
    """Return where a token goes from a node without anybody or any time between."""
    is_gateway = element.type in PASSING
    is_told = element.type == "intermediateThrowEvent" and element.event != "message"
    if is_gateway or is_told or element.event in ("link", "conditional"):
        return wiring.next_of(element.id)
    # A condition that still holds interrupts its host again as soon as the host is entered.
    events = (wiring.elements[b] for b in wiring.boundaries[element.id])
    return [e.id for e in events if e.event == "conditional" and e.interrupting]


def _no_default(element: Element) -> Finding:
    return error(
        element.id,
        "no_default",
        f"{label(element)}没有默认流向:条件都不成立时办件会卡住",
        f"{label(element)} has no default flow: a case would be stuck when no condition holds",
        ("请把一条流向设为默认", "Make one of its flows the default"),
    )


def _misplaced(element: Element, zh: str, en: str) -> Finding:
    return error(
        element.id,
        "misplaced",
        f"{label(element)}:{zh}",
        f"{label(element)}: {en}",
        ("请改画", "Draw it differently"),
    )


def _implicit_end(element: Element) -> Finding:
    return warning(
        element.id,
        "implicit_end",
        f"{label(element)}之后没有画结束事件,走到这里就结束",
        f"Nothing follows {label(element)}: its path ends here",
        ("请接一个有名称的结束事件", "Draw a named end event"),
    )
