"""The table of cases written down by hand, and the calendars they are counted by.

`golden/cases.csv` names the rule of the rule book, the article and what is asked: the `last` day,
the `card` and the instant at which the office `closes` on it, the instant hours are `due`, the
last day `back` from an event, when a minimum `opens` the next step, the days `used` or `late` by a
day, the day of a `rung`, or what a clock `standing` still shows.
"""

import csv
from dataclasses import dataclass
from datetime import date
from pathlib import Path

import walking_days as walking

from engine.limits import Calendar, CalendarDay

FILE = Path(__file__).parent / "golden/cases.csv"

#: A made-up notice of 2027, and two days a typhoon closed the offices.
REST_2027 = """2027-01-01..2027-01-04 2027-02-05..2027-02-11 2027-04-05 2027-05-01..2027-05-05
2027-06-09 2027-09-15 2027-10-01..2027-10-07"""
WORK_2027 = "2027-01-09"
TYPHOON = "2026-10-15..2026-10-16"


def rests(text: str) -> list[CalendarDay]:
    return [CalendarDay(day, "rest", "放假") for day in sorted(walking.dates(text))]


WORKED_2027 = CalendarDay(date.fromisoformat(WORK_2027), "work", "元旦")
CALENDARS = {
    "": (Calendar.national(), walking.NATIONAL),
    "2027": (
        Calendar.national().with_notice(2027, [*rests(REST_2027), WORKED_2027]),
        walking.NATIONAL.with_notice(2027, REST_2027, WORK_2027),
    ),
    "台风": (Calendar.national().with_days(rests(TYPHOON)), walking.NATIONAL.closed(TYPHOON)),
}


@dataclass(frozen=True)
class Case:
    """One line of the table."""

    rule: str
    basis: str
    ask: str
    start: str
    amount: str
    more: str
    stops: str
    at: str
    calendar: str
    answer: str
    note: str

    def __str__(self) -> str:
        return f"{self.rule}-{self.basis}-{self.ask}-{self.start}-{self.amount}{self.more}"


CASES = [Case(**row) for row in csv.DictReader(FILE.read_text("utf-8").splitlines())]


def marked(text: object, *, provisional: bool) -> str:
    """Write an answer as `banjie due` does."""
    return f"{text} 暂定" if provisional else str(text)
