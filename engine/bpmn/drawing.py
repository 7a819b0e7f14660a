"""One lxml pass over a BPMN file: what is drawn, before anything is judged."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from lxml import etree

from . import several
from .model import Element, Flow

BPMN = "{http://www.omg.org/spec/BPMN/20100524/MODEL}"
SPIFF = "{http://spiffworkflow.org/bpmn/schema/1.0/core}"

TASKS = (
    "task",
    "userTask",
    "manualTask",
    "serviceTask",
    "scriptTask",
    "businessRuleTask",
    "sendTask",
    "receiveTask",
)
SCOPES = ("subProcess", "transaction", "adHocSubProcess")
EVENTS = (
    "startEvent",
    "endEvent",
    "intermediateCatchEvent",
    "intermediateThrowEvent",
    "boundaryEvent",
)
GATEWAYS = (
    "exclusiveGateway",
    "inclusiveGateway",
    "parallelGateway",
    "eventBasedGateway",
    "complexGateway",
)
ACTIVITIES = (*TASKS, *SCOPES, "callActivity")
FLOW_NODES = (*ACTIVITIES, *EVENTS, *GATEWAYS)
LOOPS = ("multiInstanceLoopCharacteristics", "standardLoopCharacteristics")


class Unreadable(ValueError):
    """The bytes are not a BPMN file with a process in it."""


@dataclass(frozen=True)
class Drawing:
    """Everything one file draws that execution can depend on."""

    root: etree._Element
    #: The process that runs: id, name and properties.
    process_id: str
    name: str
    properties: Mapping[str, str]
    #: By id, document order; nodes of every executable process of the file.
    elements: Mapping[str, Element]
    flows: tuple[Flow, ...]
    lanes: Mapping[str, str]
    lane_properties: Mapping[str, Mapping[str, str]]
    #: Ids of the file's other executable processes, which call activities may name.
    called: tuple[str, ...]


def read_drawing(xml: bytes) -> Drawing:
    """Return what `xml` draws; raises Unreadable when there is no executable process."""
    root = _root(xml)
    names = _names(root)
    processes = [p for p in root.findall(f"{BPMN}process") if p.get("isExecutable") != "false"]
    main = _main(processes)
    elements: dict[str, Element] = {}
    flows: list[Flow] = []
    lanes = _lanes(root)
    for process in processes:
        pen = _Pen(process.get("id", ""), names, lanes, elements, flows)
        pen.walk(process, None)
    return Drawing(
        root=root,
        process_id=main.get("id", ""),
        name=main.get("name", ""),
        properties=read_properties(main),
        elements=elements,
        flows=tuple(flows),
        lanes={i: name for i, (name, _) in lanes.items()},
        lane_properties=_lane_properties(root),
        called=tuple(p.get("id", "") for p in processes if p is not main),
    )


def parse_xml(xml: bytes) -> etree._Element:
    """Return the root of `xml`, without entities, DTD or network; raises Unreadable."""
    parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False)
    try:
        root = etree.fromstring(xml, parser)
    except (etree.XMLSyntaxError, ValueError) as fault:
        raise Unreadable(str(fault)) from fault
    if root.getroottree().docinfo.internalDTD is not None:
        raise Unreadable("a document type declaration is not accepted")
    return root


def local(node: etree._Element) -> str:
    """Return a node's name without its namespace; empty for comments and the like."""
    return etree.QName(node).localname if isinstance(node.tag, str) else ""


def read_properties(node: etree._Element) -> dict[str, str]:
    """Return the `spiffworkflow:properties` of one node."""
    path = f"{BPMN}extensionElements/{SPIFF}properties/{SPIFF}property"
    return {p.get("name", ""): p.get("value", "") for p in node.findall(path)}


def feel(text: str | None) -> str | None:
    """Return an expression without blanks and its leading "="; None when nothing is left."""
    stripped = (text or "").strip().removeprefix("=").strip()
    return stripped or None


def ref(text: str | None) -> str | None:
    """Return the id a reference names; references may bear a namespace prefix, ids cannot."""
    return text.strip().rpartition(":")[2] if text else None


