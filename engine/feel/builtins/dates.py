"""Make dates, times and durations, and ask the calendar. Source: DMN 1.5, tables 71 and 76."""

from decimal import Decimal

from engine.feel import days, iso
from engine.feel.budget import Run
from engine.feel.builtins.registry import builtin, whole
from engine.feel.temporal import (
    MIDNIGHT,
    SECOND,
    Date,
    DateTime,
    DayTime,
    Duration,
    Time,
    YearMonth,
    Zone,
    date_of,
    from_datetime,
    in_zone,
    months_between,
)

_WEEKDAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
_MONTHS = (
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
)
_LARGEST_OFFSET = 18 * 3600


def day_of(value: Date | DateTime) -> Date:
    """Return the day of a date or a date and time."""
    return value if isinstance(value, Date) else value.date


@builtin("date", "from: string")
def date_from_text(run: Run, text: str) -> Date | None:
    """Read a date."""
    return iso.parse_date(text)


@builtin("date", "from: date or date time")
def date_from_moment(run: Run, value: Date | DateTime) -> Date:
    """Return the day."""
    return day_of(value)


@builtin("date", "year: number, month: number, day: number")
def date_from_parts(run: Run, year: Decimal, month: Decimal, day: Decimal) -> Date | None:
    """Return the day, null if the calendar has none such."""
    parts = _whole(year, month, day)
    return None if parts is None else date_of(*parts)


@builtin("time", "from: string")
def time_from_text(run: Run, text: str) -> Time | None:
    """Read a time."""
    return iso.parse_time(text)


@builtin("time", "from: time")
def time_from_time(run: Run, value: Time) -> Time:
    """Return the same time."""
    return value


@builtin("time", "from: date or date time")
def time_from_moment(run: Run, value: Date | DateTime) -> Time:
    """Return the time of day; a date alone is midnight UTC."""
    return value.time if isinstance(value, DateTime) else Time(0, 0, 0, 0, 0)


@builtin("time", "hour: number, minute: number, second: number, offset: days??")
def time_from_parts(
    run: Run, hour: Decimal, minute: Decimal, second: Decimal, offset: DayTime | None = None
) -> Time | None:
    """Return the time, null if the clock has none such."""
    parts = _whole(hour, minute)
    if parts is None or not (0 <= parts[0] < 24 and 0 <= parts[1] < 60 and 0 <= second < 60):
        return None
    nanoseconds = int(second * SECOND)
    zone: Zone = None
    if offset is not None:
        zone = offset.nanoseconds // SECOND
        if abs(zone) > _LARGEST_OFFSET:
            return None
    hours, minutes = parts
    return Time(hours, minutes, *divmod(nanoseconds, SECOND), zone)


@builtin("date and time", "from: string")
def moment_from_text(run: Run, text: str) -> DateTime | None:
    """Read a date and time."""
    return iso.parse_date_time(text)


@builtin("date and time", "from: date or date time")
def moment_from_moment(run: Run, value: Date | DateTime) -> DateTime:
    """Return the moment; a date alone is its midnight."""
    return value if isinstance(value, DateTime) else DateTime(value, MIDNIGHT)


@builtin("date and time", "date: date or date time, time: time")
def moment_from_two(run: Run, date: Date | DateTime, time: Time) -> DateTime:
    """Join a day and a time."""
    return DateTime(day_of(date), time)


@builtin("date and time", "date: date time, timezone: string")
def moment_in_zone(run: Run, moment: DateTime, timezone: str) -> DateTime | None:
    """Return the same instant on the clock of another zone."""
    if not iso.is_zone(timezone):
        return None
    return in_zone(moment, timezone)


@builtin(
    "date and time",
    "year: number, month: number, day: number, hour: number, minute: number, second: number,"
    " offset: days??",
)
def moment_from_parts(
    run: Run,
    year: Decimal,
    month: Decimal,
    day: Decimal,
    hour: Decimal,
    minute: Decimal,
    second: Decimal,
    offset: DayTime | None = None,
) -> DateTime | None:
    """Return the moment, null if calendar or clock have none such."""
    date = date_from_parts(run, year, month, day)
    time = time_from_parts(run, hour, minute, second, offset)
    return None if date is None or time is None else DateTime(date, time)


@builtin("duration", "from: string")
def duration_from_text(run: Run, text: str) -> Duration | None:
    """Read a duration of either kind."""
    return iso.parse_duration(text)


@builtin("duration", "from: duration")
def duration_from_duration(run: Run, value: Duration) -> Duration:
    """Return the same duration."""
    return value


@builtin("years and months duration", "from: date or date time, to: date or date time")
def months_duration(run: Run, start: Date | DateTime, end: Date | DateTime) -> YearMonth:
    """Return the whole months between two days."""
    return YearMonth(months_between(day_of(start), day_of(end)))


@builtin("day of year", "date: date or date time")
def day_of_year(run: Run, date: Date | DateTime) -> Decimal:
    """Count from 1 January."""
    day = day_of(date)
    return Decimal(day.number - days.day_number(day.year, 1, 1) + 1)


@builtin("day of week", "date: date or date time")
def day_of_week(run: Run, date: Date | DateTime) -> str:
    """Return the English name of the weekday."""
    return _WEEKDAYS[days.weekday(day_of(date).number) - 1]


@builtin("month of year", "date: date or date time")
def month_of_year(run: Run, date: Date | DateTime) -> str:
    """Return the English name of the month."""
    return _MONTHS[day_of(date).month - 1]


@builtin("week of year", "date: date or date time")
def week_of_year(run: Run, date: Date | DateTime) -> Decimal:
    """Return the ISO 8601 week."""
    return Decimal(days.week_of_year(day_of(date).number))


@builtin("last day of month", "date: date or date time")
def last_day_of_month(run: Run, date: Date | DateTime) -> Decimal:
    """Return 28 to 31."""
    day = day_of(date)
    return Decimal(days.days_in_month(day.year, day.month))


@builtin("now")
def now(run: Run) -> DateTime | None:
    """Return the moment that the host calls now, on the clock of the run's zone."""
    return None if run.now is None else in_zone(from_datetime(run.now), run.zone)


@builtin("today")
def today(run: Run) -> Date | None:
    """Return the day of now in the run's zone."""
    moment = now(run)
    return None if moment is None else moment.date


def _whole(*numbers: Decimal) -> tuple[int, ...] | None:
    parts = tuple(whole(number) for number in numbers)
    return None if None in parts else parts  # type: ignore[return-value]
