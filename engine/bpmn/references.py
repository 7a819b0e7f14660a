"""Rules about references: whatever a file names by id must be in the file."""

from collections.abc import Iterator

from lxml import etree

from .drawing import BPMN, Drawing, local, ref
from .finding import Finding, error
from .naming import label
from .wiring import Wiring

#: References of events and message tasks, and what they name.
DEFINED = {
    "messageRef": "message",
    "signalRef": "signal",
    "errorRef": "error",
    "escalationRef": "escalation",
}


def check_references(drawing: Drawing, wiring: Wiring) -> Iterator[Finding]:
    """Yield references that lead nowhere, or to a flow of another element."""
    known = {
        (kind, node.get("id", ""))
        for kind in DEFINED.values()
        for node in drawing.root.findall(f"{BPMN}{kind}")
    }
    for node in drawing.root.iter(f"{BPMN}*"):
        element = drawing.elements.get(_owner(node))
        if element is None:
            continue
        for attribute, kind in DEFINED.items():
            named = ref(node.get(attribute))
            if named and (kind, named) not in known:
                yield _missing(element.id, label(element), kind, named)
        default = ref(node.get("default")) if node.get("id") == element.id else None
        if default and default not in {f.id for f in wiring.out[element.id]}:
            yield _default_elsewhere(element.id, label(element), default)


def _owner(node: etree._Element) -> str:
    around = node.getparent()
    if local(node).endswith("EventDefinition") and around is not None:
        return around.get("id", "")
    return node.get("id", "")


def _missing(element_id: str, name: str, kind: str, named: str) -> Finding:
    return error(
        element_id,
        "reference_missing",
        f"{name}引用的 {kind} {named} 不在文件里",
        f"{name} refers to {kind} {named}, which is not in the file",
        ("请补上它,或重新选择", "Add it, or choose another"),
    )


def _default_elsewhere(element_id: str, name: str, flow_id: str) -> Finding:
    return error(
        element_id,
        "default_elsewhere",
        f"{name}的默认流向 {flow_id} 不是它的连线",
        f"The default flow {flow_id} of {name} does not leave it",
        ("请重新选择默认流向", "Choose the default flow again"),
    )
