"""Statutory counting: calendar, limits, ladders, projections and explanations.

Pure functions over immutable values, on the standard library alone; nothing here reads a clock, a
matter's folder or a database. Instants are aware, `due_at` is the first moment that is late.
"""

from engine.limits.calendar import Calendar, CalendarDay, DayInfo, national_days, read_days
from engine.limits.command import due_batch, due_explained, due_line, read_facts
from engine.limits.counting import (
    LastDay,
    backward_day,
    counted_day,
    last_day,
    minimum_opens_at,
    overdue_days,
    used,
)
from engine.limits.errors import CountingError
from engine.limits.excluded import Excluded
from engine.limits.explanation import explain
from engine.limits.hours import hours_due, hours_used
from engine.limits.ladder import Ladder, Level, Rung, parse_ladder
from engine.limits.ledger import Exclusion, Facts, Suspension, excluded_days, exclusions
from engine.limits.moments import (
    SHANGHAI,
    Ends,
    OfficeHours,
    card_moment,
    day_of,
    due_instant,
    end_of,
    start_of,
)
from engine.limits.projection import Projection, project
from engine.limits.rows import Explanation, Line, Row, render_explanation
from engine.limits.rungs import rung_instants
from engine.limits.units import Amount, Unit, add_months

__all__ = [
    "SHANGHAI",
    "Amount",
    "Calendar",
    "CalendarDay",
    "CountingError",
    "DayInfo",
    "Ends",
    "Excluded",
    "Exclusion",
    "Explanation",
    "Facts",
    "Ladder",
    "LastDay",
    "Level",
    "Line",
    "OfficeHours",
    "Projection",
    "Row",
    "Rung",
    "Suspension",
    "Unit",
    "add_months",
    "backward_day",
    "card_moment",
    "counted_day",
    "day_of",
    "due_batch",
    "due_explained",
    "due_instant",
    "due_line",
    "end_of",
    "excluded_days",
    "exclusions",
    "explain",
    "hours_due",
    "hours_used",
    "last_day",
    "minimum_opens_at",
    "national_days",
    "overdue_days",
    "parse_ladder",
    "project",
    "read_days",
    "read_facts",
    "render_explanation",
    "rung_instants",
    "start_of",
    "used",
]