def _root(xml: bytes) -> etree._Element:
    root = parse_xml(xml)
    if root.tag != f"{BPMN}definitions":
        raise Unreadable("the root element is not bpmn:definitions")
    return root


def _main(processes: list[etree._Element]) -> etree._Element:
    calls = [c for p in processes for c in p.iter(f"{BPMN}callActivity")]
    called = {ref(c.get("calledElement")) for c in calls}
    roots = [p for p in processes if p.get("id") not in called] or processes
    if not roots:
        raise Unreadable("the file has no executable process")
    if len(roots) > 1:
        ids = ", ".join(p.get("id", "?") for p in roots)
        raise Unreadable(f"the file has more than one process to start: {ids}")
    return roots[0]


def _names(root: etree._Element) -> dict[str, tuple[str, str | None]]:
    """Return (name, code) of each message, signal, error and escalation, by id.

    What bears no name or code goes by its id, so that a reference to it means it and no other.
    """
    return {
        n.get("id", ""): (n.get("name") or n.get("id") or "", n.get(f"{kind}Code") or n.get("id"))
        for kind in ("message", "signal", "error", "escalation")
        for n in root.findall(f"{BPMN}{kind}")
    }


def _lanes(root: etree._Element) -> dict[str, tuple[str, set[str]]]:
    """Return name and members of each lane; an inner lane comes after the lane around it."""
    return {
        lane.get("id", ""): (
            lane.get("name", ""),
            {ref(r.text) or "" for r in lane.findall(f"{BPMN}flowNodeRef")},
        )
        for lane in root.iter(f"{BPMN}lane")
    }


def _lane_properties(root: etree._Element) -> dict[str, dict[str, str]]:
    found = {lane.get("id", ""): read_properties(lane) for lane in root.iter(f"{BPMN}lane")}
    return {lane_id: properties for lane_id, properties in found.items() if properties}


@dataclass(frozen=True)
class _Pen:
    """What walking one process fills."""

    process_id: str
    names: dict[str, tuple[str, str | None]]
    lanes: dict[str, tuple[str, set[str]]]
    elements: dict[str, Element]
    flows: list[Flow]

    def walk(self, container: etree._Element, parent_id: str | None) -> None:
        """Take down the nodes and flows of a scope, inner scopes after their own node."""
        nodes = [n for n in container if isinstance(n.tag, str)]
        defaults = {n.get("id", ""): ref(n.get("default")) for n in nodes}
        for node in container.iterchildren(etree.Element):
            kind = local(node)
            if kind == "sequenceFlow":
                self.flows.append(_flow(node, parent_id, defaults))
            elif kind in FLOW_NODES and str(node.tag).startswith(BPMN):
                element = self.element(node, kind, parent_id)
                self.elements[element.id] = element
                if kind in SCOPES:
                    self.walk(node, element.id)

    def element(self, node: etree._Element, kind: str, parent_id: str | None) -> Element:
        """Return one node as drawn."""
        element_id = node.get("id", "")
        properties = read_properties(node)
        event = _event_of(node, self.names)
        loop, multi = _loop(node, properties)
        if "several" in properties and multi in ("parallel", "sequential"):
            loop, properties = several.normalised(element_id, loop, properties)
        script = node.find(f"{BPMN}script") if kind == "scriptTask" else None
        members = [i for i, (_, ids) in self.lanes.items() if element_id in ids]
        return Element(
            id=element_id,
            type=kind,
            name=node.get("name", ""),
            properties=properties,
            parent_id=parent_id,
            lane_id=members[-1] if members else None,
            attached_to=ref(node.get("attachedToRef")),
            interrupting=_interrupts(node),
            event=event.kind,
            expression=feel(script.text) if script is not None else event.expression,
            message=event.name or properties.get("message"),
            multi=multi,
            timer=event.timer,
            code=event.code,
            loop=loop,
            called=ref(node.get("calledElement")),
            triggered=node.get("triggeredByEvent") == "true",
            process_id=self.process_id,
        )


