"""Add, subtract, multiply, divide and raise FEEL values; None where the standard says null.

Source: DMN 1.5, tables 55-59.
"""

from collections.abc import Callable
from decimal import ROUND_FLOOR, Decimal

from engine.feel import temporal
from engine.feel.budget import Run
from engine.feel.temporal import (
    DAY,
    SECOND,
    Date,
    DateTime,
    DayTime,
    Duration,
    Time,
    YearMonth,
    add_months,
    from_number,
    instant,
    moment_of,
    offset_of,
    time_of,
    time_offset,
)
from engine.feel.values import MATH, MATH_ERRORS

Operation = Callable[[Run, object, object], object]
_LARGEST_WHOLE = Decimal(10) ** 30  # durations beyond it mean nothing


def add(run: Run, left: object, right: object) -> object:
    """Add numbers, join strings, move a moment by a duration, add durations."""
    if type(left) is Decimal and type(right) is Decimal:
        return _calculate(MATH.add, left, right)
    if type(left) is str and type(right) is str:
        run.charge_string(len(left) + len(right))
        return left + right
    if isinstance(right, temporal.DURATION):
        return _plus(left, right)
    return _plus(right, left) if isinstance(left, temporal.DURATION) else None


def subtract(run: Run, left: object, right: object) -> object:
    """Subtract numbers, moments (giving a duration), or a duration from a moment or duration."""
    if type(left) is Decimal and type(right) is Decimal:
        return _calculate(MATH.subtract, left, right)
    if isinstance(right, temporal.DURATION):
        return _plus(left, negated(right))
    return _between(left, right)


def multiply(run: Run, left: object, right: object) -> object:
    """Multiply numbers, or a duration by a number."""
    if type(left) is Decimal and type(right) is Decimal:
        return _calculate(MATH.multiply, left, right)
    if isinstance(left, temporal.DURATION) and type(right) is Decimal:
        return _scaled(left, right)
    if isinstance(right, temporal.DURATION) and type(left) is Decimal:
        return _scaled(right, left)
    return None


def divide(run: Run, left: object, right: object) -> object:
    """Divide numbers, a duration by a number, or two durations of one kind."""
    if type(right) is Decimal:
        if not right:
            return None
        if type(left) is Decimal:
            return _calculate(MATH.divide, left, right)
        if isinstance(left, temporal.DURATION):
            return _rebuilt(left, _calculate(MATH.divide, Decimal(_amount(left)), right))
    if isinstance(left, temporal.DURATION) and type(left) is type(right):
        below = Decimal(_amount(right))
        return _calculate(MATH.divide, Decimal(_amount(left)), below) if below else None
    return None


def power(run: Run, left: object, right: object) -> object:
    """Raise a number to a number."""
    if type(left) is Decimal and type(right) is Decimal:
        return _calculate(MATH.power, left, right)
    return None


def negate(value: object) -> object:
    """Return the value with the other sign: numbers and durations."""
    if type(value) is Decimal:
        return MATH.minus(value)
    return negated(value) if isinstance(value, temporal.DURATION) else None


def negated(value: Duration) -> Duration:
    """Return the duration in the other direction."""
    if isinstance(value, DayTime):
        return DayTime(-value.nanoseconds)
    return YearMonth(-value.months)


def floor_modulo(dividend: Decimal, divisor: Decimal) -> Decimal | None:
    """Return dividend - divisor * floor(dividend / divisor), so with the divisor's sign."""
    if not divisor:
        return None
    try:
        floor = MATH.divide(dividend, divisor).to_integral_value(ROUND_FLOOR)
        return MATH.subtract(dividend, MATH.multiply(divisor, floor))
    except MATH_ERRORS:
        return None


OPERATIONS: dict[str, Operation] = {
    "+": add,
    "-": subtract,
    "*": multiply,
    "/": divide,
    "**": power,
}


def _calculate(
    operation: Callable[[Decimal, Decimal], Decimal], left: Decimal, right: Decimal
) -> Decimal | None:
    try:
        return operation(left, right)
    except MATH_ERRORS:
        return None


def _amount(value: Duration) -> int:
    return value.nanoseconds if isinstance(value, DayTime) else value.months


def _scaled(value: Duration, factor: Decimal) -> Duration | None:
    return _rebuilt(value, _calculate(MATH.multiply, Decimal(_amount(value)), factor))


def _rebuilt(like: Duration, amount: Decimal | None) -> Duration | None:
    if amount is None or abs(amount) > _LARGEST_WHOLE:
        return None
    return DayTime(int(amount)) if isinstance(like, DayTime) else YearMonth(int(amount))


def _plus(value: object, duration: Duration) -> object:
    if isinstance(duration, YearMonth):
        return _plus_months(value, duration.months)
    return _plus_nanoseconds(value, duration.nanoseconds)


def _plus_months(value: object, months: int) -> object:
    if isinstance(value, YearMonth):
        return YearMonth(value.months + months)
    if isinstance(value, Date):
        return add_months(value, months)
    if isinstance(value, DateTime):
        day = add_months(value.date, months)
        return None if day is None else DateTime(day, value.time)
    return None


def _plus_nanoseconds(value: object, nanoseconds: int) -> object:
    if isinstance(value, DayTime):
        return DayTime(value.nanoseconds + nanoseconds)
    if isinstance(value, Date):
        # The day of midnight plus the duration: part of a day back is the day before.
        return from_number((value.number * DAY + nanoseconds) // DAY)
    if isinstance(value, DateTime):
        return moment_of(value.local + nanoseconds, value.time.zone)
    if isinstance(value, Time):
        return time_of(value.nanoseconds + nanoseconds, value.zone)
    return None


def _between(left: object, right: object) -> DayTime | None:
    if isinstance(left, Time) and isinstance(right, Time):
        return _between_times(left, right)
    if isinstance(left, Date) and isinstance(right, Date):
        return DayTime((left.number - right.number) * DAY)
    if isinstance(left, Date) and isinstance(right, DateTime):
        return _between_moments(_midnight(left, right), right)
    if isinstance(left, DateTime) and isinstance(right, Date):
        return _between_moments(left, _midnight(right, left))
    if isinstance(left, DateTime) and isinstance(right, DateTime):
        return _between_moments(left, right)
    return None


def _midnight(day: Date, beside: DateTime) -> DateTime:
    """Return the midnight that a day means beside a moment: UTC if that has a zone."""
    return DateTime(day, Time(0, 0, 0, 0, None if beside.time.zone is None else 0))


def _between_moments(left: DateTime, right: DateTime) -> DayTime | None:
    if offset_of(left) is None and offset_of(right) is None:
        return DayTime(left.local - right.local)
    first, second = instant(left), instant(right)
    return None if first is None or second is None else DayTime(first - second)


def _between_times(left: Time, right: Time) -> DayTime | None:
    first, second = time_offset(left), time_offset(right)
    if (first is None) != (second is None):
        return None
    shift = ((first or 0) - (second or 0)) * SECOND
    return DayTime(left.nanoseconds - right.nanoseconds - shift)
