"""The diagram in colour: green what a walk came by, red what it did not, grey what has a reason.

What was not come by is dashed as well, for whoever does not tell red from green.
"""

from collections.abc import Iterator
from html import escape
from typing import cast

from lxml import etree

from web.walking.covering import Item
from web.walking.exploring import Walk
from web.walking.report import NAMES

_DI = "{http://www.omg.org/spec/BPMN/20100524/DI}"
_DC = "{http://www.omg.org/spec/DD/20100524/DC}"
_DD = "{http://www.omg.org/spec/DD/20100524/DI}"
_SEEN, _MISSING, _EXPLAINED, _INK = "#2f7d4f", "#c8322b", "#8a8f94", "#1f2933"
_MARGIN = 20.0
#: Room for the words above the drawing.
_HEAD = 64.0
_DASHES = {_MISSING: ' stroke-dasharray="9 5"', _EXPLAINED: ' stroke-dasharray="2 5"'}
_MARKS = {_SEEN: "seen", _MISSING: "missing", _EXPLAINED: "explained"}
#: Letters of a name in one line of a task, and lines of it.
_LINE, _LINES = 7, 3

_SHAPE, _EDGE = f"{_DI}BPMNShape", f"{_DI}BPMNEdge"
_KEY = (
    (_SEEN, "走到了 seen"),
    (_MISSING, "没走到 not seen"),
    (_EXPLAINED, "没走到，写明了理由 with a reason"),
)

Box = tuple[float, float, float, float]


def as_svg(walk: Walk) -> str:
    """Return the diagram of a walked version as SVG."""
    root = etree.fromstring(walk.definition.file("process.bpmn"))
    shapes = {one.get("bpmnElement", ""): _box(one) for one in root.iter(_SHAPE)}
    edges = {one.get("bpmnElement", ""): _points(one) for one in root.iter(_EDGE)}
    labels = {one.get("bpmnElement", ""): _label(one) for one in root.iter(_SHAPE, _EDGE)}
    shapes = {key: box for key, box in shapes.items() if key in walk.definition.process.elements}
    corners = [(x, y) for points in edges.values() for x, y in points]
    corners += [(x, y) for x, y, _, _ in shapes.values()]
    corners += [(x + w, y + h) for x, y, w, h in shapes.values()]
    left = min(x for x, _ in corners) - _MARGIN
    top = min(y for _, y in corners) - _MARGIN - _HEAD
    right, bottom = max(x for x, _ in corners) + _MARGIN, max(y for _, y in corners) + _MARGIN
    drawn = [
        *_head(walk, left + _MARGIN, top + _MARGIN),
        *_edges(walk, edges),
        *_shapes(walk, shapes, labels),
        *_flow_names(walk, labels),
    ]
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="{left:g} {top:g} {right - left:g} '
        f'{bottom - top:g}" font-family="Noto Sans CJK SC, sans-serif" font-size="12">{_arrows()}'
        f"{''.join(drawn)}</svg>"
    )


def _box(shape: etree._Element) -> Box:
    bounds = next(shape.iter(f"{_DC}Bounds"))  # the shape's own stands before its label's
    return cast(Box, tuple(float(bounds.get(side, 0)) for side in ("x", "y", "width", "height")))


def _label(drawn: etree._Element) -> Box | None:
    label = drawn.find(f"{_DI}BPMNLabel/{_DC}Bounds")
    if label is None:
        return None
    return cast(Box, tuple(float(label.get(side, 0)) for side in ("x", "y", "width", "height")))


def _arrows() -> str:
    """Return the heads of the arrows, one of each colour."""
    heads = (
        f'<marker id="{mark}" viewBox="0 0 10 10" refX="9" refY="5" markerWidth="5" '
        f'markerHeight="5" orient="auto"><path d="M0 0 10 5 0 10z" fill="{colour}"/></marker>'
        for colour, mark in _MARKS.items()
    )
    return f"<defs>{''.join(heads)}</defs>"


def _head(walk: Walk, x: float, y: float) -> Iterator[str]:
    """Yield what is shown, what was covered and what the colours mean."""
    counts = "　".join(
        f"{zh} {en} {walk.coverage.count(kind)[0]}/{walk.coverage.count(kind)[1]}"
        for kind, (zh, en) in NAMES.items()
    )
    title = f"{walk.definition.matter.name} · v{walk.definition.version}　{counts}"
    yield f'<text x="{x:g}" y="{y + 16:g}" font-size="18" fill="{_INK}">{escape(title)}</text>'
    for number, (colour, words) in enumerate(_KEY):
        start = x + 220 * number
        yield (
            f'<line x1="{start:g}" y1="{y + 38:g}" x2="{start + 40:g}" y2="{y + 38:g}" '
            f'stroke="{colour}" stroke-width="3"{_DASHES.get(colour, "")}/>'
            f'<text x="{start + 48:g}" y="{y + 42:g}" fill="{_INK}">{words}</text>'
        )