def _flow(node: etree._Element, parent_id: str | None, defaults: dict[str, str | None]) -> Flow:
    condition = node.find(f"{BPMN}conditionExpression")
    source = ref(node.get("sourceRef")) or ""
    return Flow(
        id=node.get("id", ""),
        source=source,
        target=ref(node.get("targetRef")) or "",
        condition=None if condition is None else feel(condition.text),
        is_default=bool(node.get("id")) and node.get("id") == defaults.get(source),
        name=node.get("name", ""),
        parent_id=parent_id,
    )


def _interrupts(node: etree._Element) -> bool:
    return node.get("cancelActivity", node.get("isInterrupting", "true")) != "false"


@dataclass(frozen=True)
class _Event:
    kind: str | None = None
    name: str | None = None
    code: str | None = None
    expression: str | None = None
    timer: str | None = None


def _event_of(node: etree._Element, names: dict[str, tuple[str, str | None]]) -> _Event:
    if local(node) in ("receiveTask", "sendTask"):
        name, _ = names.get(ref(node.get("messageRef")) or "", (None, None))
        # What is sent is told like a message event; what is received bears its name alone.
        return _Event("message" if name and local(node) == "sendTask" else None, name)
    for definition in event_definitions(node):
        kind = local(definition).removesuffix("EventDefinition")
        name, code = names.get(ref(definition.get(f"{kind}Ref")) or "", (None, None))
        timer, text = _timer(definition) if kind == "timer" else (None, None)
        if kind == "conditional":
            condition = definition.find(f"{BPMN}condition")
            text = None if condition is None else feel(condition.text)
        if kind == "link":
            name = definition.get("name")
        return _Event(kind, name, code, text, timer)
    return _Event()


def event_definitions(node: etree._Element) -> Iterator[etree._Element]:
    """Yield the event definitions drawn on a node."""
    for child in node.iterchildren(etree.Element):
        if local(child).endswith("EventDefinition"):
            yield child


def _timer(definition: etree._Element) -> tuple[str | None, str | None]:
    for tag, kind in (("timeDate", "date"), ("timeDuration", "duration"), ("timeCycle", "cycle")):
        node = definition.find(f"{BPMN}{tag}")
        if node is not None:
            return kind, _timer_feel(kind, feel(node.text))
    return None, None


def _timer_feel(kind: str, text: str | None) -> str | None:
    # Other tools write bare ISO 8601 here; FEEL wants a call around the same text.
    if text and kind == "duration" and re.fullmatch(r"-?P[0-9.YMWDTHS]+", text):
        return f'duration("{text}")'
    if text and kind == "date" and re.match(r"\d{4}-\d\d-\d\d", text):
        return f'date and time("{text}")' if "T" in text else f'date("{text}")'
    return text


def _loop(node: etree._Element, properties: dict[str, str]) -> tuple[dict[str, str], str | None]:
    loops = [c for c in node.iterchildren(etree.Element) if local(c) in LOOPS]
    if not loops:
        return {}, None
    drawn = loops[0]
    own = {**read_properties(drawn), **properties}
    found = {k: feel(own.get(k)) for k in ("collection", "item", "item_view")}
    for key, tag in (
        ("collection", "loopDataInputRef"),
        ("cardinality", "loopCardinality"),
        ("completion", "completionCondition"),
        ("condition", "loopCondition"),
    ):
        child = drawn.find(f"{BPMN}{tag}")
        if child is not None and not found.get(key):
            found[key] = feel(child.text)
    item = drawn.find(f"{BPMN}inputDataItem")
    if item is not None and not found.get("item"):
        found["item"] = item.get("name") or item.get("id")
    found["maximum"] = drawn.get("loopMaximum")
    found["before"] = drawn.get("testBefore")
    kind = "sequential" if drawn.get("isSequential") == "true" else "parallel"
    multi = "loop" if local(drawn) == "standardLoopCharacteristics" else kind
    return {k: v for k, v in found.items() if v}, multi
