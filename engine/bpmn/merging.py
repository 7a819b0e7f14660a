"""Put processes drawn in other files beside the one that calls them, as if drawn in its file."""

from collections.abc import Mapping

from lxml import etree

from .drawing import BPMN, Unreadable, local, parse_xml, ref

#: What two files may both declare, when it bears the same name or code.
DECLARED = ("message", "signal", "error", "escalation")


def called_elsewhere(xml: bytes) -> list[str]:
    """Return the processes a file calls but does not draw; none for what is no BPMN."""
    try:
        root = parse_xml(xml)
    except Unreadable:
        return []
    own = {process.get("id") for process in root.findall(f"{BPMN}process")}
    called = [ref(call.get("calledElement")) for call in root.iter(f"{BPMN}callActivity")]
    return list(dict.fromkeys(one for one in called if one and one not in own))


def drawn_in(xml: bytes) -> set[str]:
    """Return the ids of the processes a file draws; none for what is no BPMN."""
    try:
        root = parse_xml(xml)
    except Unreadable:
        return set()
    return {process.get("id", "") for process in root.findall(f"{BPMN}process")}


def merged(xml: bytes, others: Mapping[str, bytes]) -> bytes:
    """Return `xml` with everything the other files draw; the same bytes without others.

    What both declare alike stands once; any other id drawn twice is left for the check to find.
    """
    if not others:
        return xml
    root = parse_xml(xml)
    known = {_declaration(node) for node in root if local(node) in DECLARED}
    before = root.find("{http://www.omg.org/spec/BPMN/20100524/DI}BPMNDiagram")
    place = len(root) if before is None else root.index(before)
    for other in others.values():
        for node in parse_xml(other):
            if local(node) in DECLARED and _declaration(node) in known:
                continue
            if local(node) == "BPMNDiagram":
                root.append(node)
            else:
                root.insert(place, node)
                place += 1
    return etree.tostring(root, encoding="UTF-8", xml_declaration=True)


def _declaration(node: etree._Element) -> tuple[str, ...]:
    return (local(node), *(str(node.get(key)) for key in sorted(map(str, node.keys()))))
