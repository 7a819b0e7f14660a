"""`not`, `is` and `assert`-like functions on single values."""

from engine.feel.budget import Run
from engine.feel.builtins.registry import builtin
from engine.feel.comparison import equal
from engine.feel.temporal import DateTime, Time
from engine.feel.values import kind_of


@builtin("not", "negand: any")
def negate(run: Run, negand: object) -> bool | None:
    """Return the other truth value; null of anything else."""
    return not negand if isinstance(negand, bool) else None


@builtin("is", "value1: any, value2: any")
def is_same(run: Run, first: object, second: object) -> bool:
    """Tell whether two values are the very same: kind, value and zone."""
    if kind_of(first) != kind_of(second):
        return False
    if isinstance(first, (Time, DateTime)):
        return first == second
    return equal(run, first, second) is True
