"""A BPMN file as a tree in which only what means something differs."""

from typing import Any

from lxml import etree

#: What BPMN 2.0 takes for granted when an attribute is not written.
GRANTED = {
    "isInterrupting": "true",
    "cancelActivity": "true",
    "isSequential": "false",
    "triggeredByEvent": "false",
    "parallelMultiple": "false",
    "isExpanded": None,
}
#: Containers whose children have an order that means something.
ORDERED = {"properties"}


def meaning(xml: bytes) -> Any:
    """Return a tree of (name, attributes, text, children); comments and pictures are left out."""
    root = etree.fromstring(xml)
    return _meaning(root)


def _meaning(node: etree._Element) -> Any:
    children = [
        _meaning(one)
        for one in node.iterchildren(etree.Element)
        if "BPMNDiagram" not in str(one.tag)
    ]
    name = etree.QName(node).localname
    # bpmn-js derives a node's flows from the flows themselves and writes what may be missing.
    children = [one for one in children if one[0] not in ("incoming", "outgoing")]
    ordered = children if name in ORDERED else sorted(children, key=repr)
    return (name, _attributes(node), (node.text or "").strip(), tuple(ordered))


def _attributes(node: etree._Element) -> tuple[tuple[str, str], ...]:
    found = {etree.QName(str(key)).localname: str(value) for key, value in node.attrib.items()}
    return tuple(
        (key, value) for key, value in sorted(found.items()) if GRANTED.get(key, "") != value
    )


def drawn_places(xml: bytes) -> dict[str, tuple[str, ...]]:
    """Return where each element is drawn, by id, so that a layout is not moved by saving."""
    root = etree.fromstring(xml)
    return {
        str(one.get("bpmnElement")): tuple(
            f"{key}={value}"
            for part in one.iter("{*}Bounds", "{*}waypoint")
            for key, value in sorted(part.attrib.items())
        )
        for one in root.iter("{*}BPMNShape", "{*}BPMNEdge")
    }
