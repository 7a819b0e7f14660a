"""What a clock shows: its last day, due instant, rungs, and the units used and left.

Everything is derived from the facts each time, so a stored projection can always be checked.
"""

from collections.abc import Container, Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime, tzinfo

from engine.limits.calendar import Calendar
from engine.limits.counting import LastDay, last_day, overdue_days, used
from engine.limits.excluded import NOTHING
from engine.limits.hours import hours_used, instant_after
from engine.limits.ladder import Ladder
from engine.limits.ledger import Facts, Suspension, excluded_days
from engine.limits.moments import (
    ONE_DAY,
    SHANGHAI,
    USUAL_HOURS,
    OfficeHours,
    day_of,
    due_instant,
    require_aware,
    start_of,
)
from engine.limits.rungs import budget_in_dates, hour_rung_instants, instant_of, rung_days
from engine.limits.units import Unit


@dataclass(frozen=True)
class Projection:
    """The state of a clock as its facts, a calendar and a moment give it."""

    #: None while the clock stands.
    last_day: date | None
    #: The first moment that is late; None while the clock stands.
    due_at: datetime | None
    #: True when a day looked at lies in a year without holiday notice (暂定).
    provisional: bool
    #: Instant by rung key; while the clock stands only rungs reached before the stop.
    rungs: Mapping[str, datetime]
    #: Units used up; days are complete days, so today is not among them. None without a moment.
    used: int | None
    remaining: int | None
    overdue: int | None
    suspended: bool
    #: 若今日恢复: the last day if the clock were resumed at the moment asked for.
    if_resumed_today: LastDay | None

    def next_rung(self, fired: Container[str] = ()) -> tuple[str, datetime] | None:
        """Return key and instant of the earliest rung that has not fired, or None."""
        waiting = ((key, at) for key, at in self.rungs.items() if key not in fired)
        return min(waiting, key=lambda rung: rung[1], default=None)


def project(
    facts: Facts,
    ladder: Ladder,
    calendar: Calendar,
    *,
    on: date | datetime | None = None,
    office_hours: OfficeHours | None = None,
    tz: tzinfo = SHANGHAI,
) -> Projection:
    """Return what a clock shows at the moment `on`; used days run to the day before.

    A bare date stands for its 00:00 where hours are counted.
    """
    office = office_hours or USUAL_HOURS
    if facts.amount.unit.is_hours:
        return _project_hours(facts, ladder, calendar, on, office, tz)
    return _project_days(facts, ladder, calendar, on, office, tz)


def units_used(
    facts: Facts,
    calendar: Calendar,
    on: datetime,
    *,
    office_hours: OfficeHours | None = None,
    tz: tzinfo = SHANGHAI,
) -> int:
    """Return the units used up at a moment, as `project` shows them, and nothing else."""
    amount, office = facts.budget, office_hours or USUAL_HOURS
    if facts.amount.unit.is_hours:
        stops = facts.suspensions
        return hours_used(facts.start_at, on, amount.unit, calendar, office, stops, tz=tz)
    today = day_of(on, tz)
    excluded = excluded_days(facts.suspensions, until=today, tz=tz)
    return used(day_of(facts.start, tz), today - ONE_DAY, amount.unit, calendar, excluded)


def _project_days(
    facts: Facts,
    ladder: Ladder,
    calendar: Calendar,
    on: date | datetime | None,
    office: OfficeHours,
    tz: tzinfo,
) -> Projection:
    start, amount, stopped_on = day_of(facts.start, tz), facts.budget, facts.open_since(tz)
    excluded = excluded_days(facts.suspensions, tz=tz) if facts.suspensions else NOTHING
    last = last_day(start, amount, calendar, excluded)
    days = rung_days(ladder, start, amount, last, calendar, excluded)
    # An open stop leaves standing what was reached before it, and hides the rest.
    known = stopped_on is None or last.day < stopped_on
    due = due_instant(last.day, tz, ends=facts.ends, office_hours=office) if known else None
    rungs = {
        rung.key: instant_of(days[rung.key], facts.start, tz)
        for rung in ladder
        if not rung.is_expiry and (known or _is_before(days[rung.key], stopped_on, start))
    }
    if due is not None:
        rungs |= {rung.key: due for rung in ladder if rung.is_expiry}
    shown = Projection(
        last.day if known else None,
        due,
        last.provisional,
        rungs,
        used=None,
        remaining=None,
        overdue=None,
        suspended=stopped_on is not None,
        if_resumed_today=None,
    )
    return shown if on is None else _at_day(shown, facts, last, calendar, day_of(on, tz), tz)


