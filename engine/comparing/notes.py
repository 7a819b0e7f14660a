"""What a diagram draws for the reader: pools, message flows, annotations, data, groups."""

from collections.abc import Iterator

from lxml import etree

from engine.bpmn.drawing import BPMN, local

from .change import Change, Words, noun, quoted, turned
from .elements import rest
from .matching import match
from .side import DIAGRAM, Side

KINDS = {
    "participant": Words("泳池", "pool"),
    "messageFlow": Words("消息流", "message flow"),
    "textAnnotation": Words("批注", "annotation"),
    "dataObject": Words("数据", "data object"),
    "dataObjectReference": Words("数据对象", "data object reference"),
    "dataStoreReference": Words("数据存储", "data store"),
    "group": Words("分组框", "group"),
}


def note_changes(old: Side, new: Side, elements: set[str]) -> Iterator[Change]:
    """Yield what differs; a message flow of an element that came or went is said with it."""
    found = match(_notes(old), _notes(new), lambda node: node.get("id"))
    for verb, kind, nodes in (
        (Words("新增", "New"), "added", found.added),
        (Words("删除", "Removed"), "removed", found.removed),
    ):
        for node in nodes:
            if {node.get("sourceRef"), node.get("targetRef")} & elements:
                continue
            name = _name(node)
            what = Words(f"{verb.zh}{name.zh}", f"{verb.en} {name.en}")
            yield Change("diagram", kind, what, element=node.get("id"), path=DIAGRAM)
    for one, other in found.both:
        for what in _differences(old, new, one, other):
            place = _name(one)
            yield Change("diagram", "changed", what, place, other.get("id"), DIAGRAM)


def _notes(side: Side) -> list[etree._Element]:
    return [node for node in side.nodes.values() if local(node) in KINDS]


def _text(node: etree._Element) -> str:
    return node.get("name") or (node.findtext(f"{BPMN}text") or "").strip()


def _name(node: etree._Element) -> Words:
    kind, text = KINDS[local(node)], _text(node)
    return noun(kind, quoted(text)) if text else kind


def _differences(
    old: Side, new: Side, one: etree._Element, other: etree._Element
) -> Iterator[Words]:
    if _text(one) != _text(other):
        is_note = local(one) == "textAnnotation"
        what = Words("文字", "text") if is_note else Words("名称", "name")
        yield turned(what, quoted(_text(one)), quoted(_text(other)))
    if _ends(one) != _ends(other):
        yield turned(Words("两端", "ends"), _end_words(old, one), _end_words(new, other))
    yield from rest(one, other)


def _ends(node: etree._Element) -> tuple[str | None, str | None]:
    return node.get("sourceRef"), node.get("targetRef")


def _end_words(side: Side, node: etree._Element) -> Words:
    source, target = (_end(side, end or "") for end in _ends(node))
    return Words(f"{source.zh} → {target.zh}", f"{source.en} → {target.en}")


def _end(side: Side, end: str) -> Words:
    node = side.nodes.get(end)
    if node is not None and local(node) == "participant":
        return Words(_text(node), _text(node))
    return side.element(end)
