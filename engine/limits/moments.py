"""Days and instants: which day a moment belongs to, and when a day or an office ends.

Due instants are the first moment that is late: 24:00 of a day is 00:00 of the next.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta, tzinfo
from enum import StrEnum
from itertools import pairwise
from zoneinfo import ZoneInfo

from engine.limits.errors import CountingError, out_of_range

#: The zone that decides days, unless the deployment names another.
SHANGHAI = ZoneInfo("Asia/Shanghai")

ONE_DAY = timedelta(days=1)


class Ends(StrEnum):
    """When on its last day a limit ends (民法典 203)."""

    MIDNIGHT = "midnight"
    OFFICE_CLOSE = "office_close"


@dataclass(frozen=True)
class OfficeHours:
    """The spans of a working day in which the office is open, in order, without overlap."""

    spans: tuple[tuple[time, time], ...] = (
        (time(9), time(12)),
        (time(13), time(17)),
    )

    def __post_init__(self) -> None:
        """Refuse an office that never opens and spans that overlap."""
        moments = [moment for span in self.spans for moment in span]
        if not moments or any(a >= b for a, b in pairwise(moments)):
            raise CountingError(
                "办公时间须按先后排列且互不重叠",
                "office hours must be in order and must not overlap",
                code="invalid_office_hours",
            )

    @property
    def close(self) -> time:
        """Return when the office closes for the day."""
        return self.spans[-1][1]

    def on(self, day: date, tz: tzinfo) -> Iterator[tuple[datetime, datetime]]:
        """Yield the open spans of `day` as instants in UTC."""
        for opens, closes in self.spans:
            yield _instant(day, opens, tz), _instant(day, closes, tz)


#: The hours of an office that names none.
USUAL_HOURS = OfficeHours()


def _instant(day: date, at: time, tz: tzinfo) -> datetime:
    return datetime.combine(day, at, tz).astimezone(UTC)


def require_aware(moment: datetime) -> datetime:
    """Return `moment`; raises CountingError when it bears no time zone."""
    if moment.tzinfo is None:
        raise CountingError(
            f"时刻 {moment.isoformat()} 缺少时区，请写成如 2026-09-30T16:00+08:00",
            f"the instant {moment.isoformat()} has no time zone; "
            "write it like 2026-09-30T16:00+08:00",
            code="invalid_instant",
        )
    return moment


def day_of(moment: date | datetime, tz: tzinfo = SHANGHAI) -> date:
    """Return the day a moment belongs to; a bare date is that day already."""
    return in_zone(moment, tz).date() if isinstance(moment, datetime) else moment


def in_zone(moment: datetime, tz: tzinfo = SHANGHAI) -> datetime:
    """Return `moment` as the clocks of `tz` show it; raises CountingError when it is naive."""
    try:
        return require_aware(moment).astimezone(tz)
    except OverflowError as error:
        raise out_of_range() from error


def start_of(day: date, tz: tzinfo = SHANGHAI) -> datetime:
    """Return 00:00 of `day`."""
    return datetime.combine(day, time.min, tz)


def end_of(day: date, tz: tzinfo = SHANGHAI) -> datetime:
    """Return 24:00 of `day`, which is 00:00 of the next."""
    try:
        return datetime.combine(day + ONE_DAY, time.min, tz)
    except OverflowError as error:
        raise out_of_range() from error


def due_instant(
    last_day: date,
    tz: tzinfo = SHANGHAI,
    *,
    ends: Ends | str = Ends.MIDNIGHT,
    office_hours: OfficeHours | None = None,
) -> datetime:
    """Return the first moment at which a limit with this last day is missed.

    An act before it is in time, an act at it is late. Source: 民法典 203.
    """
    if ends == Ends.MIDNIGHT:
        return end_of(last_day, tz)
    return datetime.combine(last_day, (office_hours or USUAL_HOURS).close, tz)


def card_moment(instant: datetime, tz: tzinfo = SHANGHAI) -> str:
    """Return an instant as a card bears it: midnight is 24:00 of the day before."""
    local = instant.astimezone(tz)
    if local.time() == time.min:
        return f"{local.date() - ONE_DAY} 24:00"
    return f"{local:%Y-%m-%d %H:%M}"
