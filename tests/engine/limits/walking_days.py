"""The counting rules walked one day, or one minute, at a time: slow, plain, and none of our code.

The holidays are typed from the notices of 国务院办公厅 (2024: 国办发明电〔2023〕7号;
2025: 国办发明电〔2024〕12号; 2026: 国办发明电〔2025〕7号); for 2027, which has none, from
放假办法 article 2 and the almanac. Numbers in brackets are those of the rule book's rules.
"""

from collections.abc import Collection, Iterator
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from fractions import Fraction
from math import ceil

DAY = timedelta(days=1)
MINUTE = timedelta(minutes=1)
PUBLISHED = frozenset({2024, 2025, 2026})

REST = """
2024-01-01 2024-02-10..2024-02-17 2024-04-04..2024-04-06 2024-05-01..2024-05-05
2024-06-08..2024-06-10 2024-09-15..2024-09-17 2024-10-01..2024-10-07
2025-01-01 2025-01-28..2025-02-04 2025-04-04..2025-04-06 2025-05-01..2025-05-05
2025-05-31..2025-06-02 2025-10-01..2025-10-08
2026-01-01..2026-01-03 2026-02-15..2026-02-23 2026-04-04..2026-04-06 2026-05-01..2026-05-05
2026-06-19..2026-06-21 2026-09-25..2026-09-27 2026-10-01..2026-10-07
2027-01-01 2027-02-05..2027-02-08 2027-04-05 2027-05-01..2027-05-02 2027-06-09
2027-09-15 2027-10-01..2027-10-03
"""
WORK = """
2024-02-04 2024-02-18 2024-04-07 2024-04-28 2024-05-11 2024-09-14 2024-09-29 2024-10-12
2025-01-26 2025-02-08 2025-04-27 2025-09-28 2025-10-11
2026-01-04 2026-02-14 2026-02-28 2026-05-09 2026-09-20 2026-10-10
"""
OFFICE = (("09:00", "12:00"), ("13:00", "17:00"))


def each(first: date, last: date) -> Iterator[date]:
    """Walk from one date to another, both included."""
    while first <= last:
        yield first
        first += DAY


def dates(text: str) -> frozenset[date]:
    """Read dates and spans of dates, by blanks."""
    spans = (span.partition("..") for span in text.split())
    ends = (
        (date.fromisoformat(first), date.fromisoformat(last or first)) for first, _, last in spans
    )
    return frozenset(day for first, last in ends for day in each(first, last))


@dataclass(frozen=True)
class Year:
    """What is off, what is worked, and which years have a notice."""

    rest: frozenset[date]
    work: frozenset[date]
    published: frozenset[int]

    def is_working(self, day: date) -> bool:
        if day in self.work:
            return True
        return day not in self.rest and day.isoweekday() <= 5

    def with_notice(self, year: int, rest: str, work: str) -> "Year":
        """Put a notice in the place of what article 2 gave."""
        before = frozenset(day for day in self.rest if day.year != year)
        return Year(before | dates(rest), self.work | dates(work), self.published | {year})

    def closed(self, rest: str) -> "Year":
        """Close the offices on some days."""
        return replace(self, rest=self.rest | dates(rest), work=self.work - dates(rest))


NATIONAL = Year(dates(REST), dates(WORK), PUBLISHED)


def stopped_dates(stops: Collection[tuple[date, date]]) -> frozenset[date]:
    """Take out each stop's days, both ends; one resumed the same day takes out nothing (5)."""
    return frozenset(day for first, last in stops if first != last for day in each(first, last))


def is_counted(day: date, unit: str, year: Year, out: Collection[date]) -> bool:
    """Say whether a date after the start counts (1)."""
    return day not in out and (unit != "WD" or year.is_working(day))


def counted_day(start: date, n: int, unit: str, year: Year, out: Collection[date]) -> date:
    """Walk to the n-th counted date (1)."""
    day = start
    while n:
        day += DAY
        n -= is_counted(day, unit, year, out)
    return day


def months_later(start: date, months: int) -> date:
    """Go month by month; back to the month's last day where it has no such day (3)."""
    number, month = start.year, start.month
    for _ in range(abs(months)):
        month += 1 if months > 0 else -1
        if month in (0, 13):
            number, month = (number + 1, 1) if month == 13 else (number - 1, 12)
    day = start.day
    while True:
        try:
            return date(number, month, day)
        except ValueError:
            day -= 1


def period_end(start: date, n: int, unit: str, year: Year, out: Collection[date]) -> date:
    """Return the last day before it moves off a rest day (1, 3)."""
    if unit in ("WD", "ND"):
        return counted_day(start, n, unit, year, out)
    first = last = months_later(start, n * (12 if unit == "YR" else 1))
    while True:
        lost = sum(day in out for day in each(start + DAY, last))
        if first + lost * DAY == last:
            return last
        last = first + lost * DAY


def last_day(start: date, n: int, unit: str, year: Year, out: Collection[date]) -> date:
    """Return the last day (1, 2, 3, 5)."""
    day = period_end(start, n, unit, year, out)
    if unit != "WD" and not year.is_working(day):
        while not year.is_working(day) or day in out:
            day += DAY
    return day


def backward_day(event: date, n: int, unit: str, year: Year) -> date:
    """Return the last permissible day before an event (13)."""
    day = event
    if unit in ("MO", "YR"):
        day = months_later(event, -n * (12 if unit == "YR" else 1))
        n = 0
    while n:
        day -= DAY
        n -= is_counted(day, unit, year, ())
    while not year.is_working(day):
        day -= DAY
    return day


def used(start: date, on: date, unit: str, year: Year, out: Collection[date]) -> int:
    """Count the counted dates after the start, up to and including a day (8)."""
    return sum(is_counted(day, unit, year, out) for day in each(start + DAY, on))


def rung_day(
    start: date, n: int, unit: str, year: Year, out: Collection[date], *, rung: str
) -> date:
    """Return the day at whose 24:00 a rung such as "left 1" or "share 0.8" lies (9)."""
    if unit in ("MO", "YR"):
        n = used(start, last_day(start, n, unit, year, out), unit, year, out)
    words = iter(rung.split())
    places = [
        n - int(value) if kind == "left" else ceil(Fraction(value) * n)
        for kind, value in zip(words, words, strict=True)
    ]
    return counted_day(start, max(0, min(places)), unit, year, out)


def hours_end(
    start: datetime,
    n: int,
    unit: str,
    year: Year,
    stops: Collection[tuple[datetime, datetime]],
) -> datetime:
    """Walk minute by minute to where the hours are full (14)."""
    moment, left = start, n * 60
    while left:
        is_stopped = any(first <= moment < last for first, last in stops)
        is_open = unit == "NH" or (
            year.is_working(moment.date())
            and any(opens <= f"{moment:%H:%M}" < closes for opens, closes in OFFICE)
        )
        left -= is_open and not is_stopped
        moment += MINUTE
    return moment


def is_provisional(first: date, last: date, year: Year) -> bool:
    """Say whether a date looked at lies in a year without notice (15)."""
    return any(day.year not in year.published for day in each(first, last))
