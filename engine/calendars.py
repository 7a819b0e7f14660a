"""The working-day calendars as the database holds them, read once per content.

The national calendar lies in `calendar_days`; a region's own days lie over it. A case counts by
the calendar of its region, else by that of the region the bureau sits in. Every change goes
through this module, which keeps the hash of the content in a setting: readers compare the hash,
never a count of rows.
"""

import hashlib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from typing import Any, Literal

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from engine.limits.calendar import Calendar, CalendarDay
from engine.store import publishing
from engine.store.publishing import Setting

#: The setting that holds the content's hash.
KEY = "calendar"
#: The setting that says who the bureau is.
BUREAU = "bureau"

_KINDS: dict[str, Literal["rest", "work"]] = {"rest": "rest", "work": "work"}

#: By the content's hash and the region the bureau sits in.
_CACHE: dict[tuple[str, str], "Calendars"] = {}


@dataclass(frozen=True)
class Calendars:
    """The calendar of every region: the national one under the days of the regions around it."""

    national: Calendar
    #: By the stem of each region that has days of its own.
    regional: Mapping[str, Calendar]
    #: The code of the region the bureau sits in; a case that names no region counts there.
    home: str

    def of(self, region: str = "") -> Calendar:
        """Return the calendar of a region by its code, without one that of the bureau's."""
        stems = [stem for stem in self.regional if (region or self.home).startswith(stem)]
        return self.regional[max(stems, key=len)] if stems else self.national

    @property
    def all(self) -> tuple[Calendar, ...]:
        """Return the calendar of every region, the national one first."""
        return (self.national, *self.regional.values())

    def differs_from(self, other: "Calendars") -> date | None:
        """Return the first day any region counts otherwise than by others; None without any."""
        found = [
            self.of(stem).differs_from(other.of(stem))
            for stem in {"", *self.regional, *other.regional}
        ]
        found.append(self.national.differs_from(other.national))
        return min(filter(None, found), default=None)

    @cached_property
    def version(self) -> str:
        """Return a hash of the whole content; it changes when any region's calendar does."""
        regional = sorted((stem, one.version) for stem, one in self.regional.items())
        content = repr((self.national.version, regional))
        return hashlib.sha256(content.encode()).hexdigest()


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
    return load_calendars(session).of()


def load_calendars(session: Session) -> Calendars:
    """Return the calendars of all regions."""
    rows = (session.get(Setting, key) for key in (KEY, BUREAU))
    calendar, bureau = (row.value if row else None for row in rows)
    return known_calendars(session, calendar, bureau)


def known_calendars(
    session: Session, calendar: Mapping[str, Any] | None, bureau: Mapping[str, Any] | None
) -> Calendars:
    """Return the calendars of all regions by the settings `KEY` and `BUREAU` as they stand."""
    version = str(calendar["version"]) if calendar else ""
    known = version, _region_of(bureau)
    if known not in _CACHE:
        _CACHE[known] = calendars_of(session)
    # Without a setting nothing tells a change; read each time.
    return _CACHE[known] if version else _CACHE.pop(known)


def calendars_of(session: Session) -> Calendars:
    """Return the calendars of all regions from the tables."""
    days = {row.day: _value(row) for row in session.scalars(select(publishing.CalendarDay))}
    years = frozenset(session.scalars(select(publishing.CalendarYear.year)))
    national = Calendar(days, years)
    return build_calendars(national, local_days(session), home=bureau_region(session))


def local_days(session: Session) -> list[tuple[str, CalendarDay]]:
    """Return the days that lie over the national calendar, each with its region's code."""
    return [(row.region, _value(row)) for row in session.scalars(select(publishing.LocalDay))]


def build_calendars(
    national: Calendar, local: Iterable[tuple[str, CalendarDay]], *, home: str
) -> Calendars:
    """Lay the days of regions over the national calendar; the nearest region has the last word."""
    by_stem: dict[str, list[CalendarDay]] = {}
    for region, day in local:
        by_stem.setdefault(_stem(region), []).append(day)
    found = Calendars(national, {}, home)
    for stem in sorted(by_stem, key=len):
        own = found.of(stem).with_days(by_stem[stem])
        found = Calendars(national, {**found.regional, stem: own}, home)
    return found


def _value(row: publishing.CalendarDay | publishing.LocalDay) -> CalendarDay:
    return CalendarDay(row.day, _KINDS[row.kind], row.name, row.name_en, row.notice)


def bureau_region(session: Session) -> str:
    """Return the code of the region the bureau sits in; "" when nobody entered it.

    Without a `region` of its own it is read from places 3 to 8 of its 统一社会信用代码.
    """
    row = session.get(Setting, BUREAU)
    return _region_of(row.value if row else None)


def _region_of(bureau: Mapping[str, Any] | None) -> str:
    if bureau is None:
        return ""
    return str(bureau.get("region") or str(bureau.get("code", ""))[2:8])


def _stem(region: str) -> str:
    """Return what the codes of all places in a region begin with (GB/T 2260): 990100 is 9901."""
    while region.endswith("00"):
        region = region[:-2]
    return region


def note_change(session: Session, before: Calendars | None = None) -> str:
    """Write the hash of the calendars as they now stand; returns it.

    With the calendars `before` the change, it keeps besides since when the older ones differ.
    """
    session.flush()
    present = calendars_of(session)
    value: dict[str, Any] = {"version": present.version, "home": present.home}
    if before is not None:
        value |= {"older": _older(session, before, present)}
    session.merge(Setting(key=KEY, value=value))
    session.flush()
    return present.version


def _older(session: Session, before: Calendars, present: Calendars) -> dict[str, str]:
    first = present.differs_from(before)
    since = first_differences(session, before.home)
    since |= dict.fromkeys((one.version for one in before.all), date.max)
    return {version: min(day, first or day).isoformat() for version, day in since.items()}


def first_differences(session: Session, home: str) -> dict[str, date]:
    """Return the first day on which older calendars may count otherwise than the present ones.

    By version of the older one, whatever the region. Of a version that is not named nothing is
    known; so it is of all when the bureau has moved from `home` since.
    """
    row = session.get(Setting, KEY)
    if row is None or row.value.get("home") != home:
        return {}
    return {version: date.fromisoformat(day) for version, day in row.value.get("older", {}).items()}


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
