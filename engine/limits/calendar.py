"""The working calendar: which days are worked, and the reason for each.

A calendar is an immutable value. The national one is package data: the days that the yearly
notices of 国务院办公厅 from 2004 to 2026 shift or give off, one row each; a notice number stands
where it is known (2008 and later). Other rows lie over it with `with_days` (a region's closure)
or `with_notice` (a new year).
"""

import csv
import hashlib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from functools import cache, cached_property
from importlib.resources import files
from typing import Literal, cast

from engine.limits import statute
from engine.limits.errors import CountingError, out_of_range
from engine.limits.working_days import WorkingDays

WEEKDAYS_ZH = ("周一", "周二", "周三", "周四", "周五", "周六", "周日")
WEEKDAYS_EN = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")

_SATURDAY = 5


@dataclass(frozen=True, order=True)
class CalendarDay:
    """A day on which the calendar differs from the plain week."""

    day: date
    #: "rest": off; "work": worked although a weekend (调休上班).
    kind: Literal["rest", "work"]
    #: The holiday it belongs to, or why the office is closed.
    name: str
    name_en: str = ""
    #: The number of the notice or document that says so; empty where not known.
    notice: str = ""

    def __post_init__(self) -> None:
        """Refuse a kind that would silently count as rest."""
        if self.kind not in ("rest", "work"):
            raise CountingError(
                f"日历 {self.day} 的类别“{self.kind}”无效，只能是 rest 或 work",
                f"calendar day {self.day} has kind {self.kind!r}; it must be rest or work",
                code="invalid_calendar",
            )

    @property
    def is_working(self) -> bool:
        """Tell whether the day is worked."""
        return self.kind == "work"


@dataclass(frozen=True)
class DayInfo:
    """What the calendar says of one day, and why."""

    day: date
    is_working: bool
    reason_zh: str
    reason_en: str
    #: True when no notice for the day's year is known yet (暂定).
    provisional: bool


@dataclass(frozen=True)
class Calendar:
    """The exceptions to the plain week, and the years whose notice is known."""

    exceptions: Mapping[date, CalendarDay]
    published_years: frozenset[int]

    @classmethod
    def national(cls) -> "Calendar":
        """Return the national calendar of the years 2004 to 2026."""
        return _national()

    def __hash__(self) -> int:
        return hash(self.version)

    @cached_property
    def version(self) -> str:
        """Return a hash of the whole content; it changes when any day or year does."""
        content = repr((self.rows, sorted(self.published_years), statute.edition()))
        return hashlib.sha256(content.encode()).hexdigest()

    @property
    def rows(self) -> tuple[CalendarDay, ...]:
        """Return the exceptions in the order of their days."""
        return tuple(sorted(self.exceptions.values()))

    def is_working(self, day: date) -> bool:
        """Tell whether `day` is a working day, make-up days included."""
        exception = self.exceptions.get(day)
        if exception is not None:
            return exception.kind == "work"
        if day.weekday() >= _SATURDAY:
            return False
        return day.year in self.published_years or day not in statute.days_off(day.year)

    def is_provisional(self, day: date) -> bool:
        """Tell whether the year of `day` has no notice yet."""
        return day.year not in self.published_years

    def is_provisional_between(self, first: date, last: date) -> bool:
        """Tell whether any day from `first` to `last` lies in a year without notice."""
        return not self.published_years.issuperset(range(first.year, last.year + 1))

    def info(self, day: date) -> DayInfo:
        """Return whether `day` is worked and the reason in both languages."""
        zh, en = self._reason(day)
        return DayInfo(day, self.is_working(day), zh, en, self.is_provisional(day))

    def _reason(self, day: date) -> tuple[str, str]:
        exception = self.exceptions.get(day)
        weekday_zh, weekday_en = WEEKDAYS_ZH[day.weekday()], WEEKDAYS_EN[day.weekday()]
        if exception is not None:
            return _reason_of(exception, weekday_zh, weekday_en)
        if self.is_provisional(day) and day in statute.days_off(day.year):
            zh, en = statute.days_off(day.year)[day]
            return f"{zh}放假（放假办法第二条）", f"{en} holiday (Holiday Measures art. 2)"
        if day.weekday() >= _SATURDAY:
            return weekday_zh, weekday_en
        return "工作日", "working day"

    @cached_property
    def working_days(self) -> WorkingDays:
        """Return the working days by place."""
        return WorkingDays(self.is_working)

    def next_working(self, day: date) -> date:
        """Return the first working day after `day`."""
        try:
            return self.working_days.after(day, 1)
        except OverflowError as error:
            raise out_of_range() from error

    def previous_working(self, day: date) -> date:
        """Return the last working day before `day`."""
        try:
            return self.working_days.before(day, 1)
        except OverflowError as error:
            raise out_of_range() from error

    def differs_from(self, other: "Calendar") -> date | None:
        """Return the first day counted otherwise than by another calendar; None without any."""
        days = {row.day for row in {*self.exceptions.values()} ^ {*other.exceptions.values()}}
        years = self.published_years ^ other.published_years
        return min(days | {date(year, 1, 1) for year in years}, default=None)

    def with_days(self, rows: Iterable[CalendarDay]) -> "Calendar":
        """Return the calendar with `rows` laid over it; which years are published stays."""
        return Calendar({**self.exceptions, **{row.day: row for row in rows}}, self.published_years)

    def with_notice(self, year: int, rows: Iterable[CalendarDay]) -> "Calendar":
        """Return the calendar with the notice of `year`: its days, and the year published.

        A notice may reach into December of the year before.
        """
        return Calendar(self.with_days(rows).exceptions, self.published_years | {year})


def _reason_of(exception: CalendarDay, weekday_zh: str, weekday_en: str) -> tuple[str, str]:
    name_en = exception.name_en or exception.name
    if exception.is_working:
        source = "、".join(filter(None, (exception.name, exception.notice)))
        source_en = ", ".join(filter(None, (name_en, exception.notice)))
        return (
            f"{weekday_zh}调休上班（{source}）",
            f"{weekday_en}, make-up working day ({source_en})",
        )
    notice = exception.notice
    return (
        f"{exception.name}放假" + (f"（{notice}）" if notice else ""),
        f"{name_en} holiday" + (f" ({notice})" if notice else ""),
    )


def read_days(text: str) -> tuple[CalendarDay, ...]:
    """Read calendar rows from CSV with the header `day,kind,name,name_en,notice`."""
    return tuple(
        CalendarDay(
            date.fromisoformat(row["day"]),
            cast(Literal["rest", "work"], row["kind"]),
            row["name"],
            row["name_en"],
            row["notice"],
        )
        for row in csv.DictReader(text.splitlines())
    )


@cache
def national_days() -> tuple[CalendarDay, ...]:
    """Return the rows of the national calendar, for seeding a table."""
    text = files("engine.limits").joinpath("data/days.csv").read_text("utf-8")
    return read_days(text)


@cache
def _national() -> Calendar:
    rows = national_days()
    years = frozenset(row.day.year for row in rows)
    return Calendar({row.day: row for row in rows}, years)
