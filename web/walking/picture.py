"""The diagram in colour: green what a walk came by, red what it did not, grey what has a reason."""

from collections.abc import Iterator
from html import escape
from typing import cast

from lxml import etree

from web.walking.covering import Item
from web.walking.exploring import Walk

_DI = "{http://www.omg.org/spec/BPMN/20100524/DI}"
_DC = "{http://www.omg.org/spec/DD/20100524/DC}"
_DD = "{http://www.omg.org/spec/DD/20100524/DI}"
_SEEN, _MISSING, _EXPLAINED, _INK = "#2f7d4f", "#c8322b", "#8a8f94", "#1f2933"
_MARGIN = 20.0
#: Letters of a name in one line of a task, and lines of it.
_LINE, _LINES = 7, 3

Box = tuple[float, float, float, float]


def as_svg(walk: Walk) -> str:
    """Return the diagram of a walked version as SVG."""
    root = etree.fromstring(walk.definition.file("process.bpmn"))
    shapes = {one.get("bpmnElement", ""): _box(one) for one in root.iter(f"{_DI}BPMNShape")}
    edges = {one.get("bpmnElement", ""): _points(one) for one in root.iter(f"{_DI}BPMNEdge")}
    shapes = {key: box for key, box in shapes.items() if key in walk.definition.process.elements}
    corners = [(x, y) for points in edges.values() for x, y in points]
    corners += [(x, y) for x, y, _, _ in shapes.values()]
    corners += [(x + w, y + h) for x, y, w, h in shapes.values()]
    left, top = min(x for x, _ in corners) - _MARGIN, min(y for _, y in corners) - _MARGIN
    right, bottom = max(x for x, _ in corners) + _MARGIN, max(y for _, y in corners) + _MARGIN
    drawn = [*_edges(walk, edges), *_shapes(walk, shapes)]
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="{left:g} {top:g} {right - left:g} '
        f'{bottom - top:g}" font-family="Noto Sans CJK SC, sans-serif" font-size="12">'
        f"{''.join(drawn)}</svg>"
    )


def _box(shape: etree._Element) -> Box:
    bounds = next(shape.iter(f"{_DC}Bounds"))  # the shape's own stands before its label's
    return cast(Box, tuple(float(bounds.get(side, 0)) for side in ("x", "y", "width", "height")))


def _points(edge: etree._Element) -> list[tuple[float, float]]:
    return [(float(p.get("x", 0)), float(p.get("y", 0))) for p in edge.iter(f"{_DD}waypoint")]


def _edges(walk: Walk, edges: dict[str, list[tuple[float, float]]]) -> Iterator[str]:
    for flow in walk.definition.process.flows:
        if flow.id in edges:
            points = " ".join(f"{x:g},{y:g}" for x, y in edges[flow.id])
            colour = _colour(walk, Item("flow", flow.id))
            yield (
                f'<polyline points="{points}" fill="none" stroke="{colour}" stroke-width="2">'
                f"<title>{escape(flow.name or flow.id)}</title></polyline>"
            )


def _colour(walk: Walk, item: Item) -> str:
    coverage = walk.coverage
    if item in coverage.seen or item not in coverage.wanted:
        return _SEEN
    return _EXPLAINED if f"{item.kind}:{item.key}" in coverage.reasons else _MISSING


def _shapes(walk: Walk, shapes: dict[str, Box]) -> Iterator[str]:
    process = walk.definition.process
    reached = {f.target for f in process.flows if Item("flow", f.id) in walk.coverage.seen}
    reached |= {f.source for f in process.flows if Item("flow", f.id) in walk.coverage.seen}
    for key, box in shapes.items():
        element = process.elements[key]
        is_block = element.type == "subProcess"
        colour = _SEEN if key in reached else _MISSING
        yield _outline(element.type, box, colour, filled=not is_block)
        yield from _name(element.name, box, is_inside="ask" in element.type or is_block)


def _outline(kind: str, box: Box, colour: str, *, filled: bool) -> str:
    x, y, w, h = box
    look = f'fill="{"#fff" if filled else "none"}" stroke="{colour}" stroke-width="2"'
    if kind.endswith("Event"):
        return f'<circle cx="{x + w / 2:g}" cy="{y + h / 2:g}" r="{w / 2:g}" {look}/>'
    if kind.endswith("Gateway"):
        corners = ((x + w / 2, y), (x + w, y + h / 2), (x + w / 2, y + h), (x, y + h / 2))
        points = " ".join(f"{a:g},{b:g}" for a, b in corners)
        return f'<polygon points="{points}" {look}/>'
    return f'<rect x="{x:g}" y="{y:g}" width="{w:g}" height="{h:g}" rx="8" {look}/>'


def _name(name: str, box: Box, *, is_inside: bool) -> Iterator[str]:
    x, y, w, h = box
    lines = [name[i : i + _LINE] for i in range(0, len(name), _LINE)][:_LINES]
    is_block = w > 200
    first = (
        y + 16 if is_block else y + h / 2 - 7 * (len(lines) - 1) + 4 if is_inside else y + h + 14
    )
    for number, line in enumerate([name] if is_block else lines):
        yield (
            f'<text x="{x + (8 if is_block else w / 2):g}" y="{first + 14 * number:g}" '
            f'text-anchor="{"start" if is_block else "middle"}" fill="{_INK}">{escape(line)}</text>'
        )
