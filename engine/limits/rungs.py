"""When the rungs of a ladder are reached, in days and in hours."""

from collections.abc import Iterable
from datetime import date, datetime, tzinfo

from engine.limits.calendar import Calendar
from engine.limits.counting import LastDay, counted_day, last_day, used
from engine.limits.excluded import NOTHING, Excluded
from engine.limits.hours import instant_after
from engine.limits.ladder import Ladder
from engine.limits.ledger import Suspension
from engine.limits.moments import (
    SHANGHAI,
    Ends,
    OfficeHours,
    day_of,
    due_instant,
    end_of,
    start_of,
)
from engine.limits.units import Amount


def rung_days(
    ladder: Ladder,
    start: date,
    amount: Amount,
    last: LastDay,
    calendar: Calendar,
    excluded: Excluded = NOTHING,
) -> dict[str, date]:
    """Return the day at whose 24:00 each rung but the expiry lies; at the start: `start`.

    A limit in months or years is measured in the calendar dates up to its last day.
    """
    budget = budget_in_dates(start, amount, last, calendar, excluded)
    numbers = {rung.key: rung.number(budget) for rung in ladder if not rung.is_expiry}
    return {
        key: counted_day(start, max(number, 0), amount.unit, calendar, excluded)
        for key, number in numbers.items()
    }


def budget_in_dates(
    start: date,
    amount: Amount,
    last: LastDay,
    calendar: Calendar,
    excluded: Excluded = NOTHING,
) -> int:
    """Return how many counted dates the amount has: months and years run to their last day."""
    if amount.unit.is_months:
        return used(start, last.day, amount.unit, calendar, excluded)
    return amount.n


def rung_instants(
    ladder: Ladder,
    start: date | datetime,
    amount: Amount,
    calendar: Calendar,
    excluded: Excluded = NOTHING,
    *,
    ends: Ends | str = Ends.MIDNIGHT,
    office_hours: OfficeHours | None = None,
    tz: tzinfo = SHANGHAI,
) -> dict[str, datetime]:
    """Return the instant of each rung by its key, for a limit in days.

    A rung "at the start" lies at the instant of the start fact, or at 00:00 of a bare date.
    """
    first = day_of(start, tz)
    last = last_day(first, amount, calendar, excluded)
    days = rung_days(ladder, first, amount, last, calendar, excluded)
    due = due_instant(last.day, tz, ends=ends, office_hours=office_hours)
    return {
        rung.key: due if rung.is_expiry else instant_of(days[rung.key], start, tz)
        for rung in ladder
    }


def instant_of(day: date, start: date | datetime, tz: tzinfo = SHANGHAI) -> datetime:
    """Return 24:00 of a rung's day, or the start itself where the day is the start day."""
    if day > day_of(start, tz):
        return end_of(day, tz)
    return start.astimezone(tz) if isinstance(start, datetime) else start_of(start, tz)


def hour_rung_instants(
    ladder: Ladder,
    start: datetime,
    amount: Amount,
    calendar: Calendar,
    suspensions: Iterable[Suspension] = (),
    *,
    office_hours: OfficeHours | None = None,
    tz: tzinfo = SHANGHAI,
) -> dict[str, datetime]:
    """Return the instant of each rung of a limit in hours, without those an open stop hides."""
    stops = tuple(suspensions)
    instants = {}
    for rung in ladder:
        hours = amount.n if rung.is_expiry else rung.number(amount.n)
        reached = instant_after(
            max(hours, 0), start, amount.unit, calendar, office_hours, stops, tz=tz
        )
        if hours <= 0:
            reached = start.astimezone(tz)
        if reached is not None:
            instants[rung.key] = reached
    return instants
