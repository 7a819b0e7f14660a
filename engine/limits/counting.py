"""Counting of days: the last day of a period, backward periods, used and overdue days.

A date counts if it lies after the start (the start day never counts, 民法典 201), is eligible
(WD: a working day, make-up days included; every other unit: any date) and is not excluded by a
stop. Dates are days of the bureau's zone. `due_at` is the first moment that is late: 24:00 of
the last day.
"""

from dataclasses import dataclass
from datetime import date, datetime, timedelta, tzinfo

from engine.limits.calendar import Calendar
from engine.limits.errors import CountingError, out_of_range
from engine.limits.excluded import NOTHING, Excluded
from engine.limits.moments import ONE_DAY, SHANGHAI, end_of
from engine.limits.units import Amount, Unit, add_months, months_of
from engine.limits.working_days import WorkingDays


@dataclass(frozen=True)
class LastDay:
    """The last day of a period."""

    day: date
    #: True when a day looked at lies in a year without holiday notice (暂定).
    provisional: bool
    #: The day before it moved off a rest day; equal to `day` when it did not move.
    raw_day: date


def last_day(
    start: date, amount: Amount, calendar: Calendar, excluded: Excluded = NOTHING
) -> LastDay:
    """Return the last day of `amount` after `start`.

    Working days end on a working day; the other units move off a rest day to the next working
    day that is not excluded (民法典 202, 203). Raises CountingError for hours and outside the
    years 1 to 9999.
    """
    if amount.unit is Unit.WD:
        raw = day = counted_day(start, amount.n, Unit.WD, calendar, excluded)
    else:
        raw = _before_rolling(start, amount, calendar, excluded)
        day = rolled(raw, calendar, excluded)
    return LastDay(day, calendar.is_provisional_between(start + ONE_DAY, day), raw)


def _before_rolling(start: date, amount: Amount, calendar: Calendar, excluded: Excluded) -> date:
    if not amount.unit.is_months:
        return counted_day(start, amount.n, amount.unit, calendar, excluded)
    try:
        return _past_excluded(start, add_months(start, months_of(amount)), excluded)
    except OverflowError as error:
        raise out_of_range() from error


def counted_day(
    start: date, number: int, unit: Unit, calendar: Calendar, excluded: Excluded = NOTHING
) -> date:
    """Return the counted date with this number after `start`; months and years count dates."""
    try:
        if unit is Unit.WD:
            return _counted_working_day(start, number, calendar.working_days, excluded)
        _require_days(unit)
        return _past_excluded(start, start + timedelta(days=number), excluded)
    except OverflowError as error:
        raise out_of_range() from error


def _counted_working_day(
    start: date, number: int, working_days: WorkingDays, excluded: Excluded
) -> date:
    """Return the working day with this number, each stop reached on the way passed over whole."""
    if number == 0:
        return start
    day = working_days.after(start, number)
    for before, last in excluded.after(start):
        if before >= day:
            break
        number += working_days.between(before, last)
        day = working_days.after(start, number)
    return day


def _past_excluded(start: date, day: date, excluded: Excluded) -> date:
    """Return `day` moved on by each stop after `start` that is reached on the way."""
    for before, last in excluded.after(start):
        if before >= day:
            break
        day += last - before
    return day


def rolled(day: date, calendar: Calendar, excluded: Excluded = NOTHING) -> date:
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
    if amount.unit.is_months:
        return add_months(event, -months_of(amount))
    try:
        if amount.unit is Unit.WD:
            return calendar.working_days.before(event, amount.n)
        return event - timedelta(days=amount.n)
    except OverflowError as error:
        raise out_of_range() from error


def minimum_opens_at(
    start: date,
    amount: Amount,
    calendar: Calendar,
    excluded: Excluded = NOTHING,
    *,
    tz: tzinfo = SHANGHAI,
) -> datetime:
    """Return when the step after a minimum period may begin: 24:00 of its last day."""
    return end_of(last_day(start, amount, calendar, excluded).day, tz)


def used(
    start: date, on: date, unit: Unit, calendar: Calendar, excluded: Excluded = NOTHING
) -> int:
    """Return how many dates counted after `start`, up to and including `on`.

    Indicators take the day of the decision for `on`, live pills the day before today.
    """
    _require_days(unit)
    if on <= start:
        return 0
    stops = excluded.within(start, on)
    if unit is not Unit.WD:
        return (on - start).days - sum((last - before).days for before, last in stops)
    working_days = calendar.working_days
    lost = sum(working_days.between(before, last) for before, last in stops)
    return working_days.between(start, on) - lost


def overdue_days(
    last: date, on: date, unit: Unit, calendar: Calendar, excluded: Excluded = NOTHING
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
