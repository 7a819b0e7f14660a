"""FEEL's dates, times and durations: any year to 999,999,999, nanoseconds, named zones.

Python's datetime stops at the years 1 and 9999 and at microseconds, so the standard needs its own.
Values are immutable; arithmetic gives None where FEEL gives null.
"""

from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, time, timedelta, timezone
from zoneinfo import ZoneInfo

from engine.feel import days

SECOND = 1_000_000_000  # nanoseconds
MINUTE = 60 * SECOND
HOUR = 60 * MINUTE
DAY = 24 * HOUR
MAX_YEAR = 999_999_999
_MAX_DAYS = 366 * (MAX_YEAR + 1)

#: Offset in seconds from UTC, IANA zone name, or no zone at all.
Zone = int | str | None


@dataclass(frozen=True, slots=True)
class Date:
    """A calendar day."""

    year: int
    month: int
    day: int

    @property
    def number(self) -> int:
        """The days since 1970-01-01."""
        return days.day_number(self.year, self.month, self.day)


@dataclass(frozen=True, slots=True)
class Time:
    """A time of day, with or without a zone."""

    hour: int
    minute: int
    second: int
    nanosecond: int = 0
    zone: Zone = None

    @property
    def nanoseconds(self) -> int:
        """The nanoseconds since midnight, as written (local)."""
        return ((self.hour * 60 + self.minute) * 60 + self.second) * SECOND + self.nanosecond


@dataclass(frozen=True, slots=True)
class DateTime:
    """A day and a time of it; the zone is the time's."""

    date: Date
    time: Time

    @property
    def local(self) -> int:
        """The nanoseconds since 1970-01-01T00:00:00 as written."""
        return self.date.number * DAY + self.time.nanoseconds


@dataclass(frozen=True, slots=True)
class DayTime:
    """A days and time duration."""

    nanoseconds: int


@dataclass(frozen=True, slots=True)
class YearMonth:
    """A years and months duration."""

    months: int


Temporal = Date | Time | DateTime
Duration = DayTime | YearMonth
TEMPORAL = (Date, Time, DateTime)
DURATION = (DayTime, YearMonth)
MIDNIGHT = Time(0, 0, 0)
_REFERENCE_DAY = Date(2000, 1, 1)


def date_of(year: int, month: int, day: int) -> Date | None:
    """Return the day, or None if the calendar has no such day."""
    if abs(year) > MAX_YEAR or not 1 <= month <= 12:
        return None
    return Date(year, month, day) if 1 <= day <= days.days_in_month(year, month) else None


def from_number(number: int) -> Date | None:
    """Return the day `number` days after 1970-01-01, or None beyond the years FEEL has."""
    if abs(number) > _MAX_DAYS:
        return None
    return date_of(*days.from_day_number(number))


def time_of(nanoseconds: int, zone: Zone) -> Time:
    """Return the time of day after `nanoseconds`, going around at midnight."""
    seconds, nanosecond = divmod(nanoseconds % DAY, SECOND)
    minutes, second = divmod(seconds, 60)
    return Time(*divmod(minutes, 60), second, nanosecond, zone)


