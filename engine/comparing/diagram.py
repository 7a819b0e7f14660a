"""The diagrams of two versions: elements that came, went, or are drawn otherwise."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from engine.bpmn.drawing import Drawing
from engine.bpmn.model import Element

from .change import Change, Words, listed, noun, quoted, turned
from .elements import element_changes, kind_of, property_differences, rest
from .flows import flow_changes
from .layout import layout_changes
from .matching import Matched, match
from .notes import note_changes
from .side import DIAGRAM, Side


@dataclass(frozen=True)
class Pairing:
    """Which element of the new drawing is which of the old."""

    elements: Matched[Element]
    #: New id by old id.
    ids: Mapping[str, str]

    @property
    def gone(self) -> set[str]:
        """Ids of elements only the old drawing has."""
        return {e.id for e in self.elements.removed}

    @property
    def come(self) -> set[str]:
        """Ids of elements only the new drawing has."""
        return {e.id for e in self.elements.added}


def pair(one: Drawing, other: Drawing) -> Pairing:
    """Match elements by id; what is left by kind, name and scope where that is clear."""
    found = match(
        list(one.elements.values()),
        list(other.elements.values()),
        lambda e: e.id,
        lambda e: (e.type, e.name, e.parent_id) if e.name else None,
    )
    return Pairing(found, {a.id: b.id for a, b in found.both})


def diagram_changes(old: Side, new: Side) -> Iterator[Change]:
    """Yield every change of the diagram, in the order of the new file."""
    if not (old.is_drawn and new.is_drawn):
        return
    paired = pair(old.drawing, new.drawing)
    yield from _of_process(old, new, old.drawing, new.drawing)
    yield from _came(new, new.drawing, paired.come, "added", Words("新增", "New"))
    yield from _came(old, old.drawing, paired.gone, "removed", Words("删除", "Removed"))
    for one, other in paired.elements.both:
        yield from _renumbered(old, one, other)
        yield from element_changes(old, new, one, other)
        yield from _placed(old, new, paired, one, other)
    yield from flow_changes(old, new, paired.ids, paired.gone, paired.come)
    yield from _lanes(old, new, old.drawing, new.drawing)
    yield from note_changes(old, new, paired.gone | paired.come)
    yield from layout_changes(old, new, paired.ids)


def _of_process(old: Side, new: Side, one: Drawing, other: Drawing) -> Iterator[Change]:
    place = noun(Words("流程", "process"), Words(one.name, one.name))
    found = [*property_differences(old, new, one.properties, other.properties)]
    if one.name != other.name:
        found.append(turned(Words("名称", "name"), quoted(one.name), quoted(other.name)))
    if one.process_id == other.process_id:
        found += rest(old.nodes.get(one.process_id), new.nodes.get(other.process_id))
    else:
        found.append(Words("内部编号有改动", "internal id changed"))
    for what in found:
        yield Change("diagram", "changed", what, place, other.process_id, DIAGRAM)


def _came(side: Side, drawing: Drawing, ids: set[str], kind: str, verb: Words) -> Iterator[Change]:
    for element in drawing.elements.values():
        # What lies in a sub-process, or sits on a step, comes and goes with it.
        if element.id in ids and not {element.parent_id, element.attached_to} & ids:
            name = noun(kind_of(element), side.element(element.id))
            where = _between(side, drawing, element)
            what = Words(f"{verb.zh}{name.zh}{where.zh}", f"{verb.en} {name.en}{where.en}")
            yield Change("diagram", kind, what, element=element.id, path=DIAGRAM)


def _between(side: Side, drawing: Drawing, element: Element) -> Words:
    if element.attached_to:
        host = side.element(element.attached_to)
        return Words(f"（在环节 {host.zh} 上）", f" (on the step {host.en})")
    before = [f.source for f in drawing.flows if f.target == element.id]
    after = [f.target for f in drawing.flows if f.source == element.id]
    left, right = (listed(map(side.element, ids)) if ids else None for ids in (before, after))
    if left and right:
        return Words(f"（{left.zh} → {right.zh} 之间）", f" (between {left.en} and {right.en})")
    if left:
        return Words(f"（{left.zh} 之后）", f" (after {left.en})")
    return Words(f"（{right.zh} 之前）", f" (before {right.en})") if right else Words("", "")


def _renumbered(old: Side, one: Element, other: Element) -> Iterator[Change]:
    if one.id != other.id:
        what = Words(
            "内部编号有改动，在办件迁移时须对应", "internal id changed; map it when cases migrate"
        )
        place = noun(kind_of(one), old.element(one.id))
        yield Change("diagram", "changed", what, place, other.id, DIAGRAM)


def _placed(
    old: Side, new: Side, paired: Pairing, one: Element, other: Element
) -> Iterator[Change]:
    place = noun(kind_of(one), old.element(one.id))
    if paired.ids.get(one.parent_id or "", one.parent_id) != other.parent_id:
        scopes = _scope(old, one.parent_id), _scope(new, other.parent_id)
        what = turned(Words("所在范围", "scope"), *scopes)
        yield Change("diagram", "changed", what, place, other.id, DIAGRAM)
    lanes = old.lane(one.lane_id), new.lane(other.lane_id)
    if one.lane_id != other.lane_id and _stand(old, new, one.lane_id, other.lane_id):
        what = turned(Words("泳道", "lane"), *lanes)
        yield Change("diagram", "changed", what, place, other.id, DIAGRAM)


def _scope(side: Side, parent_id: str | None) -> Words:
    return side.element(parent_id) if parent_id else Words("流程", "the process")


def _stand(old: Side, new: Side, left: str | None, right: str | None) -> bool:
    """Say whether both lanes are in both versions: else the lane itself came or went."""
    lanes = [side.drawing.lanes for side in (old, new)]
    return all(lane is None or all(lane in known for known in lanes) for lane in (left, right))


def _lanes(old: Side, new: Side, one: Drawing, other: Drawing) -> Iterator[Change]:
    found = match(list(one.lanes), list(other.lanes), lambda key: key)
    for verb, kind, keys, side in (
        (Words("新增", "New"), "added", found.added, new),
        (Words("删除", "Removed"), "removed", found.removed, old),
    ):
        for key in keys:
            name = side.lane(key)
            what = Words(f"{verb.zh}泳道 {name.zh}", f"{verb.en} lane {name.en}")
            yield Change("diagram", kind, what, element=key, path=DIAGRAM)
    for key, _ in found.both:
        place = noun(Words("泳道", "lane"), old.lane(key))
        if one.lanes[key] != other.lanes[key]:
            what = turned(Words("名称", "name"), old.lane(key), new.lane(key))
            yield Change("diagram", "changed", what, place, key, DIAGRAM)
        before, after = one.lane_properties.get(key, {}), other.lane_properties.get(key, {})
        for what in property_differences(old, new, before, after):
            yield Change("diagram", "changed", what, place, key, DIAGRAM)
