"""The properties of values: entries of a context, parts of a date, ends of a range.

Source: DMN 1.5, table 65 and 10.3.2.3.
"""

from collections.abc import Callable
from decimal import Decimal

from engine.feel import days, temporal
from engine.feel.budget import Run
from engine.feel.temporal import (
    DAY,
    HOUR,
    MINUTE,
    SECOND,
    Date,
    DateTime,
    DayTime,
    Time,
    YearMonth,
    Zone,
)
from engine.feel.values import Range, entry, is_context


def property_of(run: Run, value: object, name: str) -> object:
    """Return one property, null if the value has none of that name."""
    if is_context(value):
        return entry(run, value, name)  # type: ignore[arg-type]
    found = _PROPERTIES.get(type(value), {}).get(name)
    return None if found is None else found(value)


def _offset(zone: int | None) -> DayTime | None:
    return None if zone is None else DayTime(zone * SECOND)


def _zone_name(zone: Zone) -> str | None:
    return zone if isinstance(zone, str) else None


def _part(nanoseconds: int, unit: int, within: int) -> Decimal:
    """Return the whole units in a duration, negative if it goes back."""
    amount = abs(nanoseconds) % within // unit if within else abs(nanoseconds) // unit
    return Decimal(-amount if nanoseconds < 0 else amount)


def _months(months: int) -> Decimal:
    return Decimal(-(-months % 12) if months < 0 else months % 12)


def _years(months: int) -> Decimal:
    return Decimal(-(-months // 12) if months < 0 else months // 12)


_DAY: dict[str, Callable[[Date], object]] = {
    "year": lambda day: Decimal(day.year),
    "month": lambda day: Decimal(day.month),
    "day": lambda day: Decimal(day.day),
    "weekday": lambda day: Decimal(days.weekday(day.number)),
}
_CLOCK: dict[str, Callable[[Time], object]] = {
    "hour": lambda time: Decimal(time.hour),
    "minute": lambda time: Decimal(time.minute),
    "second": lambda time: Decimal(time.second),
    "timezone": lambda time: _zone_name(time.zone),
    "time offset": lambda time: _offset(temporal.time_offset(time)),
}


def _of_date(read: Callable[[Date], object]) -> Callable[[DateTime], object]:
    return lambda moment: read(moment.date)


def _of_time(read: Callable[[Time], object]) -> Callable[[DateTime], object]:
    return lambda moment: read(moment.time)


_MOMENT: dict[str, Callable[[DateTime], object]] = {
    **{name: _of_date(read) for name, read in _DAY.items()},
    **{name: _of_time(read) for name, read in _CLOCK.items()},
    "time offset": lambda moment: _offset(temporal.offset_of(moment)),
}
_DURATION: dict[str, Callable[[DayTime], object]] = {
    "days": lambda span: _part(span.nanoseconds, DAY, 0),
    "hours": lambda span: _part(span.nanoseconds, HOUR, DAY),
    "minutes": lambda span: _part(span.nanoseconds, MINUTE, HOUR),
    "seconds": lambda span: _part(span.nanoseconds, SECOND, MINUTE),
}
_MONTHS: dict[str, Callable[[YearMonth], object]] = {
    "years": lambda span: _years(span.months),
    "months": lambda span: _months(span.months),
}
_RANGE: dict[str, Callable[[Range], object]] = {
    "start": lambda interval: interval.start,
    "end": lambda interval: interval.end,
    "start included": lambda interval: interval.start_included,
    "end included": lambda interval: interval.end_included,
}
_PROPERTIES: dict[type, dict[str, Callable[..., object]]] = {
    Date: _DAY,
    Time: _CLOCK,
    DateTime: _MOMENT,
    DayTime: _DURATION,
    YearMonth: _MONTHS,
    Range: _RANGE,
}
