"""Sums and averages; null as soon as an item is not a number. Source: DMN 1.5, table 75."""

from collections import Counter
from decimal import Decimal

from engine.feel.budget import Run
from engine.feel.builtins.registry import builtin
from engine.feel.values import MATH

Items = list[object]


def _numbers(items: Items) -> list[Decimal] | None:
    """Return the items if there are any and all are numbers."""
    numbers = [item for item in items if isinstance(item, Decimal)]
    return numbers if numbers and len(numbers) == len(items) else None


def _total(numbers: list[Decimal]) -> Decimal:
    total = Decimal(0)
    for number in numbers:
        total = MATH.add(total, number)
    return total


@builtin("sum", "list: list", "n: any...")
def sum_of(run: Run, items: Items) -> Decimal | None:
    """Add all numbers."""
    numbers = _numbers(items)
    return None if numbers is None else _total(numbers)


@builtin("product", "list: list", "n: any...")
def product(run: Run, items: Items) -> Decimal | None:
    """Multiply all numbers."""
    numbers = _numbers(items)
    if numbers is None:
        return None
    result = Decimal(1)
    for number in numbers:
        result = MATH.multiply(result, number)
    return result


@builtin("mean", "list: list", "n: any...")
def mean(run: Run, items: Items) -> Decimal | None:
    """Return the average."""
    numbers = _numbers(items)
    return None if numbers is None else MATH.divide(_total(numbers), Decimal(len(numbers)))


@builtin("median", "list: list", "n: any...")
def median(run: Run, items: Items) -> Decimal | None:
    """Return the middle, or the average of the two in the middle."""
    numbers = _numbers(items)
    if numbers is None:
        return None
    ordered = sorted(numbers)
    middle = len(ordered) // 2
    if len(ordered) % 2:
        return ordered[middle]
    return MATH.divide(MATH.add(ordered[middle - 1], ordered[middle]), Decimal(2))


@builtin("stddev", "list: list", "n: any...")
def standard_deviation(run: Run, items: Items) -> Decimal | None:
    """Return the standard deviation of a sample, null of fewer than two numbers."""
    numbers = _numbers(items)
    if numbers is None or len(numbers) < 2:
        return None
    middle = MATH.divide(_total(numbers), Decimal(len(numbers)))
    squares = [MATH.power(MATH.subtract(number, middle), 2) for number in numbers]
    return MATH.sqrt(MATH.divide(_total(squares), Decimal(len(numbers) - 1)))


@builtin("mode", "list: list", "n: any...")
def mode(run: Run, items: Items) -> Items | None:
    """Return the most frequent numbers, smallest first; an empty list of none."""
    if not items:
        return []
    numbers = _numbers(items)
    if numbers is None:
        return None
    counted = Counter(numbers)
    most = max(counted.values())
    return sorted(number for number, times in counted.items() if times == most)  # type: ignore[return-value]
