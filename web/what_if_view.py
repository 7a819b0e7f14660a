"""The what-if page: reads a draft of a limit from the address, shows what it would do."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from flask import url_for

from engine.calendars import load_calendars
from engine.days import day_of
from engine.errors import InvalidSubmission
from engine.limit_changes import compare
from engine.limit_drafts import LimitDraft, Reach, draft_change
from engine.limit_rules import LimitRule, read_rule, rule_on, versions_on
from engine.runs import ended_runs, open_runs
from engine.what_if import Draft, Past, Replay, Tally, Turn, replay, tally, turns
from web.clock_board import Names, names
from web.language import _, language
from web.limit_words import (
    amount_words,
    field_words,
    level_words,
    rule_name,
    rung_words,
    unit_of,
    value_words,
)
from web.naming import item_name
from web.session import db, now
from web.times import short_day

#: How far back the replay goes.
LAST_YEAR = timedelta(days=365)
#: Turning clocks listed one by one.
MOST_ROWS = 60
BARS = ("red", "yellow", "warn", "green", "stopped")


@dataclass(frozen=True)
class Asked:
    """What the form holds: a limit, and the entries that would change."""

    matter: str
    limit: str
    values: Mapping[str, str]

    @property
    def is_drafted(self) -> bool:
        """Say whether the form was sent, not only opened."""
        return "amount" in self.values or "from_on" in self.values

    @property
    def from_on(self) -> date:
        """Return the day of the change; raises InvalidSubmission when it cannot be read."""
        try:
            return date.fromisoformat(self.values.get("from_on", "").strip())
        except ValueError:
            raise InvalidSubmission(
                {"from_on": [("生效日须为 2026-12-01 的写法。", "Write the day like 2026-12-01.")]}
            ) from None


def present_rule(asked: Asked) -> LimitRule:
    """Return the rule that holds today."""
    return rule_on(db(), asked.matter, asked.limit, day_of(now()))


def drafted(asked: Asked) -> LimitDraft:
    """Judge what the form holds; raises InvalidSubmission by field."""
    stored = versions_on(db(), asked.matter, asked.from_on)[asked.limit].rule
    return draft_change(
        db(),
        asked.matter,
        asked.limit,
        _changes(asked.values, stored),
        from_on=asked.from_on,
        reach=_reach(asked.values),
    )


def _reach(values: Mapping[str, str]) -> Reach:
    try:
        return Reach(values.get("reach") or Reach.KEEP)
    except ValueError:
        return Reach.KEEP


def _changes(values: Mapping[str, str], stored: Mapping[str, Any]) -> dict[str, Any]:
    changes: dict[str, Any] = {}
    if values.get("amount"):
        changes["amount"] = f"{values['amount'].strip()}{values.get('unit', 'WD')}"
    if "ladder" in stored:
        ladder = [_rung(row, values) for row in stored["ladder"]]
        if ladder != stored["ladder"]:
            changes["ladder"] = ladder
    return changes


def _rung(row: Mapping[str, Any], values: Mapping[str, str]) -> dict[str, Any]:
    """Return a rung with how many units are left as the form has it; other entries stay."""
    text = values.get(f"left_{row['key']}", "").strip()
    if "left" not in row or not text:
        return dict(row)
    if not text.lstrip("-").isdigit():
        raise InvalidSubmission(
            {"rule": [(f"档 {row['key']} 须为整数。", f"Rung {row['key']} must be whole.")]}
        )
    return {**row, "left": int(text)}


def form_values(asked: Asked, rule: LimitRule) -> dict[str, Any]:
    """Return what the form shows: the draft's entries, or those of today's rule."""
    number = "".join(sign for sign in rule.amount if sign.isdigit())
    fixed = not rule.amount.startswith("=")
    given = asked.values
    return {
        "is_fixed": fixed,
        "amount": given.get("amount", number if fixed else ""),
        "unit": given.get("unit", unit_of(rule)),
        "from_on": given.get("from_on", _next_month(day_of(now())).isoformat()),
        "reach": given.get("reach", Reach.KEEP.value),
        "rungs": [
            {
                "key": rung.key,
                "level": level_words(rung.level),
                "left": given.get(f"left_{rung.key}", "" if rung.left is None else rung.left),
                "place": rung_words(rung, unit_of(rule)),
                "is_set": rung.left is not None,
            }
            for rung in rule.ladder
        ],
    }


def _next_month(day: date) -> date:
    return (day.replace(day=1) + timedelta(days=32)).replace(day=1)


def outcome(asked: Asked, draft: LimitDraft) -> dict[str, Any]:
    """Return what the draft would do: entries, turning clocks, groups, the last year."""
    present = load_calendars(db())
    rule = read_rule(asked.limit, draft.rule, draft.from_on)
    world = Draft(present, {(asked.matter, asked.limit): rule}, draft.from_on, draft.reach)
    running = [run for run in open_runs(db(), asked.matter) if run.rule.key == asked.limit]
    found = turns(running, world, present, at=now())
    before = versions_on(db(), asked.matter, draft.from_on)[asked.limit].rule
    return {
        "entries": [
            {
                "name": field_words(one.field),
                "old": value_words(one.field, one.old),
                "new": value_words(one.field, one.new),
            }
            for one in compare(before, draft.rule)
        ],
        "running": len(running),
        "moves_later": draft.reach == Reach.ALL and draft.from_on > day_of(now()),
        **effects(found, world),
    }


def effects(found: Sequence[Turn], world: Draft) -> dict[str, Any]:
    """Return the turning clocks in groups and one by one, and the last year replayed."""
    called = names()
    at = now()
    past = ended_runs(db(), since=at - LAST_YEAR, until=at)
    return {
        "turning": len(found),
        "worse": sum(turn.is_worse for turn in found),
        "turns": [_turn(turn, called) for turn in _urgent(found)[:MOST_ROWS]],
        "groups": _groups(found, called),
        "replays": [
            _replay(one, called)
            for one in replay(past, world, load_calendars(db()))
            if world.rules or one.was != one.would_be
        ],
    }


def _urgent(found: Sequence[Turn]) -> list[Turn]:
    return sorted(found, key=lambda turn: (not turn.is_worse, BARS.index(turn.new_level)))


def _turn(turn: Turn, called: Names) -> dict[str, Any]:
    run, today = turn.run, day_of(now())
    item = item_name(None, run.item)
    return {
        "number": run.case_number,
        "title": run.case_title,
        "limit": rule_name(run.rule) + (f" · {item}" if item else ""),
        "url": url_for("clocks.explain", clock_id=run.clock_id),
        "old_level": turn.old_level,
        "old_word": level_words(turn.old_level),
        "old_day": short_day(turn.old_on, today=today),
        "new_level": turn.new_level,
        "new_word": level_words(turn.new_level),
        "new_day": short_day(turn.new_on, today=today),
        "holder": called.persons.get(run.person_id or "", _("待签收")),
        "section": called.sections.get(run.section_key or "", ""),
        "row": turn.new_level if turn.is_worse else "",
    }


Key = Callable[[Turn], str | None]


def _groups(found: Sequence[Turn], called: Names) -> list[dict[str, Any]]:
    kinds: list[tuple[str, Key, Mapping[str, str]]] = [
        (_("按事项"), lambda turn: turn.run.matter_key, called.matters),
        (_("按科室"), lambda turn: turn.run.section_key, called.sections),
        (_("按人员"), lambda turn: turn.run.person_id, called.persons),
    ]
    return [
        {
            "title": title,
            "rows": [_group(one, naming, len(found)) for one in tally(found, key)[:12]],
        }
        for title, key, naming in kinds
    ]


def _group(one: Tally, naming: Mapping[str, str], most: int) -> dict[str, Any]:
    bars, left = [], 0.0
    for level in BARS:
        width = 100 * one.levels.get(level, 0) / max(most, 1)
        if width:
            bars.append({"level": level, "x": left, "width": width})
            left += width
    words = [f"{level_words(lv)} {one.levels[lv]}" for lv in BARS if one.levels.get(lv)]
    return {
        "name": naming.get(one.key, one.key) or _("无人持有"),
        "total": one.total,
        "worse": one.worse,
        "bars": bars,
        "words": " · ".join(words),
    }


def _replay(one: Replay, called: Names) -> dict[str, Any]:
    return {
        "name": rule_name(one.rule),
        "matter": called.matters.get(one.matter_key, one.matter_key),
        "number": one.was.number,
        "unit": amount_words(f"1{unit_of(one.rule)}").lstrip("1 ") if one.was.number else "",
        "was": _past(one.was),
        "would_be": _past(one.would_be),
    }


def _past(past: Past) -> dict[str, Any]:
    rate, average = past.rate, past.average
    return {
        "rate": "—" if rate is None else f"{rate:.1%}",
        "width": 100 * (rate or 0),
        "average": "—" if average is None else f"{average:.1f}",
        "yellow": past.yellow,
        "red": past.red,
    }


def errors_of(error: InvalidSubmission) -> dict[str, str]:
    """Return an error's messages by field in the language of the request."""
    place = 1 if language() == "en" else 0
    return {
        field: " ".join(message[place] for message in messages)
        for field, messages in error.errors.items()
    }