def _flow_names(walk: Walk, labels: dict[str, Box | None]) -> Iterator[str]:
    for flow in walk.definition.process.flows:
        label = labels.get(flow.id)
        if flow.name and label:
            yield _text(flow.name, label[0] + label[2] / 2, label[1] + 11)


def _text(words: str, x: float, y: float, anchor: str = "middle") -> str:
    """Return words that stay legible where a line runs behind them."""
    return (
        f'<text x="{x:g}" y="{y:g}" text-anchor="{anchor}" fill="{_INK}" stroke="#fff" '
        f'stroke-width="3" paint-order="stroke">{escape(words)}</text>'
    )


def _points(edge: etree._Element) -> list[tuple[float, float]]:
    return [(float(p.get("x", 0)), float(p.get("y", 0))) for p in edge.iter(f"{_DD}waypoint")]


def _edges(walk: Walk, edges: dict[str, list[tuple[float, float]]]) -> Iterator[str]:
    for flow in walk.definition.process.flows:
        if flow.id in edges:
            points = " ".join(f"{x:g},{y:g}" for x, y in edges[flow.id])
            colour = _colour(walk, Item("flow", flow.id))
            yield (
                f'<polyline points="{points}" fill="none" stroke="{colour}" stroke-width="2"'
                f'{_DASHES.get(colour, "")} marker-end="url(#{_MARKS[colour]})">'
                f"<title>{escape(flow.name or flow.id)}</title></polyline>"
            )


def _colour(walk: Walk, item: Item) -> str:
    coverage = walk.coverage
    if item in coverage.seen or item not in coverage.wanted:
        return _SEEN
    return _EXPLAINED if f"{item.kind}:{item.key}" in coverage.reasons else _MISSING


def _shapes(walk: Walk, shapes: dict[str, Box], labels: dict[str, Box | None]) -> Iterator[str]:
    process = walk.definition.process
    around: dict[str, set[str]] = {}
    for flow in process.flows:
        colour = _colour(walk, Item("flow", flow.id))
        for end in (flow.source, flow.target):
            around.setdefault(end, set()).add(colour)
    for key, box in shapes.items():
        element = process.elements[key]
        is_block = element.type == "subProcess"
        near = around.get(key, {_SEEN})
        colour = next(one for one in (_SEEN, _MISSING, _EXPLAINED) if one in near)
        yield _outline(element.type, box, colour, filled=not is_block)
        yield from _name(element.name, box, labels.get(key), is_block=is_block)


def _outline(kind: str, box: Box, colour: str, *, filled: bool) -> str:
    x, y, w, h = box
    look = f'fill="{"#fff" if filled else "none"}" stroke="{colour}" stroke-width="2"'
    look += _DASHES.get(colour, "")
    if kind.endswith("Event"):
        return f'<circle cx="{x + w / 2:g}" cy="{y + h / 2:g}" r="{w / 2:g}" {look}/>'
    if kind.endswith("Gateway"):
        corners = ((x + w / 2, y), (x + w, y + h / 2), (x + w / 2, y + h), (x, y + h / 2))
        points = " ".join(f"{a:g},{b:g}" for a, b in corners)
        return f'<polygon points="{points}" {look}/>'
    return f'<rect x="{x:g}" y="{y:g}" width="{w:g}" height="{h:g}" rx="8" {look}/>'


def _name(name: str, box: Box, label: Box | None, *, is_block: bool) -> Iterator[str]:
    x, y, w, h = box
    if is_block:
        yield _text(name, x + 8, y + 16, "start")
        return
    lines = [name[i : i + _LINE] for i in range(0, len(name), _LINE)][:_LINES]
    if label:
        middle, first = label[0] + label[2] / 2, label[1] + 11
    else:
        is_inside = w >= 80
        middle = x + w / 2
        first = y + h / 2 - 7 * (len(lines) - 1) + 4 if is_inside else y + h + 14
    for number, line in enumerate(lines):
        yield _text(line, middle, first + 14 * number)
