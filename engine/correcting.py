"""Correct a wrong fact that clocks count from, such as a wrong day of acceptance (更正).

counting.md 16: the new fact voids the old one, both stay recorded with reason, document and the
two persons. A rung that lies in the future again is voided with its card and may fire anew; one
that came to lie in the past is noted without a card, a statutory expiry past does card (11).
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from engine import clocks, rungs, timers
from engine.clock_values import rule_of
from engine.days import ZONE
from engine.errors import Conflict
from engine.handling import Handling
from engine.limits.units import Amount
from engine.store.acts import Act
from engine.store.clocks import Clock

#: A start fact that is a plain place in the case document, such as case.accepted_on.
_PLACE = re.compile(r"case((?:\.\w+)+)")


@dataclass(frozen=True)
class StartFact:
    """A fact that live clocks count from."""

    #: Its place in the case document, such as "accepted_on"; or "clock:12", one clock's entry.
    key: str
    label: str
    label_en: str
    #: A day; a moment where hours are counted.
    value: date | datetime
    clocks: tuple[Clock, ...]


def start_facts(handling: Handling) -> list[StartFact]:
    """Return the facts the case's live clocks count from, in the order the clocks started."""
    grouped: dict[str, list[Clock]] = {}
    for clock in clocks.live_clocks(handling):
        place = _PLACE.fullmatch(str(clock.rule.get("start", "")))
        key = place[1][1:] if place and not _counts_hours(clock) else f"clock:{clock.id}"
        grouped.setdefault(key, []).append(clock)
    return [_fact(handling, key, tuple(found)) for key, found in grouped.items()]


def _counts_hours(clock: Clock) -> bool:
    return Amount.parse(clock.amount).unit.is_hours


def _fact(handling: Handling, key: str, found: tuple[Clock, ...]) -> StartFact:
    first = found[0]
    value = first.start_at.astimezone(ZONE) if _counts_hours(first) else first.start_on
    said = next(
        (one for one in handling.definition.matter.summary if one.value == f"case.{key}"), None
    )
    if said is not None:
        return StartFact(key, said.label, said.label_en, value, found)
    names = "、".join(str(clock.rule["name"]) for clock in found)
    names_en = ", ".join(str(clock.rule.get("name_en", clock.limit_key)) for clock in found)
    return StartFact(key, f"起算 · {names}", f"Start of {names_en}", value, found)


def judge(
    handling: Handling, given: Mapping[str, Any], errors: dict[str, list[tuple[str, str]]]
) -> dict[str, Any]:
    """Return {"fact", "label", "label_en", "old", "new"}; faults go to `errors` by field."""
    fact = next((one for one in start_facts(handling) if one.key == given.get("fact")), None)
    if fact is None:
        errors["fact"] = [
            (
                "请选择要更正的事实。",
                "Choose the fact to be corrected: one a live clock counts from.",
            )
        ]
        return {}
    new = _read(str(given.get("new") or "").strip(), fact.value)
    if new is None:
        errors["new"] = [
            (
                f"请按 {fact.value.isoformat()} 的写法填写更正后的日期。",
                f"Write the corrected day like {fact.value.isoformat()}.",
            )
        ]
        return {}
    if new == fact.value:
        errors["new"] = [
            ("与现在的记载相同，没有改动。", "It is the same as now; nothing changes.")
        ]
    elif _is_future(new, handling.at):
        errors["new"] = [("不能晚于今天。", "It cannot lie in the future.")]
    return {
        "fact": fact.key,
        "label": fact.label,
        "label_en": fact.label_en,
        "old": fact.value.isoformat(),
        "new": new.isoformat(),
    }


def _read(text: str, like: date | datetime) -> date | datetime | None:
    try:
        if isinstance(like, datetime):
            moment = datetime.fromisoformat(text)
            return moment if moment.tzinfo else moment.replace(tzinfo=ZONE)
        return date.fromisoformat(text)
    except ValueError:
        return None


def _is_future(new: date | datetime, at: datetime) -> bool:
    return new > at if isinstance(new, datetime) else new > at.astimezone(ZONE).date()


def correct(handling: Handling, act: Act) -> dict[str, Any]:
    """Put the corrected fact in the place of the wrong one and count its clocks anew.

    Returns the act's details with {"clocks": [{id, limit, old_on, new_on}]}.
    """
    details = dict(act.details)
    fact = _still_wrong(handling, details)
    new = _read(details["new"], fact.value)
    if not fact.key.startswith("clock:"):
        handling.merge(_nested(fact.key.split("."), details["new"]))
    counted = [_recount(handling, clock, new, act) for clock in fact.clocks]
    timers.rewrite(handling)
    details["clocks"] = counted
    handling.record(
        "fact_corrected",
        act=act.id,
        fact=fact.key,
        name=fact.label,
        old=details["old"],
        new=details["new"],
        reason=act.reason,
        basis=act.basis or None,
        attachment=act.attachment_id,
        asked_by=act.asked_by,
        clocks=counted,
    )
    return details


def _still_wrong(handling: Handling, details: Mapping[str, Any]) -> StartFact:
    """Return the fact as it is now; raises Conflict when it changed since it was asked."""
    fact = next((one for one in start_facts(handling) if one.key == details["fact"]), None)
    if fact is None or fact.value.isoformat() != details["old"]:
        raise Conflict(
            f"“{details['label']}”在提出更正之后已有变化或计时已结束，请重新提出。",
            f"{details['label_en']} changed since the correction was asked for; ask again.",
            code="fact_changed",
        )
    return fact


def _nested(path: list[str], value: str) -> dict[str, Any]:
    return {path[0]: _nested(path[1:], value) if path[1:] else value}


def _recount(
    handling: Handling, clock: Clock, new: date | datetime | None, act: Act
) -> dict[str, Any]:
    old_on = clock.last_on
    if isinstance(new, datetime):
        clock.start_at, clock.start_on = new, new.astimezone(ZONE).date()
    elif new is not None:
        clock.start_on = new
    rungs.void_future(handling, clock, why=act.reason)
    shown = clocks.projection(handling, clock)
    clocks.note_passed(handling, clock, rule_of(clock), shown)
    clocks.show(handling, clock, shown)
    return {
        "id": clock.id,
        "limit": clock.limit_key,
        "old_on": old_on.isoformat() if old_on else None,
        "new_on": clock.last_on.isoformat() if clock.last_on else None,
    }
