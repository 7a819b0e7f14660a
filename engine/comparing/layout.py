"""How two diagrams are laid out: shapes and lines that lie elsewhere; nothing runs otherwise."""

from collections.abc import Iterator, Mapping

from lxml import etree

from engine.bpmn.drawing import local

from .change import Change, Words, noun
from .elements import kind_of
from .flows import FLOW, flow_words
from .side import DIAGRAM, Side

DI = "{http://www.omg.org/spec/BPMN/20100524/DI}"
MOVED = Words("移动了位置", "lies elsewhere")
BENT = Words("走线不同", "is drawn otherwise")


def layout_changes(old: Side, new: Side, ids: Mapping[str, str]) -> Iterator[Change]:
    """Yield the shapes that moved, and the lines that bend otherwise between shapes that stay."""
    before, after = _shapes(old), _shapes(new)
    moved = {
        there
        for here, there in ids.items()
        if here in before and there in after and before[here] != after[there]
    }
    drawing = new.drawing
    for element in drawing.elements.values():
        around = {element.parent_id, element.attached_to}
        if element.id in moved and not around & moved:
            place = noun(kind_of(element), new.element(element.id))
            yield Change("diagram", "moved", MOVED, place, element.id, DIAGRAM)
    yield from _lines(old, new, before, after, moved)
    yield from _others(new, before, after)


def _lines(
    old: Side,
    new: Side,
    before: dict[str, bytes],
    after: dict[str, bytes],
    moved: set[str],
) -> Iterator[Change]:
    ends = {f.id: (f.source, f.target) for f in old.drawing.flows}
    for flow in new.drawing.flows:
        is_same = ends.get(flow.id) == (flow.source, flow.target)
        is_pulled = {flow.source, flow.target} & moved
        if is_same and not is_pulled and before.get(flow.id) != after.get(flow.id):
            place = noun(FLOW, flow_words(new, flow))
            yield Change("diagram", "moved", BENT, place, flow.id, DIAGRAM)


def _others(new: Side, before: dict[str, bytes], after: dict[str, bytes]) -> Iterator[Change]:
    """Yield lanes, pools and notes that lie elsewhere, as one."""
    known = {*new.drawing.elements, *(flow.id for flow in new.drawing.flows)}
    if any(
        before.get(key) not in (None, shape) for key, shape in after.items() if key not in known
    ):
        place = Words("泳池、泳道和批注", "pools, lanes and notes")
        yield Change("diagram", "moved", MOVED, place, None, DIAGRAM)


def _shapes(side: Side) -> dict[str, bytes]:
    """Return how each element is laid out, by id; ids of the layout itself do not count."""
    if side.drawing is None:
        return {}
    found = {}
    for node in side.drawing.root.iter(f"{DI}BPMNShape", f"{DI}BPMNEdge"):
        found[node.get("bpmnElement", "")] = b"".join(_drawn(node))
    return found


def _drawn(node: etree._Element) -> Iterator[bytes]:
    for one in node.iter(etree.Element):
        own = sorted((k, v) for k, v in one.attrib.items() if k not in ("id", "bpmnElement"))
        yield f"{local(one)}{[(str(k), _number(str(v))) for k, v in own]}".encode()


def _number(text: str) -> str:
    try:
        return str(round(float(text)))
    except ValueError:
        return text