def _is_before(day: date, stopped_on: date | None, start: date) -> bool:
    return day == start or (stopped_on is not None and day < stopped_on)


def _at_day(
    shown: Projection, facts: Facts, last: LastDay, calendar: Calendar, today: date, tz: tzinfo
) -> Projection:
    start, amount, complete = day_of(facts.start, tz), facts.budget, today - ONE_DAY
    excluded = excluded_days(facts.suspensions, until=today, tz=tz)
    resumed = None
    if shown.last_day is None:
        last = resumed = last_day(start, amount, calendar, excluded)
    count = used(start, complete, amount.unit, calendar, excluded)
    budget = budget_in_dates(start, amount, last, calendar, excluded)
    return replace(
        shown,
        provisional=last.provisional,
        used=count,
        remaining=max(0, budget - count),
        overdue=overdue_days(last.day, complete, amount.unit, calendar, excluded),
        if_resumed_today=resumed,
    )


def _project_hours(
    facts: Facts,
    ladder: Ladder,
    calendar: Calendar,
    on: date | datetime | None,
    office: OfficeHours,
    tz: tzinfo,
) -> Projection:
    start, amount = facts.start_at, facts.budget
    stops = facts.suspensions
    due = instant_after(amount.n, start, amount.unit, calendar, office, stops, tz=tz)
    shown = Projection(
        None if due is None else day_of(due, tz),
        due,
        due is not None and _is_provisional(facts, calendar, due, tz),
        hour_rung_instants(ladder, start, amount, calendar, stops, office_hours=office, tz=tz),
        used=None,
        remaining=None,
        overdue=None,
        suspended=facts.open_since(tz) is not None,
        if_resumed_today=None,
    )
    if on is None:
        return shown
    moment = require_aware(on) if isinstance(on, datetime) else start_of(on, tz)
    return _at_instant(shown, facts, calendar, moment, office, tz)


def _at_instant(
    shown: Projection,
    facts: Facts,
    calendar: Calendar,
    moment: datetime,
    office: OfficeHours,
    tz: tzinfo,
) -> Projection:
    start, amount = facts.start_at, facts.budget
    count = hours_used(start, moment, amount.unit, calendar, office, facts.suspensions, tz=tz)
    late = 0
    if shown.due_at is not None and moment > shown.due_at:
        late = hours_used(
            shown.due_at, moment, amount.unit, calendar, office, facts.suspensions, tz=tz
        )
    resumed = None
    if shown.due_at is None:
        closed = tuple(_resumed(stop, moment) for stop in facts.suspensions)
        due = instant_after(amount.n, start, amount.unit, calendar, office, closed, tz=tz)
        resumed = _last_of(facts, calendar, due, tz)
    return replace(
        shown,
        provisional=shown.provisional if resumed is None else resumed.provisional,
        used=count,
        remaining=max(0, amount.n - count),
        overdue=late,
        if_resumed_today=resumed,
    )


def _resumed(stop: Suspension, moment: datetime) -> Suspension:
    if not stop.is_open:
        return stop
    begins = stop.stopped_at if isinstance(stop.stopped_at, datetime) else moment
    return replace(stop, resumed_at=max(moment, begins))


def _last_of(facts: Facts, calendar: Calendar, due: datetime | None, tz: tzinfo) -> LastDay | None:
    if due is None:
        return None
    day = day_of(due, tz)
    return LastDay(day, _is_provisional(facts, calendar, due, tz), day)


def _is_provisional(facts: Facts, calendar: Calendar, due: datetime, tz: tzinfo) -> bool:
    if facts.amount.unit == Unit.NH:
        return False
    return calendar.is_provisional_between(day_of(facts.start, tz), day_of(due, tz))
