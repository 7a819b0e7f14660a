"""A BPMN drawing as plain geometry, read from its diagram interchange."""

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise
from typing import Any

from lxml import etree

NS = {
    "bpmn": "http://www.omg.org/spec/BPMN/20100524/MODEL",
    "bpmndi": "http://www.omg.org/spec/BPMN/20100524/DI",
    "dc": "http://www.omg.org/spec/DD/20100524/DC",
    "di": "http://www.omg.org/spec/DD/20100524/DI",
    "spiffworkflow": "http://spiffworkflow.org/bpmn/schema/1.0/core",
}
#: What bpmn-js draws a label with: 11 px, so a Chinese character is 11 px wide.
CHARACTER_WIDTH = 11
FLOWS = ("sequenceFlow", "messageFlow")
CONTAINERS = ("participant", "lane", "subProcess")


@dataclass(frozen=True)
class Box:
    left: float
    top: float
    right: float
    bottom: float

    @property
    def centre(self) -> tuple[float, float]:
        return (self.left + self.right) / 2, (self.top + self.bottom) / 2

    def overlaps(self, other: "Box") -> bool:
        across = self.left < other.right and other.left < self.right
        return across and self.top < other.bottom and other.top < self.bottom

    def contains(self, other: "Box") -> bool:
        across = self.left < other.left and other.right < self.right
        return across and self.top < other.top and other.bottom < self.bottom

    def has_on_border(self, point: tuple[float, float], slack: float = 0) -> bool:
        x, y = point
        inside = self.left <= x <= self.right and self.top <= y <= self.bottom
        edges = (x - self.left, self.right - x, y - self.top, self.bottom - y)
        return inside and min(edges) <= slack

    def gap(self, other: "Box") -> float:
        across = max(other.left - self.right, self.left - other.right)
        return max(across, other.top - self.bottom, self.top - other.bottom)


@dataclass(frozen=True)
class Shape:
    id: str
    type: str
    name: str
    parent: str
    box: Box
    label: Box | None
    is_marked: bool
    is_expanded: bool


@dataclass(frozen=True)
class Edge:
    id: str
    type: str
    name: str
    source: str
    target: str
    points: tuple[tuple[float, float], ...]
    label: Box | None

    @property
    def segments(self) -> Iterator[Box]:
        """Yield each stretch as a box without thickness."""
        for (x1, y1), (x2, y2) in pairwise(self.points):
            yield Box(min(x1, x2), min(y1, y2), max(x1, x2), max(y1, y2))


class Drawing:
    """All shapes and edges of one diagram by id, and the semantic tree they stand for."""

    def __init__(self, xml: bytes) -> None:
        self.root = _parse(xml)
        self.semantic: dict[str, Any] = {
            e.get("id"): e for e in self.root.iterfind(".//bpmn:*[@id]", NS)
        }
        self.shapes = {s.id: s for s in map(self._shape, self._drawn("BPMNShape"))}
        self.edges = {e.id: e for e in map(self._edge, self._drawn("BPMNEdge"))}

    def ancestors(self, element_id: str) -> list[str]:
        """Return the sub-processes around an element, inner before outer."""
        chain = [element_id]
        while self.shapes[chain[-1]].parent in self.shapes:
            chain.append(self.shapes[chain[-1]].parent)
        return chain[1:]

    def labels(self) -> dict[str, Box]:
        """Return the bounds of every outside label by the id of what it names."""
        drawn: dict[str, Shape | Edge] = {**self.shapes, **self.edges}
        return {i: d.label for i, d in drawn.items() if d.label}

    def _drawn(self, kind: str) -> list[Any]:
        return list(self.root.iterfind(f".//bpmndi:{kind}", NS))

    def _shape(self, drawn: Any) -> Shape:
        element = self.semantic[drawn.get("bpmnElement")]
        return Shape(
            id=element.get("id"),
            type=_type(element),
            name=element.get("name", ""),
            parent=element.getparent().get("id"),
            box=_box(drawn.find("dc:Bounds", NS)),
            label=_label(drawn),
            is_marked=drawn.get("isMarkerVisible") == "true",
            is_expanded=drawn.get("isExpanded") == "true",
        )

    def _edge(self, drawn: Any) -> Edge:
        element = self.semantic[drawn.get("bpmnElement")]
        points = tuple(
            (float(p.get("x")), float(p.get("y"))) for p in drawn.iterfind("di:waypoint", NS)
        )
        return Edge(
            id=element.get("id"),
            type=_type(element),
            name=element.get("name", ""),
            source=element.get("sourceRef"),
            target=element.get("targetRef"),
            points=points,
            label=_label(drawn),
        )


def _parse(xml: bytes) -> Any:
    return etree.fromstring(xml)


def _type(element: Any) -> str:
    return str(etree.QName(element).localname)


def _box(bounds: Any) -> Box:
    x, y, width, height = (float(bounds.get(key)) for key in ("x", "y", "width", "height"))
    return Box(x, y, x + width, y + height)


def _label(drawn: Any) -> Box | None:
    bounds = drawn.find("bpmndi:BPMNLabel/dc:Bounds", NS)
    return None if bounds is None else _box(bounds)
