"""Counting of days: the last day of a period, backward periods, used and overdue days.

A date counts if it lies after the start (the start day never counts, 民法典 201), is eligible
(WD: a working day, make-up days included; every other unit: any date) and is not excluded by a
stop. Dates are days of the bureau's zone. `due_at` is the first moment that is late: 24:00 of
the last day.
"""

from collections.abc import Set
from dataclasses import dataclass
from datetime import date, datetime, timedelta, tzinfo

from engine.limits.calendar import Calendar
from engine.limits.errors import CountingError, out_of_range
from engine.limits.moments import ONE_DAY, SHANGHAI, end_of
from engine.limits.units import Amount, Unit, add_months, months_of

NOTHING: frozenset[date] = frozenset()


@dataclass(frozen=True)
class LastDay:
    """The last day of a period."""

    day: date
    #: True when a day looked at lies in a year without holiday notice (暂定).
    provisional: bool
    #: The day before it moved off a rest day; equal to `day` when it did not move.
    raw_day: date


def last_day(
    start: date, amount: Amount, calendar: Calendar, excluded: Set[date] = NOTHING
) -> LastDay:
    """Return the last day of `amount` after `start`.

    Working days end on a working day; the other units move off a rest day to the next working
    day that is not excluded (民法典 202, 203). Raises CountingError for hours and outside the
    years 1 to 9999.
    """
    raw = _raw_last_day(start, amount, calendar, excluded)
    day = raw if amount.unit == Unit.WD else rolled(raw, calendar, excluded)
    return LastDay(day, calendar.is_provisional_between(start + ONE_DAY, day), raw)


def _raw_last_day(start: date, amount: Amount, calendar: Calendar, excluded: Set[date]) -> date:
    if amount.unit in (Unit.MO, Unit.YR):
        return _past_excluded(start, add_months(start, months_of(amount)), excluded)
    return counted_day(start, amount.n, amount.unit, calendar, excluded)


def counted_day(
    start: date, number: int, unit: Unit, calendar: Calendar, excluded: Set[date] = NOTHING
) -> date:
    """Return the counted date with this number after `start`; months and years count dates."""
    _require_days(unit)
    try:
        if unit != Unit.WD:
            return _past_excluded(start, start + timedelta(days=number), excluded)
        return _counted_working_day(start, number, calendar, excluded)
    except OverflowError as error:
        raise out_of_range() from error


def _counted_working_day(start: date, number: int, calendar: Calendar, excluded: Set[date]) -> date:
    """Return the working day found by place in the year, moved on by the excluded ones before it.

    Moving past excluded days may reach further ones, so again until nothing changes.
    """
    if number == 0:
        return start
    day = calendar.working_after(start, number)
    if not excluded:
        return day
    while True:
        lost = sum(start < one <= day and calendar.is_working(one) for one in excluded)
        moved = calendar.working_after(start, number + lost)
        if moved == day:
            return day
        day = moved


def _past_excluded(start: date, day: date, excluded: Set[date]) -> date:
    """Move `day` on by the excluded dates after `start`, again until nothing changes."""
    if not excluded:
        return day
    reached = day
    while True:
        moved = day + timedelta(days=_between(start, reached, excluded))
        if moved == reached:
            return reached
        reached = moved


def _between(first: date, last: date, days: Set[date]) -> int:
    return sum(first < day <= last for day in days)


def rolled(day: date, calendar: Calendar, excluded: Set[date] = NOTHING) -> date:
    """Return `day`, or from a rest day the next working day that is not excluded (民法典 203)."""
    if calendar.is_working(day):
        return day
    day = calendar.next_working(day)
    while day in excluded:
        day = calendar.next_working(day)
    return day


def backward_day(event: date, amount: Amount, calendar: Calendar) -> LastDay:
    """Return the last permissible day before `event`, which does not count itself.

    From a rest day it moves to the previous working day (the safe reading).
    """
    raw = _raw_backward_day(event, amount, calendar)
    day = raw if calendar.is_working(raw) else calendar.previous_working(raw)
    return LastDay(day, calendar.is_provisional_between(day, event - ONE_DAY), raw)


def _raw_backward_day(event: date, amount: Amount, calendar: Calendar) -> date:
    _require_days(amount.unit)
    if amount.unit in (Unit.MO, Unit.YR):
        return add_months(event, -months_of(amount))
    try:
        if amount.unit == Unit.ND:
            return event - timedelta(days=amount.n)
    except OverflowError as error:
        raise out_of_range() from error
    day = event
    for _ in range(amount.n):
        day = calendar.previous_working(day)
    return day


def minimum_opens_at(
    start: date,
    amount: Amount,
    calendar: Calendar,
    excluded: Set[date] = NOTHING,
    *,
    tz: tzinfo = SHANGHAI,
) -> datetime:
    """Return when the step after a minimum period may begin: 24:00 of its last day."""
    return end_of(last_day(start, amount, calendar, excluded).day, tz)


def used(
    start: date, on: date, unit: Unit, calendar: Calendar, excluded: Set[date] = NOTHING
) -> int:
    """Return how many dates counted after `start`, up to and including `on`.

    Indicators take the day of the decision for `on`, live pills the day before today.
    """
    _require_days(unit)
    if on <= start:
        return 0
    if unit != Unit.WD:
        return (on - start).days - _between(start, on, excluded)
    days = (start + timedelta(days=n) for n in range(1, (on - start).days + 1))
    return sum(calendar.is_working(day) and day not in excluded for day in days)


def overdue_days(
    last: date, on: date, unit: Unit, calendar: Calendar, excluded: Set[date] = NOTHING
) -> int:
    """Return how many counted dates lie after the last day, up to and including `on`."""
    return used(last, on, unit, calendar, excluded)


def _require_days(unit: Unit) -> None:
    if unit.is_hours:
        raise CountingError(
            f"单位 {unit} 按时刻计算，不能按日计数",
            f"the unit {unit} runs between instants and cannot be counted in days",
            code="invalid_amount",
        )
