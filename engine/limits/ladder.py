"""Ladders: at which moments of a limit somebody is warned or carded.

A ladder is a tuple of rungs, read from the `ladder` rows of a limit:
`{key = "warn", left = 1}` lies at 24:00 of counted day n-1, `{key = "warn", share = 0.8}` at
24:00 of counted day ceil(0.8 n); both together mean the earlier; neither means expiry, at the due
instant. `level` says what the rung does.
"""

import math
from collections.abc import Iterable, Mapping, Set
from dataclasses import dataclass
from datetime import date, datetime, tzinfo
from decimal import Decimal, InvalidOperation
from typing import Any, Literal, cast, get_args

from engine.limits.calendar import Calendar
from engine.limits.counting import NOTHING, LastDay, counted_day, last_day, used
from engine.limits.errors import CountingError
from engine.limits.hours import instant_after
from engine.limits.ledger import Suspension
from engine.limits.moments import (
    SHANGHAI,
    Ends,
    OfficeHours,
    day_of,
    due_instant,
    end_of,
    start_of,
)
from engine.limits.units import Amount, Unit

#: warn: 预警, a notice; yellow: 黄牌; red: 红牌; none: nothing but the end itself.
Level = Literal["warn", "yellow", "red", "none"]

_COLUMNS = {"key", "left", "share", "level", "card", "effect", "told", "name", "name_en"}


@dataclass(frozen=True)
class Rung:
    """One step of a ladder (档); with neither `left` nor `share` it lies at the due instant."""

    key: str
    level: Level
    #: Units left when it is reached.
    left: int | None = None
    #: Part of the budget used when it is reached, above 0 and at most 1.
    share: Decimal | None = None
    #: Who is told, by role; empty: whom the limit names.
    told: tuple[str, ...] = ()

    def __post_init__(self) -> None:
        """Refuse what could never be reached."""
        if not self.key or self.level not in get_args(Level):
            raise _invalid(self.key, f"级别“{self.level}”无效", f"unknown level {self.level!r}")
        if self.left is not None and self.left < 0:
            raise _invalid(self.key, "left 不能为负数", "left must not be negative")
        if self.share is not None and not 0 < self.share <= 1:
            raise _invalid(self.key, "share 须大于 0 且不超过 1", "share must be in (0, 1]")

    @property
    def effect(self) -> Level:
        """Return what reaching the rung does; the same as `level`."""
        return self.level

    @property
    def is_expiry(self) -> bool:
        """Tell whether the rung lies at the due instant."""
        return self.left is None and self.share is None

    def number(self, budget: int) -> int:
        """Return after how many counted units the rung is reached; 0 or less: at the start.

        Only for a rung that is not the expiry.
        """
        places = []
        if self.left is not None:
            places.append(budget - self.left)
        if self.share is not None:
            places.append(math.ceil(self.share * budget))
        return min(places)


Ladder = tuple[Rung, ...]


def _invalid(key: str, zh: str, en: str) -> CountingError:
    return CountingError(f"阶梯“{key}”:{zh}", f"ladder rung {key!r}: {en}", code="invalid_ladder")


def parse_ladder(rows: Iterable[Mapping[str, Any]]) -> Ladder:
    """Read the `ladder` rows of a limit; raises CountingError that names the rung.

    `card` and `effect` are read like `level`; without any of them a rung warns and an expiry does
    nothing of its own.
    """
    ladder = tuple(_parse_rung(row) for row in rows)
    keys = [rung.key for rung in ladder]
    for key in keys:
        if keys.count(key) > 1:
            raise _invalid(key, "重复出现", "appears twice")
    return ladder


def _parse_rung(row: Mapping[str, Any]) -> Rung:
    key = str(row.get("key", ""))
    if unknown := sorted(row.keys() - _COLUMNS):
        raise _invalid(key, f"不认识的项 {unknown[0]}", f"unknown entry {unknown[0]!r}")
    left, share = row.get("left"), row.get("share")
    if left is not None and type(left) is not int:
        raise _invalid(key, "left 须为整数", "left must be an integer")
    default = "none" if left is None and share is None else "warn"
    level = next((row[name] for name in ("level", "card", "effect") if name in row), default)
    return Rung(key, cast(Level, level), left, _share(key, share), tuple(row.get("told", ())))


def _share(key: str, share: object) -> Decimal | None:
    if share is None:
        return None
    try:
        return Decimal(str(share))
    except InvalidOperation as error:
        raise _invalid(key, "share 须为小数", "share must be a number") from error


def rung_days(
    ladder: Ladder,
    start: date,
    amount: Amount,
    last: LastDay,
    calendar: Calendar,
    excluded: Set[date] = NOTHING,
) -> dict[str, date]:
    """Return the day at whose 24:00 each rung but the expiry lies; at the start: `start`.

    A limit in months or years is measured in the calendar dates up to its last day.
    """
    budget = budget_in_dates(start, amount, last, calendar, excluded)
    numbers = {rung.key: rung.number(budget) for rung in ladder if not rung.is_expiry}
    return {
        key: counted_day(start, max(number, 0), amount.unit, calendar, excluded)
        for key, number in numbers.items()
    }


def budget_in_dates(
    start: date,
    amount: Amount,
    last: LastDay,
    calendar: Calendar,
    excluded: Set[date] = NOTHING,
) -> int:
    """Return how many counted dates the amount has: months and years run to their last day."""
    if amount.unit in (Unit.MO, Unit.YR):
        return used(start, last.day, amount.unit, calendar, excluded)
    return amount.n


def rung_instants(
    ladder: Ladder,
    start: date | datetime,
    amount: Amount,
    calendar: Calendar,
    excluded: Set[date] = NOTHING,
    *,
    ends: Ends | str = Ends.MIDNIGHT,
    office_hours: OfficeHours | None = None,
    tz: tzinfo = SHANGHAI,
) -> dict[str, datetime]:
    """Return the instant of each rung by its key, for a limit in days.

    A rung "at the start" lies at the instant of the start fact, or at 00:00 of a bare date.
    """
    first = day_of(start, tz)
    last = last_day(first, amount, calendar, excluded)
    days = rung_days(ladder, first, amount, last, calendar, excluded)
    due = due_instant(last.day, tz, ends=ends, office_hours=office_hours)
    return {
        rung.key: due if rung.is_expiry else instant_of(days[rung.key], start, tz)
        for rung in ladder
    }


def instant_of(day: date, start: date | datetime, tz: tzinfo = SHANGHAI) -> datetime:
    """Return 24:00 of a rung's day, or the start itself where the day is the start day."""
    if day > day_of(start, tz):
        return end_of(day, tz)
    return start.astimezone(tz) if isinstance(start, datetime) else start_of(start, tz)


def hour_rung_instants(
    ladder: Ladder,
    start: datetime,
    amount: Amount,
    calendar: Calendar,
    suspensions: Iterable[Suspension] = (),
    *,
    office_hours: OfficeHours | None = None,
    tz: tzinfo = SHANGHAI,
) -> dict[str, datetime]:
    """Return the instant of each rung of a limit in hours, without those an open stop hides."""
    stops = tuple(suspensions)
    instants = {}
    for rung in ladder:
        hours = amount.n if rung.is_expiry else rung.number(amount.n)
        reached = instant_after(
            max(hours, 0), start, amount.unit, calendar, office_hours, stops, tz=tz
        )
        if hours <= 0:
            reached = start.astimezone(tz)
        if reached is not None:
            instants[rung.key] = reached
    return instants
