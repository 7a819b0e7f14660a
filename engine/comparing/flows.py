"""The sequence flows of two versions: where they lead, on which condition, which is the default.

A flow that was drawn, cut or bent because an element came or went is said with that element.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from engine.bpmn.drawing import Drawing
from engine.bpmn.model import Flow

from .change import Change, Words, noun, quoted, shortly, turned
from .elements import place_of
from .matching import Matched, match
from .side import DIAGRAM, Side

FLOW = Words("流向", "flow")


@dataclass(frozen=True)
class _Flows:
    """The flows of two drawings, and which elements came and went."""

    old: Side
    new: Side
    found: Matched[Flow]
    ids: Mapping[str, str]
    gone: set[str]
    come: set[str]


def flow_changes(
    old: Side, new: Side, ids: Mapping[str, str], gone: set[str], come: set[str]
) -> Iterator[Change]:
    """Yield what differs in the flows; `ids` gives the new id of an element by its old one."""
    found = match(
        list(old.drawing.flows),
        list(new.drawing.flows),
        lambda flow: ("id", flow.id),
        lambda flow: (ids.get(flow.source, flow.source), ids.get(flow.target, flow.target)),
    )
    flows = _Flows(old, new, found, ids, gone, come)
    for flow in found.added:
        if not _is_said(flow, come, old.drawing, _back(ids), gone):
            yield _whole(new, flow, "added", Words("新增", "New"))
    for flow in found.removed:
        if not _is_said(flow, gone, new.drawing, ids, come):
            yield _whole(old, flow, "removed", Words("删除", "Removed"))
    for one, other in found.both:
        yield from _differences(flows, one, other)
    yield from _defaults(flows)


def _back(ids: Mapping[str, str]) -> dict[str, str]:
    return {new: old for old, new in ids.items()}


def _is_said(
    flow: Flow, elements: set[str], there: Drawing, ids: Mapping[str, str], between: set[str]
) -> bool:
    """Say whether a flow goes with elements: it touches one, or one lay in its place."""
    if {flow.source, flow.target} & elements:
        return True
    source, target = ids.get(flow.source), ids.get(flow.target)
    seen, waiting = set[str](), [f.target for f in there.flows if f.source == source]
    while waiting:
        here = waiting.pop()
        if here in between and here not in seen:
            seen.add(here)
            inside = [e.id for e in there.elements.values() if e.attached_to == here]
            waiting += [f.target for f in there.flows if f.source in (here, *inside)]
        elif here == target and seen:
            return True
    return False


def flow_words(side: Side, flow: Flow) -> Words:
    """Return "受理审查 → 分办（缺材料）"."""
    source, target = side.element(flow.source), side.element(flow.target)
    zh, en = (f"（{flow.name}）", f" ({flow.name})") if flow.name else ("", "")
    return Words(f"{source.zh} → {target.zh}{zh}", f"{source.en} → {target.en}{en}")


def _whole(side: Side, flow: Flow, kind: str, verb: Words) -> Change:
    name, condition = flow_words(side, flow), Words("", "")
    if flow.condition:
        text = quoted(flow.condition)
        condition = Words(f"，条件 {text.zh}", f", on {text.en}")
    if flow.is_default:
        condition = Words("，默认流向", ", the default")
    what = Words(
        f"{verb.zh}流向 {name.zh}{condition.zh}", f"{verb.en} flow {name.en}{condition.en}"
    )
    return Change("diagram", kind, what, element=flow.id, path=DIAGRAM)


def _differences(flows: _Flows, one: Flow, other: Flow) -> Iterator[Change]:
    place = noun(FLOW, flow_words(flows.old, one))

    def change(what: Words) -> Change:
        return Change("diagram", "changed", what, place, other.id, DIAGRAM)

    ends = (flows.ids.get(one.source), flows.ids.get(one.target))
    touched = {one.source, one.target} & flows.gone or {other.source, other.target} & flows.come
    if ends != (other.source, other.target) and not touched:
        led = flow_words(flows.new, other)
        yield change(Words(f"改为 {led.zh}", f"now {led.en}"))
    if one.condition != other.condition:
        left, right = shortly(one.condition or "", other.condition or "")
        before, after = left if one.condition else None, right if other.condition else None
        yield change(turned(Words("条件", "condition"), before, after))
    if one.name != other.name:
        yield change(turned(Words("名称", "name"), quoted(one.name), quoted(other.name)))


def _defaults(flows: _Flows) -> Iterator[Change]:
    for element_id, new_id in flows.ids.items():
        before = _default(flows.old.drawing, element_id)
        after = _default(flows.new.drawing, new_id)
        if _same_way(flows, before, after):
            continue
        place = place_of(flows.old, flows.old.drawing.elements[element_id])
        left = None if before is None else flows.old.element(before.target)
        right = None if after is None else flows.new.element(after.target)
        what = turned(Words("默认流向", "default flow"), left, right)
        yield Change("diagram", "changed", what, place, new_id, DIAGRAM)


def _default(drawing: Drawing, element_id: str) -> Flow | None:
    return next((f for f in drawing.flows if f.source == element_id and f.is_default), None)


def _same_way(flows: _Flows, before: Flow | None, after: Flow | None) -> bool:
    if before is None or after is None:
        there = [f for f in (before, after) if f is not None]
        # A flow that came or went is told whole, as the default.
        return not there or there[0] in flows.found.added + flows.found.removed
    is_pair = any(a is before and b is after for a, b in flows.found.both)
    replaced = before in flows.found.removed and after in flows.found.added
    return is_pair or replaced
