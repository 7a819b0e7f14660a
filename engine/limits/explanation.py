"""Why a limit ends on its day: the count spelled out, one row for each calendar day."""

from datetime import date, tzinfo

from engine.limits.calendar import Calendar
from engine.limits.day_rows import explain_days
from engine.limits.hour_rows import explain_hours
from engine.limits.ledger import Facts
from engine.limits.moments import SHANGHAI, OfficeHours
from engine.limits.rows import Explanation, Line


def explain(
    facts: Facts,
    calendar: Calendar,
    *,
    until: date | None = None,
    article: Line | None = None,
    office_hours: OfficeHours | None = None,
    tz: tzinfo = SHANGHAI,
) -> Explanation:
    """Return the count from the start to `until`, or to the last day.

    Days after the last day are listed as overdue. While the clock stands, the list ends with
    `until` or the day of the stop. `article` is the source the limit names.
    """
    spell = explain_hours if facts.amount.unit.is_hours else explain_days
    return spell(facts, calendar, until=until, article=article, office_hours=office_hours, tz=tz)
