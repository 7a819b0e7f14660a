"""The timeline of clocks: from the first day to the last, with stops, around today."""

from collections.abc import Sequence
from datetime import date, datetime, timedelta
from typing import Any

from engine.calendars import load_calendar
from engine.days import day_of
from engine.limits.ledger import Suspension
from web.clock_board import Standing
from web.session import db
from web.times import short_day

#: What is drawn: so many days before today and from today on.
BEFORE, AHEAD = 12, 18
#: Every how many days the axis bears a date.
LABELLED = 5
DAYS = BEFORE + AHEAD


def axis(at: datetime) -> list[dict[str, Any]]:
    """Return the days drawn, with which are rest days and which bear their date."""
    calendar, today = load_calendar(db()), day_of(at)
    first = today - timedelta(days=BEFORE)
    days = [first + timedelta(days=n) for n in range(DAYS)]
    return [
        {
            "x": n,
            "label": short_day(day)[:5] if (n - BEFORE) % LABELLED == 0 else "",
            "is_rest": not calendar.is_working(day),
            "is_today": day == today,
            "is_provisional": calendar.is_provisional(day),
        }
        for n, day in enumerate(days)
    ]


def spans(found: Sequence[Standing], at: datetime) -> list[list[dict[str, Any]]]:
    """Return for each clock its bars: the running time, what is late, then its stops."""
    return [_spans(one, day_of(at)) for one in found]


def _spans(one: Standing, today: date) -> list[dict[str, Any]]:
    start = one.run.facts.start
    whole = _span(_day(start), one.last_on or today, one.level, today)
    stops = [_stop(stop, today) for stop in one.run.facts.suspensions]
    spans = [whole, _late(one, today), *stops]
    return [span for span in spans if span is not None]


def _late(one: Standing, today: date) -> dict[str, Any] | None:
    """Return the days since a last day that is over."""
    if one.last_on is None or one.last_on >= today:
        return None
    return _span(one.last_on + timedelta(days=1), today, "late", today)


def _stop(stop: Suspension, today: date) -> dict[str, Any] | None:
    until = _day(stop.resumed_at) if stop.resumed_at else today
    return _span(_day(stop.stopped_at), until, "stop", today)


def _day(moment: datetime | date) -> date:
    return day_of(moment) if isinstance(moment, datetime) else moment


def _span(first: date, last: date, kind: str, today: date) -> dict[str, Any] | None:
    """Return where a bar lies in the days drawn, both its days included; None outside of them."""
    left = (first - today).days + BEFORE
    right = (last - today).days + BEFORE + 1
    if right <= 0 or left >= DAYS:
        return None
    x = max(left, 0)
    return {
        "kind": kind,
        "x": x,
        "width": max(min(right, DAYS) - x, 1),
        "is_older": left < 0,
        "is_longer": right > DAYS,
    }
