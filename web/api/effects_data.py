"""What a draft would do, and proposals, as the API gives them."""

from collections.abc import Callable, Mapping
from typing import Any

from sqlalchemy.orm import Session

from engine.limit_changes import compare
from engine.previewing import Effects
from engine.store.publishing import Proposal
from engine.what_if import Past, Turn, tally
from web.api.names import Names
from web.limit_words import rule_name


def effects_data(session: Session, found: Effects) -> dict[str, Any]:
    """Return the turning clocks, their groups and the last year replayed."""
    names = Names(session)
    return {
        "running": found.running,
        "turning": len(found.turns),
        "worse": sum(turn.is_worse for turn in found.turns),
        "turns": [_turn(turn, names) for turn in found.turns],
        "by_matter": _tallies(found, lambda t: t.run.matter_key, names.matter),
        "by_section": _tallies(found, lambda t: t.run.section_key, names.section),
        "by_person": _tallies(found, lambda t: t.run.person_id, lambda key: names.person(key)),
        "replays": [
            {
                "matter": one.matter_key,
                "limit": one.rule.key,
                "name": rule_name(one.rule),
                "was": _past(one.was),
                "would_be": _past(one.would_be),
            }
            for one in found.replays
        ],
    }


def _turn(turn: Turn, names: Names) -> dict[str, Any]:
    run = turn.run
    return {
        "clock": run.clock_id,
        "case": run.case_number,
        "title": run.case_title,
        "limit": run.rule.key,
        "item": run.item,
        "old_level": turn.old_level,
        "new_level": turn.new_level,
        "old_on": turn.old_on,
        "new_on": turn.new_on,
        "was_provisional": turn.was_provisional,
        "is_provisional": turn.is_provisional,
        "is_worse": turn.is_worse,
        "person": names.person(run.person_id),
        "section": names.section(run.section_key) if run.section_key else None,
    }


def _tallies(
    found: Effects,
    key: Callable[[Turn], str | None],
    naming: Callable[[str], dict[str, object] | None],
) -> list[dict[str, Any]]:
    return [
        {
            "key": one.key,
            "name": (naming(one.key) or {}).get("name", "") if one.key else "",
            "total": one.total,
            "worse": one.worse,
            "better": one.better,
            "levels": dict(one.levels),
        }
        for one in tally(found.turns, key)
    ]


def _past(past: Past) -> dict[str, Any]:
    return {
        "number": past.number,
        "on_time": past.on_time,
        "rate": past.rate,
        "average": past.average,
        "yellow": past.yellow,
        "red": past.red,
    }


def changed_data(old: Mapping[str, Any], new: Mapping[str, Any]) -> list[dict[str, Any]]:
    """Return the entries in which two tables differ."""
    return [{"field": one.field, "old": one.old, "new": one.new} for one in compare(old, new)]


def proposal_data(session: Session, one: Proposal) -> dict[str, Any]:
    """Return a proposal."""
    names = Names(session)
    return {
        "id": one.id,
        "kind": one.kind,
        "content": one.content,
        "reason": one.reason,
        "made_by": names.person(one.made_by),
        "made_at": one.made_at,
        "state": one.state,
        "decided_by": names.person(one.decided_by),
        "decided_at": one.decided_at,
        "decided_reason": one.decided_reason,
        "result": one.result_id,
    }
