"""The working-day calendar as the database holds it, read once per state of its tables."""

from typing import Literal

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from engine.limits.calendar import Calendar, CalendarDay
from engine.store import publishing

_KINDS: dict[str, Literal["rest", "work"]] = {"rest": "rest", "work": "work"}

_CACHE: dict[tuple[object, ...], Calendar] = {}


def seed_calendar(session: Session) -> None:
    """Fill empty calendar tables with the national calendar that comes with Banjie."""
    if session.scalar(select(func.count()).select_from(publishing.CalendarYear)):
        return
    national = Calendar.national()
    session.add_all(publishing.CalendarYear(year=year) for year in sorted(national.published_years))
    session.add_all(
        publishing.CalendarDay(
            day=day.day,
            kind=day.kind,
            name=day.name,
            name_en=day.name_en,
            notice=day.notice,
        )
        for day in national.rows
    )
    session.flush()


def load_calendar(session: Session) -> Calendar:
    """Return the calendar of the tables."""
    state = tuple(
        session.execute(
            select(
                func.count(publishing.CalendarDay.day),
                func.max(publishing.CalendarDay.day),
                select(func.count(publishing.CalendarYear.year)).scalar_subquery(),
            )
        ).one()
    )
    if state not in _CACHE:
        _CACHE[state] = _read_calendar(session)
    return _CACHE[state]


def _read_calendar(session: Session) -> Calendar:
    days = {
        row.day: CalendarDay(row.day, _KINDS[row.kind], row.name, row.name_en, row.notice)
        for row in session.scalars(select(publishing.CalendarDay))
    }
    years = frozenset(session.scalars(select(publishing.CalendarYear.year)))
    return Calendar(days, years)
