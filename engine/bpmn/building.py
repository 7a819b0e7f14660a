"""From what is drawn to the specs SpiffWorkflow runs: one node per element, none silently lost."""

from dataclasses import dataclass

from .drawing import Drawing
from .events import Boundary, Catch, ScopeStart, Start, Terminate, Throw
from .gateways import EventBased, Exclusive, Inclusive, Parallel
from .model import Element
from .nodes import Arrow, Node, Stop, SubProcess
from .repeats import Loop, MultiInstance, Repeated
from .tokens import ScopeSpec

#: Suffix of the node one instance of a repeated activity runs on; ids of diagrams hold no dot.
INSTANCE = ".instance"

KINDS: dict[str, type[Node]] = {
    **dict.fromkeys(
        ("task", "userTask", "manualTask", "serviceTask", "scriptTask", "businessRuleTask"), Stop
    ),
    "sendTask": Stop,
    "receiveTask": Catch,
    "subProcess": SubProcess,
    "callActivity": SubProcess,
    "startEvent": Start,
    "endEvent": Throw,
    "intermediateThrowEvent": Throw,
    "intermediateCatchEvent": Catch,
    "boundaryEvent": Boundary,
    "exclusiveGateway": Exclusive,
    "inclusiveGateway": Inclusive,
    "parallelGateway": Parallel,
    "eventBasedGateway": EventBased,
}


@dataclass(frozen=True)
class Plan:
    """The specs of a process: the outermost, and each inner one by its id."""

    main: ScopeSpec
    scopes: dict[str, ScopeSpec]


def build_plan(drawing: Drawing) -> Plan:
    """Return the specs for a drawing that passed the check."""
    inner = [e for e in drawing.elements.values() if e.type == "subProcess"]
    main = _scope(drawing, drawing.process_id)
    scopes = {name: _scope(drawing, name) for name in (*(e.id for e in inner), *drawing.called)}
    return Plan(main, scopes)


def _inside(drawing: Drawing, scope_id: str) -> list[Element]:
    return [e for e in drawing.elements.values() if e.scope_id == scope_id]


def _scope(drawing: Drawing, name: str) -> ScopeSpec:
    spec = ScopeSpec(name=name)
    elements = _inside(drawing, name)
    nodes = {e.id: _node(spec, e) for e in elements}
    for element in elements:
        if element.triggered:
            _arm(spec, drawing, nodes[element.id])
        if element.type == "startEvent":
            spec.entry = element.id
        if element.attached_to:
            nodes[element.attached_to].boundaries += (element.id,)
    _connect(drawing, nodes)
    return spec


def _node(spec: ScopeSpec, element: Element) -> Node:
    """Make the node of an element, and of its instances when it is repeated."""
    if element.multi is None:
        return _single(spec, element, element.id)
    kind: type[Repeated] = Loop if element.multi == "loop" else MultiInstance
    wrapper = kind(spec, element.id, element)
    wrapper.instance = _single(spec, element, element.id + INSTANCE).name
    return wrapper


def _single(spec: ScopeSpec, element: Element, name: str) -> Node:
    kind = KINDS[element.type]
    if element.event == "terminate":
        kind = Terminate
    if kind is Throw and element.event == "message":
        # What leaves the case is sent by the caller, through its outbox.
        kind = Stop
    if element.event == "link":
        kind = Node
    if kind is SubProcess:
        return SubProcess(spec, name, element, subworkflow_spec=element.called or element.id)
    return kind(spec, name, element)


def _arm(spec: ScopeSpec, drawing: Drawing, body: Node) -> None:
    """Let the start of an event sub-process stand by in the scope around it."""
    start = next(e for e in _inside(drawing, body.element.id) if e.type == "startEvent")
    trigger = ScopeStart(spec, f"{start.id}.armed", start)
    trigger.arrows = (Arrow(f"{start.id}.triggers", body.name),)
    spec.armed += (trigger.name,)


def _connect(drawing: Drawing, nodes: dict[str, Node]) -> None:
    flows = [f for f in drawing.flows if f.source in nodes]
    for flow in flows:
        arrow = Arrow(flow.id, flow.target, flow.condition, flow.is_default)
        _link(nodes[flow.source], arrow, nodes[flow.target])
    catches = {
        n.element.message: n
        for n in nodes.values()
        if n.element.event == "link" and n.element.type == "intermediateCatchEvent"
    }
    for node in nodes.values():
        if node.element.event == "link" and node.element.type == "intermediateThrowEvent":
            target = catches[node.element.message]
            _link(node, Arrow(f"{node.name}.link", target.name), target)


def _link(source: Node, arrow: Arrow, target: Node) -> None:
    source.arrows += (arrow,)
    target.arrows_in += (arrow.flow_id,)
    source._outputs.append(target.name)
    target._inputs.append(source.name)
