"""A clock as the API gives it: facts, what they come to at this moment, and the count."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from sqlalchemy.orm import Session

from engine import calendars
from engine.limits.projection import Projection
from engine.store.clocks import Stop
from engine.store.lists import ClockRow
from web.case_page.clocks import explanations
from web.lamps import lamp_of, name_of, projection_of

#: The order in which people look at clocks.
ORDER = {"statutory": 0, "promised": 1, "step": 2}


def clock_data(session: Session, row: ClockRow, *, at: datetime) -> dict[str, Any]:
    """Return a clock with what is used and left of it at a moment."""
    clock, known = row.clock, calendars.load_calendars(session)
    shown = projection_of(clock, row.stops, known, at)
    lamp = lamp_of(clock, row.stops, known, at)
    return {
        "id": clock.id,
        "limit": clock.limit_key,
        "name": name_of(clock),
        "kind": clock.rule.get("kind", "step"),
        "article": clock.rule.get("article", ""),
        "mark": clock.rule.get("mark", "U"),
        "element": clock.element_id,
        "item": clock.item_key,
        "amount": clock.amount,
        "extensions": [int(days) for days in clock.extensions],
        "state": clock.state,
        "level": clock.level,
        "lamp": {"level": lamp.level, "text": lamp.text},
        "start_on": clock.start_on,
        "ended_at": clock.ended_at,
        "stops": [_stop(stop) for stop in row.stops],
        **_counted(shown),
    }


def _counted(shown: Projection) -> dict[str, Any]:
    resumed = shown.if_resumed_today
    return {
        "last_on": shown.last_day,
        "due_at": shown.due_at,
        "used": shown.used,
        "remaining": shown.remaining,
        "overdue": shown.overdue,
        "provisional": shown.provisional,
        "last_on_if_resumed": resumed.day if resumed else None,
    }


def _stop(stop: Stop) -> dict[str, Any]:
    return {
        "ground": stop.ground,
        "ground_name": stop.ground_name,
        "document_number": stop.document_number,
        "stopped_at": stop.stopped_at,
        "resumed_at": stop.resumed_at,
    }


def live_clocks(rows: Sequence[ClockRow]) -> list[ClockRow]:
    """Return the clocks that have not ended, the statutory first."""
    live = [row for row in rows if row.clock.state != "ended"]
    return sorted(live, key=lambda row: ORDER.get(str(row.clock.rule.get("kind")), 3))


def explained(session: Session, rows: Sequence[ClockRow], *, at: datetime) -> list[dict[str, Any]]:
    """Return clocks with their count day by day, running ones first."""
    told = {one["id"]: one for one in explanations(rows)}
    ended = [row for row in rows if row.clock.state == "ended"]
    return [
        {**clock_data(session, row, at=at), "explanation": told[f"clock-{row.clock.id}"]}
        for row in [*live_clocks(rows), *ended]
    ]
