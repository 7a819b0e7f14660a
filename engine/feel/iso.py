"""Read and write the ISO 8601 texts of dates, times and durations as FEEL wants them."""

import re
from functools import lru_cache
from zoneinfo import ZoneInfo

from engine.feel.temporal import (
    DAY,
    HOUR,
    MIDNIGHT,
    MINUTE,
    SECOND,
    Date,
    DateTime,
    DayTime,
    Duration,
    Temporal,
    Time,
    YearMonth,
    Zone,
    date_of,
    from_number,
)

_DATE = re.compile(r"(-?(?:[1-9][0-9]{4,8}|[0-9]{4}))-([0-9]{2})-([0-9]{2})", re.ASCII)
_TIME = re.compile(
    r"([0-9]{2}):([0-9]{2}):([0-9]{2})(?:\.([0-9]{1,9})[0-9]{0,21})?"
    r"(?:([Zz])|([+-])([0-9]{2}):([0-9]{2})(?::([0-9]{2}))?|@([A-Za-z][A-Za-z0-9_+/-]{1,60}))?",
    re.ASCII,
)
_MONTHS = re.compile(r"(-?)P(?:([0-9]{1,15})Y)?(?:([0-9]{1,15})M)?", re.ASCII)
_DAYS = re.compile(
    r"(-?)P(?:([0-9]{1,15})D)?"
    r"(?:(T)(?:([0-9]{1,15})H)?(?:([0-9]{1,15})M)?(?:([0-9]{1,15})(?:\.([0-9]{1,30}))?S)?)?",
    re.ASCII,
)
_LARGEST_OFFSET = 18 * 3600


def parse_date(text: str) -> Date | None:
    """Read `2026-03-01`; None if it is no day."""
    match = _DATE.fullmatch(text)
    if match is None:
        return None
    year, month, day = match.groups()
    # xsd:date has no year -0000.
    return None if year == "-0000" else date_of(int(year), int(month), int(day))


def parse_time(text: str) -> Time | None:
    """Read `09:30:00`, with a fraction and with `Z`, `+08:00` or `@Asia/Shanghai`."""
    match = _TIME.fullmatch(text)
    if match is None:
        return None
    hour, minute, second = (int(part) for part in match.group(1, 2, 3))
    nanosecond = int((match.group(4) or "0").ljust(9, "0"))
    if hour == 24 and (minute, second, nanosecond) == (0, 0, 0):
        hour = 0
    if hour > 23 or minute > 59 or second > 59:
        return None
    zone, valid = _read_zone(match)
    return Time(hour, minute, second, nanosecond, zone) if valid else None


def parse_date_time(text: str) -> DateTime | None:
    """Read `2026-03-01T09:30:00`; a date alone is its midnight."""
    day_text, separator, time_text = text.partition("T")
    day = parse_date(day_text)
    if day is None:
        return None
    if not separator:
        return DateTime(day, MIDNIGHT)
    time = parse_time(time_text)
    return None if time is None else _after_midnight(day, time, time_text)


def parse_duration(text: str) -> Duration | None:
    """Read `P1Y2M` or `P1DT2H3M4.5S`; the two kinds do not mix."""
    months = _MONTHS.fullmatch(text)
    if months and (months.group(2) or months.group(3)):
        total = int(months.group(2) or 0) * 12 + int(months.group(3) or 0)
        return YearMonth(-total if months.group(1) else total)
    match = _DAYS.fullmatch(text)
    if (
        match is None
        or not any(match.group(2, 4, 5, 6))
        or (match.group(3) and not any(match.group(4, 5, 6)))
    ):
        return None
    amounts = (int(part or 0) for part in match.group(2, 4, 5, 6))
    total = sum(
        amount * unit for amount, unit in zip(amounts, (DAY, HOUR, MINUTE, SECOND), strict=True)
    )
    total += int((match.group(7) or "0").ljust(9, "0")[:9])
    return DayTime(-total if match.group(1) else total)


def parse_literal(text: str) -> Temporal | Duration | None:
    """Read what stands in `@"..."`: a duration, a date, a time, or a date and time."""
    if "P" in text[:2]:
        return parse_duration(text)
    if ":" not in text.partition("T")[0] and "T" in text:
        return parse_date_time(text)
    return parse_date(text) or parse_time(text)


def write(value: Temporal | Duration) -> str:
    """Return the text that reads back as `value`."""
    if isinstance(value, Date):
        return _write_date(value)
    if isinstance(value, Time):
        return _write_time(value)
    if isinstance(value, DateTime):
        return f"{_write_date(value.date)}T{_write_time(value.time)}"
    if isinstance(value, YearMonth):
        return _write_months(value.months)
    return _write_days(value.nanoseconds)


@lru_cache(maxsize=512)
def is_zone(name: str) -> bool:
    """Tell whether the zone database knows `name`."""
    try:
        ZoneInfo(name)
    except (KeyError, ValueError, OSError):
        return False
    return True


def _read_zone(match: re.Match[str]) -> tuple[Zone, bool]:
    utc, sign, hours, minutes, seconds, name = match.group(5, 6, 7, 8, 9, 10)
    if name:
        return name, is_zone(name)
    if utc:
        return 0, True
    if not sign:
        return None, True
    offset = int(hours) * 3600 + int(minutes) * 60 + int(seconds or 0)
    valid = offset <= _LARGEST_OFFSET and int(minutes) < 60 and int(seconds or 0) < 60
    return (-offset if sign == "-" else offset), valid


def _after_midnight(day: Date, time: Time, text: str) -> DateTime | None:
    if not text.startswith("24"):
        return DateTime(day, time)
    following = from_number(day.number + 1)
    return None if following is None else DateTime(following, time)


def _write_date(day: Date) -> str:
    sign = "-" if day.year < 0 else ""
    return f"{sign}{abs(day.year):04}-{day.month:02}-{day.day:02}"


def _write_time(time: Time) -> str:
    fraction = f".{time.nanosecond:09}".rstrip("0") if time.nanosecond else ""
    return f"{time.hour:02}:{time.minute:02}:{time.second:02}{fraction}{_write_zone(time.zone)}"


def _write_zone(zone: Zone) -> str:
    if zone is None:
        return ""
    if isinstance(zone, str):
        return f"@{zone}"
    if zone == 0:
        return "Z"
    minutes, seconds = divmod(abs(zone), 60)
    text = f"{'-' if zone < 0 else '+'}{minutes // 60:02}:{minutes % 60:02}"
    return f"{text}:{seconds:02}" if seconds else text


def _write_months(months: int) -> str:
    years, rest = divmod(abs(months), 12)
    text = (f"{years}Y" if years else "") + (f"{rest}M" if rest else "")
    return f"{'-' if months < 0 else ''}P{text or '0M'}"


def _write_days(nanoseconds: int) -> str:
    days, rest = divmod(abs(nanoseconds), DAY)
    hours, rest = divmod(rest, HOUR)
    minutes, rest = divmod(rest, MINUTE)
    seconds, fraction = divmod(rest, SECOND)
    text = f"{days}D" if days else ""
    clock = (f"{hours}H" if hours else "") + (f"{minutes}M" if minutes else "")
    if seconds or fraction:
        clock += str(seconds) + (f".{fraction:09}".rstrip("0") if fraction else "") + "S"
    if clock:
        text += "T" + clock
    return f"{'-' if nanoseconds < 0 else ''}P{text or 'T0S'}"
