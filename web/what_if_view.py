"""What a draft of a limit or a notice would do, in the words of the screens."""

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from flask import url_for

from engine.days import day_of
from engine.definitions import current_definition
from engine.errors import InvalidSubmission
from engine.limit_changes import compare
from engine.limit_drafts import LimitDraft, Reach
from engine.previewing import Effects, effects_of_change, table_before
from engine.what_if import Past, Replay, Tally, Turn, tally
from web.clock_board import Names, names
from web.language import _, language, pick
from web.limit_words import amount_words, level_words, rule_name, unit_of
from web.naming import item_name
from web.rule_words import field_words, value_words
from web.session import db, now
from web.times import short_day

#: Turning clocks listed one by one.
MOST_ROWS = 60
BARS = ("red", "yellow", "warn", "green", "stopped")


def outcome(draft: LimitDraft) -> dict[str, Any]:
    """Return what a draft would do: entries, turning clocks, groups, the last year."""
    found = effects_of_change(db(), draft, at=now())
    return {
        "entries": entries(draft.matter_key, table_before(db(), draft), draft.rule),
        "running": found.running,
        "moves_later": draft.reach == Reach.ALL and draft.from_on > day_of(now()),
        **effects(found),
    }


def entries(matter: str, old: Mapping[str, Any], new: Mapping[str, Any]) -> list[dict[str, str]]:
    """Return the entries in which two tables of a limit differ, in words."""
    grounds = {
        row["key"]: pick(row["name"], row.get("name_en", ""))
        for row in current_definition(db(), matter).matter.raw.get("special", {}).get("grounds", ())
    }
    return [
        {
            "name": field_words(one.field),
            "old": value_words(one.field, one.old, grounds),
            "new": value_words(one.field, one.new, grounds),
        }
        for one in compare(old, new)
    ]


def effects(found: Effects) -> dict[str, Any]:
    """Return the turning clocks in groups and one by one, and the last year replayed."""
    called = names()
    return {
        "turning": len(found.turns),
        "worse": sum(turn.is_worse for turn in found.turns),
        "turns": [_turn(turn, called) for turn in _urgent(found.turns)[:MOST_ROWS]],
        "has_limits": len({(t.run.limit, t.run.item) for t in found.turns}) > 1,
        "groups": _groups(found.turns, called),
        "replays": [_replay(one, called) for one in found.replays],
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
        "was_provisional": turn.was_provisional and turn.old_on is not None,
        "is_provisional": turn.is_provisional and turn.new_on is not None,
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
