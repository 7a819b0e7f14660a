"""Scopes without a start event: BPMN starts at the one node nothing leads to."""

from lxml import etree

from engine.bpmn.drawing import BPMN, FLOW_NODES, local

from .sheet import Node, Sheet, label_of

_DI = "{http://www.omg.org/spec/BPMN/20100524/DI}"
_DC = "{http://www.omg.org/spec/DD/20100524/DC}"
_DD = "{http://www.omg.org/spec/DD/20100524/DI}"
_SIZE, _GAP = 36.0, 80.0


def draw_starts(sheet: Sheet) -> None:
    """Draw the start event that a scope with one way in left out."""
    for scope in [*sheet.processes(), *sheet.nodes("subProcess")]:
        nodes = [n for n in scope if local(n) in FLOW_NODES]
        if nodes and not any(local(n) == "startEvent" for n in nodes):
            entries = _entries(scope, nodes)
            if len(entries) == 1 and entries[0].get("id"):
                _draw(sheet, scope, entries[0])


def _entries(scope: Node, nodes: list[Node]) -> list[Node]:
    reached = {
        f.get("targetRef", "").rpartition(":")[2] for f in scope.findall(f"{BPMN}sequenceFlow")
    }
    return [n for n in nodes if n.get("id") not in reached and _can_begin(n)]


def _can_begin(node: Node) -> bool:
    stands_apart = node.get("triggeredByEvent") == "true" or node.get("isForCompensation") == "true"
    return local(node) != "boundaryEvent" and not stands_apart and not _is_link_catch(node)


def _is_link_catch(node: Node) -> bool:
    return local(node) == "intermediateCatchEvent" and (
        node.find(f"{BPMN}linkEventDefinition") is not None
    )


def _draw(sheet: Sheet, scope: Node, entry: Node) -> None:
    start, flow = f"start_of_{scope.get('id', '')}", f"flow_to_{entry.get('id')}"
    scope.append(etree.Element(f"{BPMN}startEvent", {"id": start, "name": "开始"}))
    ends = {"id": flow, "sourceRef": start, "targetRef": entry.get("id", "")}
    scope.append(etree.Element(f"{BPMN}sequenceFlow", ends))
    _show(sheet, start, flow, entry.get("id", ""))
    sheet.mapped(
        scope,
        "start",
        (
            f"没有画开始事件,从{label_of(entry)}开始",
            f"No start event was drawn; it begins at {label_of(entry)}",
        ),
    )


def _show(sheet: Sheet, start: str, flow: str, entry: str) -> None:
    """Place the new event to the left of the node it leads to, where that has a place."""
    shapes = (s for s in sheet.root.iter(f"{_DI}BPMNShape") if s.get("bpmnElement") == entry)
    shape = next(shapes, None)
    bounds = None if shape is None else shape.find(f"{_DC}Bounds")
    plane = None if shape is None else shape.getparent()
    if bounds is None or plane is None:
        return
    try:
        x, y, height = (float(bounds.get(k, "0")) for k in ("x", "y", "height"))
    except ValueError:
        return
    middle = y + height / 2
    drawn = etree.SubElement(plane, f"{_DI}BPMNShape", id=f"{start}_di", bpmnElement=start)
    place = {"x": x - _GAP, "y": middle - _SIZE / 2, "width": _SIZE, "height": _SIZE}
    etree.SubElement(drawn, f"{_DC}Bounds", {k: f"{v:g}" for k, v in place.items()})
    edge = etree.SubElement(plane, f"{_DI}BPMNEdge", id=f"{flow}_di", bpmnElement=flow)
    for at in (x - _GAP + _SIZE, x):
        etree.SubElement(edge, f"{_DD}waypoint", x=f"{at:g}", y=f"{middle:g}")