def moment_of(local: int, zone: Zone) -> DateTime | None:
    """Return the date and time `local` nanoseconds after 1970-01-01T00:00 as written."""
    day = from_number(local // DAY)
    return None if day is None else DateTime(day, time_of(local, zone))


def offset_of(moment: DateTime) -> int | None:
    """Return the offset from UTC in seconds that holds at `moment`; None without a zone."""
    zone = moment.time.zone
    if zone is None or isinstance(zone, int):
        return zone
    # Zone rules are asked for a year of the same shape when Python's datetime has not this one.
    year = moment.date.year
    known = year if 2 <= year <= 9998 else 2000 + year % 400
    at = datetime(
        known, moment.date.month, moment.date.day, moment.time.hour, moment.time.minute,
        moment.time.second, tzinfo=ZoneInfo(zone),
    )  # fmt: skip
    offset = at.utcoffset()
    return None if offset is None else round(offset.total_seconds())


def time_offset(value: Time) -> int | None:
    """Return the offset of a time without a day; a named zone answers for 1 January 2000."""
    return offset_of(DateTime(_REFERENCE_DAY, value))


def instant(moment: DateTime) -> int | None:
    """Return the nanoseconds since 1970 in UTC; None without a zone."""
    offset = offset_of(moment)
    return None if offset is None else moment.local - offset * SECOND


def in_zone(moment: DateTime, zone: str) -> DateTime:
    """Return `moment` as read on a clock in `zone`; unchanged without a zone of its own."""
    at = instant(moment)
    if at is None:
        return moment
    utc = moment_of(at, 0)
    shown = None if utc is None else offset_of(replace(utc, time=replace(utc.time, zone=zone)))
    shifted = None if shown is None else moment_of(at + shown * SECOND, zone)
    return shifted or moment


def add_months(day: Date, months: int) -> Date | None:
    """Return the same day `months` later; a day that month has not becomes its last."""
    year, index = divmod(day.year * 12 + day.month - 1 + months, 12)
    if abs(year) > MAX_YEAR:
        return None
    return Date(year, index + 1, min(day.day, days.days_in_month(year, index + 1)))


def months_between(start: Date, end: Date) -> int:
    """Return the whole months from `start` to `end`, negative if `end` is earlier."""
    if start.number > end.number:
        return -months_between(end, start)
    months = (end.year - start.year) * 12 + end.month - start.month
    return months - (end.day < start.day)


def from_date(value: date) -> Date:
    """Take a Python date."""
    return Date(value.year, value.month, value.day)


def from_time(value: time) -> Time:
    """Take a Python time."""
    return Time(
        value.hour, value.minute, value.second, value.microsecond * 1000,
        _zone(value.tzinfo, value.utcoffset()),
    )  # fmt: skip


def from_datetime(value: datetime) -> DateTime:
    """Take a Python datetime, aware or naive."""
    clock = value.time().replace(tzinfo=None)
    zone = _zone(value.tzinfo, value.utcoffset())
    return DateTime(from_date(value), replace(from_time(clock), zone=zone))


def from_timedelta(value: timedelta) -> DayTime:
    """Take a Python timedelta."""
    microseconds = (value.days * 86_400 + value.seconds) * 1_000_000 + value.microseconds
    return DayTime(microseconds * 1000)


def to_python(value: Temporal | Duration) -> object:
    """Return Python's own date, time, datetime or timedelta; what Python cannot hold stays.

    That is: months as a duration, years before 1 and after 9999, and nanoseconds.
    """
    if isinstance(value, DayTime):
        return _to_timedelta(value)
    if isinstance(value, YearMonth) or _nanosecond(value) % 1000:
        return value
    if isinstance(value, Time):
        return _to_time(value)
    day = value if isinstance(value, Date) else value.date
    if not 1 <= day.year <= 9999:
        return value
    plain = date(day.year, day.month, day.day)
    return plain if isinstance(value, Date) else datetime.combine(plain, _to_time(value.time))


def _nanosecond(value: Temporal) -> int:
    if isinstance(value, DateTime):
        return value.time.nanosecond
    return value.nanosecond if isinstance(value, Time) else 0


def _zone(tzinfo: object, offset: timedelta | None) -> Zone:
    if isinstance(tzinfo, ZoneInfo) and tzinfo.key:
        return tzinfo.key
    return None if offset is None else round(offset.total_seconds())


def _to_time(value: Time) -> time:
    zone = value.zone
    info: ZoneInfo | timezone | None = None
    if isinstance(zone, str):
        info = ZoneInfo(zone)
    elif zone is not None:
        info = timezone(timedelta(seconds=zone)) if zone else UTC
    return time(value.hour, value.minute, value.second, value.nanosecond // 1000, info)


def _to_timedelta(value: DayTime) -> timedelta | DayTime:
    microseconds, rest = divmod(value.nanoseconds, 1000)
    try:
        return value if rest else timedelta(microseconds=microseconds)
    except OverflowError:
        return value
