"""Limits in two versions: amount, start, stops, extension, ladder, article."""

from collections.abc import Iterator, Mapping
from typing import Any

from engine.limits.errors import CountingError
from engine.limits.units import Amount, Unit

from .change import Change, Words, listed, noun, quoted, said, same, shortly, turned
from .labels import LABELS
from .matching import differences, match
from .matter import CHOICES
from .side import LIMITS, Side

LIMIT = Words("时限", "limit")
KEYS = {
    "amount": Words("限期", "amount"),
    "unit": Words("单位", "unit"),
    "start": Words("起算", "start"),
    "ends": Words("到期时刻", "when the last day ends"),
    "stop": Words("停表事由", "grounds to stop"),
    "extension": Words("延期", "extension"),
    "law": Words("时限目录", "row of the catalogue"),
    "basis": Words("条文内容", "wording of the article"),
    "basis_en": Words("条文内容英文", "wording in English"),
    "kind": Words("性质", "kind"),
}
KINDS = {
    "statutory": Words("法定", "statutory"),
    "promised": Words("承诺", "promised"),
    "step": Words("环节", "of a step"),
}
LEVELS = {
    "warn": Words("预警", "warning"),
    "yellow": Words("黄牌", "yellow card"),
    "red": Words("红牌", "red card"),
    "none": Words("届满", "expiry"),
}


def limit_changes(old: Side, new: Side) -> Iterator[Change]:
    """Yield what differs in the limits, as they hold for the two versions."""
    for key, one, other in differences(old.limits, new.limits):
        if one is None or other is None:
            side, kind = (new, "added") if one is None else (old, "removed")
            verb = Words("新增", "New") if one is None else Words("删除", "Removed")
            name, amount = side.limit(key), _amount(side.limits[key])
            what = Words(
                f"{verb.zh}时限 {name.zh}（{amount.zh}）",
                f"{verb.en} limit {name.en} ({amount.en})",
            )
            yield Change("limit", kind, what, element=key, path=LIMITS)
            continue
        place = noun(LIMIT, old.limit(key))
        for what in _differences(old, new, one, other):
            yield Change("limit", "changed", what, place, key, LIMITS)


def _differences(
    old: Side, new: Side, one: Mapping[str, Any], other: Mapping[str, Any]
) -> Iterator[Words]:
    for key, left, right in differences(one, other):
        if key == "ladder":
            yield from _ladder(old, new, one, other)
        elif key == "amount" or (key == "unit" and one.get("amount") == other.get("amount")):
            yield turned(KEYS["amount"], _amount(one), _amount(other))
        elif key == "stop":
            yield turned(KEYS[key], _grounds(old, left), _grounds(new, right))
        elif key == "extension":
            yield turned(KEYS[key], _extension(left), _extension(right))
        elif key == "kind":
            yield turned(KEYS[key], *(KINDS.get(str(v or "step"), said(v)) for v in (left, right)))
        elif key == "mark":
            marks = CHOICES["mark"]
            yield turned(LABELS[key], *(marks.get(str(v or "U"), said(v)) for v in (left, right)))
        elif key != "unit":
            yield turned(KEYS.get(key, LABELS.get(key, quoted(key))), *_texts(left, right))


def _texts(left: object, right: object) -> tuple[Words | None, Words | None]:
    if isinstance(left, str) and isinstance(right, str):
        return shortly(left, right)
    return None if left is None else said(left), None if right is None else said(right)


def _amount(rule: Mapping[str, Any]) -> Words:
    text = str(rule.get("amount", ""))
    if text.startswith("="):
        unit = _unit(rule)
        expression = quoted(text.removeprefix("="))
        return Words(f"{expression.zh} {unit.zh}", f"{expression.en} {unit.en}")
    try:
        amount = Amount.parse(text)
    except CountingError:
        return quoted(text)
    return Words(amount.name_zh, amount.name_en)


def _unit(rule: Mapping[str, Any]) -> Words:
    try:
        unit = Unit(str(rule.get("unit", "WD")))
    except ValueError:
        return quoted(str(rule.get("unit")))
    return Words(unit.name_zh, unit.name_en(2))


def _grounds(side: Side, value: Any) -> Words:
    return listed(_ground(side, str(one)) for one in value or ())


def _ground(side: Side, key: str) -> Words:
    if key.startswith("with:"):
        limit = side.limit(key.removeprefix("with:"))
        return Words(f"随 {limit.zh} 一起", f"with {limit.en}")
    rows = side.matter.get("special", {}).get("grounds", ())
    names = {row.get("key"): row for row in rows}
    row = names.get(key, {})
    return Words(str(row.get("name", key)), str(row.get("name_en", key)))


def _extension(value: Any) -> Words:
    if value in (None, "off"):
        return Words("不得延期", "none")
    if value == "once":
        return Words("一次", "once")
    if not isinstance(value, Mapping):
        return said(value)
    most, times = value.get("most"), value.get("times")
    zh, en = (f"，每次至多 {most}", f", at most {most} each") if most else ("", "")
    return Words(f"{times} 次{zh}", f"{times} time(s){en}")


def _ladder(
    old: Side, new: Side, one: Mapping[str, Any], other: Mapping[str, Any]
) -> Iterator[Words]:
    rungs = one.get("ladder", []), other.get("ladder", [])
    found = match(*rungs, lambda rung: rung.get("key"))
    for rung in found.added:
        name = _rung(rung, other)
        yield Words(f"新增一档 {name.zh}", f"new rung {name.en}")
    for rung in found.removed:
        name = _rung(rung, one)
        yield Words(f"删除一档 {name.zh}", f"removed rung {name.en}")
    for left, right in found.both:
        if _rung(left, one) != _rung(right, other):
            yield turned(Words("档", "rung"), _rung(left, one), _rung(right, other))
        before, after = left.get("told", []), right.get("told", [])
        if before != after:
            name = _rung(right, other)
            label = Words(f"{name.zh} 的告知对象", f"who is told at {name.en}")
            yield turned(label, _roles(old, before), _roles(new, after))
    if found.moved:
        yield Words("各档换了次序", "rungs stand in another order")


def _rung(rung: Mapping[str, Any], rule: Mapping[str, Any]) -> Words:
    level = LEVELS.get(str(rung.get("level")), same(str(rung.get("level"))))
    places = []
    if rung.get("left") is not None:
        unit = _short_unit(rule)
        left = rung["left"]
        places.append(Words(f"剩 {left}{unit.zh}", f"{left} {unit.en} left"))
    if rung.get("share") is not None:
        share = f"{float(rung['share']):.0%}"
        places.append(Words(f"用去 {share}", f"{share} used"))
    if not places:
        return (
            Words(f"届满{level.zh}", f"{level.en} at expiry") if level != LEVELS["none"] else level
        )
    zh, en = " 或 ".join(p.zh for p in places), " or ".join(p.en for p in places)
    return Words(f"{zh}{level.zh}", f"{level.en} at {en}")


def _short_unit(rule: Mapping[str, Any]) -> Words:
    amount = str(rule.get("amount", ""))
    try:
        unit = Unit(amount.lstrip("0123456789 ")) if not amount.startswith("=") else None
    except ValueError:
        unit = None
    return Words(unit.name_zh, unit.name_en(2)) if unit else _unit(rule)


ROLES = {
    "holder": Words("办理人", "the holder"),
    "chief": Words("科室负责人", "the chief"),
    "applicant": Words("申请人", "the applicant"),
}


def _roles(side: Side, told: list[str]) -> Words:
    return listed(ROLES.get(role) or side.section(role) for role in told)
