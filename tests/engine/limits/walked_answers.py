"""What somebody answers who has the rule book and the notices before them, and walks."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime, timedelta

import walking_days as walking
from cases_by_hand import Case, marked

ONE_DAY = timedelta(days=1)


@dataclass(frozen=True)
class Walk:
    """A case as a person would lay it out."""

    start: date
    n: int
    unit: str
    year: walking.Year
    out: frozenset[date]

    @property
    def last(self) -> date:
        return walking.last_day(self.start, self.n, self.unit, self.year, self.out)

    @property
    def mark(self) -> str:
        looked_at = self.start + ONE_DAY, self.last
        return " 暂定" if walking.is_provisional(*looked_at, self.year) else ""


def pairs(case: Case) -> list[tuple[str, str]]:
    found = [span.split("..") for span in case.stops.split(";") if span]
    return [(first, last or case.at) for first, last in found]


def walk_of(case: Case, year: walking.Year) -> Walk:
    spans = [(date.fromisoformat(a[:10]), date.fromisoformat(b[:10])) for a, b in pairs(case)]
    n = int(case.amount[:-2]) + sum(int(more) for more in case.more.split("+") if more)
    start = date.fromisoformat(case.start[:10])
    return Walk(start, n, case.amount[-2:], year, walking.stopped_dates(spans))


def walked_last(case: Case, year: walking.Year) -> str:
    walk = walk_of(case, year)
    return f"{walk.last}{walk.mark}"


def walked_due(case: Case, year: walking.Year) -> str:
    walk = walk_of(case, year)
    stops = [(datetime.fromisoformat(a), datetime.fromisoformat(b)) for a, b in pairs(case)]
    start = datetime.fromisoformat(case.start)
    end = walking.hours_end(start, walk.n, walk.unit, year, stops)
    is_provisional = walk.unit == "WH" and walking.is_provisional(start.date(), end.date(), year)
    return marked(f"{end:%Y-%m-%dT%H:%M}", provisional=is_provisional)


def walked_card(case: Case, year: walking.Year) -> str:
    return f"{walk_of(case, year).last} 24:00"


def walked_close(case: Case, year: walking.Year) -> str:
    return f"{walk_of(case, year).last}T17:00"


def walked_back(case: Case, year: walking.Year) -> str:
    walk = walk_of(case, year)
    day = walking.backward_day(walk.start, walk.n, walk.unit, year)
    looked_at = day, walk.start - ONE_DAY
    return marked(day, provisional=walking.is_provisional(*looked_at, year))


def walked_opening(case: Case, year: walking.Year) -> str:
    walk = walk_of(case, year)
    return f"{walk.last + ONE_DAY}T00:00{walk.mark}"


def walked_used(case: Case, year: walking.Year) -> str:
    walk = walk_of(case, year)
    on = date.fromisoformat(case.at)
    return str(walking.used(walk.start, on, walk.unit, year, walk.out))


def walked_late(case: Case, year: walking.Year) -> str:
    walk = walk_of(case, year)
    on = date.fromisoformat(case.at)
    return str(walking.used(walk.last, on, walk.unit, year, walk.out))


def walked_rung(case: Case, year: walking.Year) -> str:
    walk = walk_of(case, year)
    day = walking.rung_day(walk.start, walk.n, walk.unit, year, walk.out, rung=case.at)
    return "start" if day == walk.start else f"{day} 24:00"


def walked_standing(case: Case, year: walking.Year) -> str:
    walk = walk_of(case, year)
    yesterday = date.fromisoformat(case.at) - ONE_DAY
    count = walking.used(walk.start, yesterday, walk.unit, year, walk.out)
    return f"{count} used {walk.n - count} left {walk.last}"


WALKED: dict[str, Callable[[Case, walking.Year], str]] = {
    "last": walked_last,
    "due": walked_due,
    "card": walked_card,
    "closes": walked_close,
    "back": walked_back,
    "opens": walked_opening,
    "used": walked_used,
    "late": walked_late,
    "rung": walked_rung,
    "standing": walked_standing,
}
