"""Counting of hours: from instant to instant, by the wall clock (NH) or in office hours (WH).

Hours count from the moment itself (民法典 201). Stops cut out exactly the time they lasted; the
whole-day rule of working days does not apply.
"""

from collections.abc import Iterable, Iterator
from datetime import UTC, datetime, timedelta, tzinfo
from itertools import pairwise

from engine.limits.calendar import Calendar
from engine.limits.errors import CountingError, out_of_range
from engine.limits.ledger import Suspension
from engine.limits.moments import ONE_DAY, SHANGHAI, USUAL_HOURS, OfficeHours, day_of, in_zone
from engine.limits.units import Amount, Unit

Span = tuple[datetime, datetime]

_HOUR = timedelta(hours=1)
_EVER = datetime.max.replace(tzinfo=UTC)


def hours_due(
    start: datetime,
    amount: Amount,
    calendar: Calendar,
    office_hours: OfficeHours | None = None,
    suspensions: Iterable[Suspension] = (),
    *,
    tz: tzinfo = SHANGHAI,
) -> datetime:
    """Return the first moment that is late, in `tz`.

    Raises CountingError for a naive start, for a unit in days, while a stop is open, and when no
    office ever opens again.
    """
    due = instant_after(amount.n, start, amount.unit, calendar, office_hours, suspensions, tz=tz)
    if due is None:
        raise CountingError(
            "停表尚未恢复，没有到期时刻",
            "the clock is stopped; there is no due instant until it resumes",
            code="clock_suspended",
        )
    return due


def instant_after(
    hours: int,
    start: datetime,
    unit: Unit,
    calendar: Calendar,
    office_hours: OfficeHours | None = None,
    suspensions: Iterable[Suspension] = (),
    *,
    tz: tzinfo = SHANGHAI,
) -> datetime | None:
    """Return the moment at which `hours` have counted, or None when an open stop comes first."""
    left, stops = _HOUR * hours, tuple(suspensions)
    for opens, closes in counted_spans(start, unit, calendar, office_hours, stops, tz=tz):
        if closes - opens >= left:
            return in_zone(opens + left, tz)
        left -= closes - opens
    if any(stop.is_open for stop in stops):
        return None
    raise out_of_range()


def hours_used(
    start: datetime,
    on: datetime,
    unit: Unit,
    calendar: Calendar,
    office_hours: OfficeHours | None = None,
    suspensions: Iterable[Suspension] = (),
    *,
    tz: tzinfo = SHANGHAI,
) -> int:
    """Return how many whole hours have counted from `start` to `on`."""
    total = timedelta(0)
    for opens, closes in counted_spans(start, unit, calendar, office_hours, suspensions, tz=tz):
        if opens >= on:
            break
        total += min(closes, on) - opens
    return total // _HOUR


def counted_spans(
    start: datetime,
    unit: Unit,
    calendar: Calendar,
    office_hours: OfficeHours | None = None,
    suspensions: Iterable[Suspension] = (),
    *,
    tz: tzinfo = SHANGHAI,
) -> Iterator[Span]:
    """Yield the spans of time that count, in UTC and in order; endless unless a stop is open."""
    begins = in_zone(start, UTC)
    stops = sorted(_stopped(stop) for stop in suspensions)
    ends = min((opens for opens, closes in stops if closes == _EVER), default=_EVER)
    for opens, closes in _open_spans(begins, ends, unit, calendar, office_hours, tz):
        yield from _without(max(opens, begins), min(closes, ends), stops)


def _open_spans(
    begins: datetime,
    ends: datetime,
    unit: Unit,
    calendar: Calendar,
    office_hours: OfficeHours | None,
    tz: tzinfo,
) -> Iterator[Span]:
    if unit == Unit.NH:
        yield begins, ends
        return
    if unit != Unit.WH:
        raise CountingError(
            f"单位 {unit} 按日计算，不能按时刻计数",
            f"the unit {unit} counts days, not hours",
            code="invalid_amount",
        )
    day, office = day_of(begins, tz), office_hours or USUAL_HOURS
    try:
        while ends == _EVER or day <= day_of(ends, tz):
            if calendar.is_working(day):
                yield from office.on(day, tz)
            day += ONE_DAY
    except OverflowError as error:
        raise out_of_range() from error


def _stopped(stop: Suspension) -> Span:
    opens, closes = stop.stopped_at, stop.resumed_at
    if not isinstance(opens, datetime) or not (closes is None or isinstance(closes, datetime)):
        raise CountingError(
            f"以小时计的时限，停表“{stop.ground}”须记录具体时刻",
            f"a limit in hours needs the instants of the stop {stop.ground!r}, not dates",
            code="invalid_instant",
        )
    return in_zone(opens, UTC), _EVER if closes is None else in_zone(closes, UTC)


def _without(opens: datetime, closes: datetime, stops: list[Span]) -> Iterator[Span]:
    """Yield what remains of a span after the stops, which come in order."""
    edges = [opens]
    for stopped, resumed in stops:
        edges += [max(edges[-1], min(stopped, closes)), max(edges[-1], min(resumed, closes))]
    edges.append(max(edges[-1], closes))
    yield from (span for span in list(pairwise(edges))[::2] if span[0] < span[1])
