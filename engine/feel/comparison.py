"""Compare FEEL values in three-valued logic: True, False, or None where kinds do not meet.

Source: DMN 1.5, tables 51-54 (equality and ordering) and 10.3.2.7 (ranges).
"""

from collections.abc import Callable
from decimal import Decimal
from typing import Any

from engine.feel.budget import MAX_DEPTH, Run
from engine.feel.errors import LimitExceeded
from engine.feel.temporal import (
    SECOND,
    Date,
    DateTime,
    DayTime,
    Time,
    YearMonth,
    instant,
    time_offset,
)
from engine.feel.values import Range, entries, is_context, kind_of

# The standard's kit compares clock times below a millisecond as equal.
_RESOLUTION = SECOND // 1000


def equal(run: Run, left: object, right: object, depth: int = 0) -> bool | None:
    """Tell whether two values are equal; None if their kinds differ and neither is null."""
    kind = type(left)
    if kind is type(right) and kind in _DIRECT:
        return left == right
    if left is None or right is None:
        return left is right
    if kind_of(left) != kind_of(right):
        return None
    if depth > MAX_DEPTH:
        raise LimitExceeded("nesting", MAX_DEPTH)
    run.charge(1)
    if kind is list:
        return _equal_lists(run, left, right, depth)  # type: ignore[arg-type]
    if is_context(left):
        return _equal_contexts(run, left, right, depth)  # type: ignore[arg-type]
    if kind is Range:
        return _equal_ranges(run, left, right, depth)  # type: ignore[arg-type]
    if kind is Time or kind is DateTime:
        first, second = _moments(left, right)
        return first is not None and first == second
    return left is right


def same(run: Run, left: object, right: object) -> bool:
    """Tell whether two values are equal, counting different kinds as unequal."""
    return equal(run, left, right) is True


_DIRECT = frozenset({str, Decimal, bool, Date, DayTime, YearMonth})


_COMPARING = 8  # steps for two lists or contexts, whatever their length


def _equal_lists(run: Run, left: list[object], right: list[object], depth: int) -> bool:
    if len(left) != len(right):
        return False
    run.charge(_COMPARING + len(left))
    return all(equal(run, a, b, depth + 1) is True for a, b in zip(left, right, strict=True))


def _equal_contexts(
    run: Run, left: dict[str, object], right: dict[str, object], depth: int
) -> bool:
    if len(left) != len(right):
        return False
    first, second = entries(run, left), entries(run, right)
    run.charge(_COMPARING + len(first))
    return first.keys() == second.keys() and all(
        equal(run, first[key], second[key], depth + 1) is True for key in first
    )


def _equal_ranges(run: Run, left: Range, right: Range, depth: int) -> bool:
    shape = (left.unary, left.start_included, left.end_included)
    return (
        shape == (right.unary, right.start_included, right.end_included)
        and equal(run, left.start, right.start, depth + 1) is True
        and equal(run, left.end, right.end, depth + 1) is True
    )


def _moments(left: object, right: object) -> tuple[int | None, int | None]:
    """Return two points on one line, or None for one that has no zone beside one that has."""
    if isinstance(left, DateTime) and isinstance(right, DateTime):
        if left.time.zone == right.time.zone:
            return left.local // _RESOLUTION, right.local // _RESOLUTION
        first, second = instant(left), instant(right)
    elif isinstance(left, Time) and isinstance(right, Time):
        if left.zone == right.zone:
            return left.nanoseconds // _RESOLUTION, right.nanoseconds // _RESOLUTION
        first, second = _time_instant(left), _time_instant(right)
    else:
        return None, None
    return (
        None if first is None else first // _RESOLUTION,
        None if second is None else second // _RESOLUTION,
    )


def _time_instant(value: Time) -> int | None:
    offset = time_offset(value)
    return None if offset is None else value.nanoseconds - offset * SECOND


def order(left: object, right: object) -> int | None:
    """Return -1, 0 or 1 as `left` lies before, at or after `right`; None if there is no order."""
    kind = type(left)
    if kind is not type(right) or kind not in _ORDERED:
        return None
    first, second = _ORDERED[kind](left, right)
    if first is None or second is None:
        return None
    return int(first > second) - int(first < second)


_ORDERED: dict[type, Callable[[Any, Any], tuple[Any, Any]]] = {
    Decimal: lambda left, right: (left, right),
    str: lambda left, right: (left, right),
    Date: lambda left, right: (_day(left), _day(right)),
    Time: _moments,
    DateTime: _moments,
    DayTime: lambda left, right: (left.nanoseconds, right.nanoseconds),
    YearMonth: lambda left, right: (left.months, right.months),
}


def _day(value: Date) -> tuple[int, int, int]:
    return value.year, value.month, value.day


def relate(run: Run, sign: str, left: object, right: object) -> bool | None:
    """Return `left sign right` for one of the six comparison signs."""
    if sign == "=":
        return equal(run, left, right)
    if sign == "!=":
        result = equal(run, left, right)
        return None if result is None else not result
    found = order(left, right)
    return None if found is None else ORDER_TESTS[sign](found)


ORDER_TESTS: dict[str, Callable[[int], bool]] = {
    "<": lambda found: found < 0,
    "<=": lambda found: found <= 0,
    ">": lambda found: found > 0,
    ">=": lambda found: found >= 0,
}


def contains(run: Run, interval: Range, value: object) -> bool | None:
    """Tell whether `value` lies in the range; None if it cannot be compared with an end."""
    if interval.unary:
        end = interval.start if interval.unary[0] == ">" else interval.end
        return relate(run, interval.unary, value, end)
    after = relate(run, ">=" if interval.start_included else ">", value, interval.start)
    before = relate(run, "<=" if interval.end_included else "<", value, interval.end)
    if after is None or before is None:
        return None
    return after and before


def matches(run: Run, test: object, value: object) -> bool | None:
    """Return `value in test`: in a range, in a list or one of its ranges, or equal."""
    if type(test) is Range and type(value) is not Range:
        return contains(run, test, value)
    if type(test) is not list:
        return equal(run, value, test)
    run.charge(len(test))
    if type(value) is list and equal(run, value, test):
        return True
    return any(
        contains(run, item, value) is True
        if type(item) is Range and type(value) is not Range
        else equal(run, value, item) is True
        for item in test
    )
