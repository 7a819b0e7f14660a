"""Functions on numbers. Source: DMN 1.5, table 73."""

from decimal import (
    ROUND_CEILING,
    ROUND_DOWN,
    ROUND_FLOOR,
    ROUND_HALF_DOWN,
    ROUND_HALF_EVEN,
    ROUND_HALF_UP,
    ROUND_UP,
    Context,
    Decimal,
)

from engine.feel.arithmetic import floor_modulo, negated
from engine.feel.budget import Run
from engine.feel.builtins.registry import builtin, truncated
from engine.feel.temporal import DayTime, Duration, YearMonth
from engine.feel.values import MATH, PRECISION

# DMN 1.5, 10.3.4.5: the scale of a decimal128 number.
_SMALLEST_SCALE, _LARGEST_SCALE = -6111, 6176
_EXACT = Context(prec=_LARGEST_SCALE + PRECISION + 6200, Emin=-999_999, Emax=999_999)


def rounded(value: Decimal, scale: Decimal, rounding: str) -> Decimal | None:
    """Return `value` with `scale` digits after the point."""
    digits = truncated(scale)
    if not _SMALLEST_SCALE <= digits <= _LARGEST_SCALE:
        return None
    exponent = value.as_tuple().exponent
    if isinstance(exponent, int) and -exponent <= digits:
        return value
    return MATH.plus(value.quantize(Decimal(1).scaleb(-digits, _EXACT), rounding, _EXACT))


@builtin("decimal", "n: number, scale: number")
def decimal(run: Run, n: Decimal, scale: Decimal) -> Decimal | None:
    """Round half to even."""
    return rounded(n, scale, ROUND_HALF_EVEN)


@builtin("floor", "n: number, scale: number?")
def floor(run: Run, n: Decimal, scale: Decimal | None = None) -> Decimal | None:
    """Round down, towards minus infinity."""
    return rounded(n, scale or Decimal(0), ROUND_FLOOR)


@builtin("ceiling", "n: number, scale: number?")
def ceiling(run: Run, n: Decimal, scale: Decimal | None = None) -> Decimal | None:
    """Round up, towards infinity."""
    return rounded(n, scale or Decimal(0), ROUND_CEILING)


@builtin("round up", "n: number, scale: number")
def round_up(run: Run, n: Decimal, scale: Decimal) -> Decimal | None:
    """Round away from zero."""
    return rounded(n, scale, ROUND_UP)


@builtin("round down", "n: number, scale: number")
def round_down(run: Run, n: Decimal, scale: Decimal) -> Decimal | None:
    """Round towards zero."""
    return rounded(n, scale, ROUND_DOWN)


@builtin("round half up", "n: number, scale: number")
def round_half_up(run: Run, n: Decimal, scale: Decimal) -> Decimal | None:
    """Round to the nearest, a half away from zero."""
    return rounded(n, scale, ROUND_HALF_UP)


@builtin("round half down", "n: number, scale: number")
def round_half_down(run: Run, n: Decimal, scale: Decimal) -> Decimal | None:
    """Round to the nearest, a half towards zero."""
    return rounded(n, scale, ROUND_HALF_DOWN)


@builtin("abs", "n: number or duration")
def absolute(run: Run, n: Decimal | Duration) -> Decimal | Duration:
    """Return the value without its sign."""
    if isinstance(n, DayTime):
        return negated(n) if n.nanoseconds < 0 else n
    if isinstance(n, YearMonth):
        return negated(n) if n.months < 0 else n
    return abs(n)


@builtin("modulo", "dividend: number, divisor: number")
def modulo(run: Run, dividend: Decimal, divisor: Decimal) -> Decimal | None:
    """Return the remainder, with the divisor's sign."""
    return floor_modulo(dividend, divisor)


@builtin("sqrt", "number: number")
def sqrt(run: Run, number: Decimal) -> Decimal | None:
    """Return the square root, null of a negative number."""
    return MATH.sqrt(number) if number >= 0 else None


@builtin("log", "number: number")
def log(run: Run, number: Decimal) -> Decimal | None:
    """Return the natural logarithm, null unless positive."""
    return MATH.ln(number) if number > 0 else None


@builtin("exp", "number: number")
def exp(run: Run, number: Decimal) -> Decimal:
    """Return e to the number."""
    return MATH.exp(number)


@builtin("odd", "number: number")
def odd(run: Run, number: Decimal) -> bool | None:
    """Tell whether a whole number is odd; null of a fraction."""
    return None if number != number.to_integral_value() else bool(floor_modulo(number, Decimal(2)))


@builtin("even", "number: number")
def even(run: Run, number: Decimal) -> bool | None:
    """Tell whether a whole number is even; null of a fraction."""
    is_odd = odd(run, number)
    return None if is_odd is None else not is_odd
