"""The working-day calendar as the database holds it, read once per content.

The national calendar lies in `calendar_days`; a region's own days lie over it. The bureau counts
by the calendar of the region it sits in. Every change goes through this module, which keeps the
hash of the content in a setting: readers compare the hash, never a count of rows.
"""

from collections.abc import Iterable
from datetime import date
from typing import Literal

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from engine.limits.calendar import Calendar, CalendarDay
from engine.store import publishing
from engine.store.publishing import Setting

#: The setting that holds the content's hash, by region ("" is the national calendar).
KEY = "calendar"

_KINDS: dict[str, Literal["rest", "work"]] = {"rest": "rest", "work": "work"}

_CACHE: dict[str, Calendar] = {}


def seed_calendar(session: Session) -> None:
    """Fill empty calendar tables with the national calendar that comes with Banjie."""
    if session.scalar(select(func.count()).select_from(publishing.CalendarYear)):
        return
    national = Calendar.national()
    session.add_all(publishing.CalendarYear(year=year) for year in sorted(national.published_years))
    session.add_all(_national_row(day) for day in national.rows)
    note_change(session)


def _national_row(day: CalendarDay) -> publishing.CalendarDay:
    return publishing.CalendarDay(
        day=day.day, kind=day.kind, name=day.name, name_en=day.name_en, notice=day.notice
    )


def load_calendar(session: Session) -> Calendar:
    """Return the calendar the bureau counts by: the national one under its region's own days."""
    row = session.get(Setting, KEY)
    version = str(row.value["version"]) if row else ""
    if version not in _CACHE:
        _CACHE[version] = calendar_of(session, bureau_region(session))
    # Without a setting nothing tells a change; read each time.
    return _CACHE[version] if version else _CACHE.pop(version)


def calendar_of(session: Session, region: str = "") -> Calendar:
    """Return the calendar of a region from the tables: its own days and those of what holds it."""
    days = {row.day: _value(row) for row in session.scalars(select(publishing.CalendarDay))}
    years = frozenset(session.scalars(select(publishing.CalendarYear.year)))
    # The widest region first, so that the nearest has the last word.
    own = sorted(session.scalars(select(publishing.LocalDay)), key=lambda row: _stem(row.region))
    local = (_value(row) for row in own if region and covers(row.region, region))
    return Calendar(days, years).with_days(local)


def _value(row: publishing.CalendarDay | publishing.LocalDay) -> CalendarDay:
    return CalendarDay(row.day, _KINDS[row.kind], row.name, row.name_en, row.notice)


def bureau_region(session: Session) -> str:
    """Return the code of the region the bureau sits in; "" when nobody entered it.

    Without a `region` of its own it is read from places 3 to 8 of its 统一社会信用代码.
    """
    row = session.get(Setting, "bureau")
    if row is None:
        return ""
    return str(row.value.get("region") or str(row.value.get("code", ""))[2:8])


def covers(wide: str, narrow: str) -> bool:
    """Say whether a region (GB/T 2260) holds another: 990100 holds 990102, and itself."""
    return narrow.startswith(_stem(wide))


def _stem(region: str) -> str:
    while region.endswith("00"):
        region = region[:-2]
    return region


def note_change(session: Session) -> str:
    """Write the hash of the calendar as it now stands; returns it."""
    session.flush()
    calendar = calendar_of(session, bureau_region(session))
    session.merge(Setting(key=KEY, value={"version": calendar.version}))
    session.flush()
    return calendar.version


def put_days(session: Session, region: str, days: Iterable[CalendarDay]) -> None:
    """Write days over what stands there, national or of a region; the caller notes the change."""
    for day in days:
        if region:
            session.merge(
                publishing.LocalDay(
                    region=region,
                    day=day.day,
                    kind=day.kind,
                    name=day.name,
                    name_en=day.name_en,
                    notice=day.notice,
                )
            )
        else:
            session.merge(_national_row(day))
    session.flush()


def drop_day(session: Session, region: str, day: date) -> None:
    """Remove one day; nothing when there is none."""
    row = (
        session.get(publishing.LocalDay, (region, day))
        if region
        else session.get(publishing.CalendarDay, day)
    )
    if row is not None:
        session.delete(row)
        session.flush()


def is_published(session: Session, year: int) -> bool:
    """Say whether a year has its notice."""
    return session.get(publishing.CalendarYear, year) is not None
