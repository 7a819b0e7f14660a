"""FEEL's values in Python, and the two gates between them and the host's data.

null is None, boolean bool, string str, number Decimal, list list, context Context. `admit` lets
host data in as it is read (so a large case is never converted as a whole); `export` hands a result
out. A plain dict is host data whose entries have not been admitted yet; it counts as a context too.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from decimal import (
    ROUND_HALF_EVEN,
    Decimal,
    DivisionByZero,
    InvalidOperation,
    Overflow,
)
from decimal import Context as Arithmetic

from engine.feel import iso, temporal
from engine.feel.budget import MAX_DEPTH, Frame, Run
from engine.feel.errors import LimitExceeded
from engine.feel.temporal import Date, DateTime, DayTime, Time, YearMonth

PRECISION = 34  # digits, IEEE 754-2008 decimal128
MATH = Arithmetic(
    prec=PRECISION,
    rounding=ROUND_HALF_EVEN,
    Emin=-6143,
    Emax=6144,
    clamp=0,
    traps=[InvalidOperation, DivisionByZero, Overflow],
)
MATH_ERRORS = (InvalidOperation, DivisionByZero, Overflow)
_EXACT = 10**PRECISION

#: What a compiled expression is: a function of the run and the innermost frame.
Code = Callable[[Run, Frame | None], object]


class Context(dict[str, object]):
    """A context made by FEEL: all its values are FEEL values already."""

    __slots__ = ()


class Partial(list[object]):
    """The results of a loop so far; whoever reads it gets a copy, for it still grows."""

    __slots__ = ()

    def copied(self, run: Run) -> list[object]:
        """Return the results up to now, against a small charge."""
        run.charge(len(self) // 16)
        return list(self)


@dataclass(frozen=True, slots=True)
class Range:
    """An interval; a `unary` one was written as a comparison, so that its open end has no bound."""

    start: object
    end: object
    start_included: bool = True
    end_included: bool = True
    #: "<", "<=", ">", ">=", "=", "!=" for a range written as a comparison, else "".
    unary: str = ""


class Function:
    """Anything that can be called in FEEL; `name` is for messages."""

    __slots__ = ()
    name: str

    def call(self, run: Run, arguments: list[object]) -> object:
        """Return the result for arguments by position, null if they do not fit."""
        raise NotImplementedError

    def call_named(self, run: Run, arguments: dict[str, object]) -> object:
        """Return the result for arguments by name, null if they do not fit."""
        raise NotImplementedError

    def fits(self, arguments: list[object] | dict[str, object]) -> bool:
        """Tell whether the function takes these arguments, by position or by name."""
        return True


@dataclass(frozen=True, slots=True, eq=False)
class Lambda(Function):
    """A function written in FEEL; it sees the frame in which it was written."""

    parameters: tuple[str, ...]
    types: tuple[Callable[[Run, object], object], ...]
    body: Code
    cost: int
    frame: Frame | None
    name: str = "function"

    def call(self, run: Run, arguments: list[object]) -> object:
        """Evaluate the body; null if the arguments do not fit."""
        if len(arguments) != len(self.parameters):
            return None
        names = Context()
        for name, take, argument in zip(self.parameters, self.types, arguments, strict=True):
            value = take(run, argument)
            if value is None and argument is not None:
                return None
            names[name] = value
        run.charge(self.cost)
        run.enter()
        result = self.body(run, Frame(names, self.frame))
        run.leave()
        return result

    def call_named(self, run: Run, arguments: dict[str, object]) -> object:
        """Order the arguments as declared, then call."""
        if set(arguments) != set(self.parameters):
            return None
        return self.call(run, [arguments[name] for name in self.parameters])

    def fits(self, arguments: list[object] | dict[str, object]) -> bool:
        """Count them."""
        return len(arguments) == len(self.parameters)


_KINDS: dict[type, str] = {
    type(None): "null",
    bool: "boolean",
    Decimal: "number",
    str: "string",
    Date: "date",
    Time: "time",
    DateTime: "date and time",
    DayTime: "days and time duration",
    YearMonth: "years and months duration",
    list: "list",
    Context: "context",
    dict: "context",
    Range: "range",
}


def kind_of(value: object) -> str:
    """Return FEEL's name of the value's kind; whatever is not data is a function."""
    return _KINDS.get(type(value), "function")


def is_context(value: object) -> bool:
    """Tell whether `value` is a context, made here or given by the host."""
    return type(value) is Context or type(value) is dict


def number(value: int | str | Decimal) -> Decimal | None:
    """Return a number of at most 34 digits, or None if its exponent is beyond them."""
    try:
        return MATH.create_decimal(value)
    except MATH_ERRORS:
        return None


#: Kinds that need no admission.
READY = frozenset(
    {type(None), bool, str, Date, Time, DateTime, DayTime, YearMonth, Context, dict, Range, Lambda}
)


def admit(run: Run, value: object) -> object:
    """Return host data as a FEEL value; what is not plain data becomes null."""
    kind = type(value)
    if kind in READY:
        return value
    if kind is Decimal:
        return value if value.is_finite() else None  # type: ignore[attr-defined]
    if kind is int:
        return _admit_int(value)  # type: ignore[arg-type]
    if kind is list or kind is tuple:
        return _admit_list(run, value, 0)
    return _admit_other(run, value)


def _admit_int(value: int) -> Decimal | None:
    if -_EXACT < value < _EXACT:
        return Decimal(value)
    return number(value)


def _admit_list(run: Run, values: object, depth: int) -> list[object]:
    if depth > MAX_DEPTH:
        raise LimitExceeded("nesting", MAX_DEPTH)
    run.charge_list(len(values))  # type: ignore[arg-type]
    return [
        _admit_list(run, item, depth + 1)
        if type(item) is list or type(item) is tuple
        else admit(run, item)
        for item in values  # type: ignore[attr-defined]
    ]


def _admit_other(run: Run, value: object) -> object:
    if isinstance(value, float):
        return number(repr(float(value))) if value - value == 0 else None
    for kind, take in _GATES:
        if isinstance(value, kind):
            return take(value)
    if isinstance(value, Mapping):
        run.charge_list(len(value))
        return dict(value)
    if isinstance(value, (list, tuple)):
        return _admit_list(run, value, 0)
    return value if isinstance(value, Function) else None


# datetime is a date and bool an int: the narrower kind stands first.
_GATES: tuple[tuple[type, Callable[..., object]], ...] = (
    (str, lambda value: str.__str__(value)),
    (int, lambda value: _admit_int(int(value))),
    (Decimal, lambda value: Decimal(value) if value.is_finite() else None),
    (datetime, temporal.from_datetime),
    (date, temporal.from_date),
    (time, temporal.from_time),
    (timedelta, temporal.from_timedelta),
)


def entries(run: Run, context: dict[str, object]) -> dict[str, object]:
    """Return all entries of a context as FEEL values."""
    if type(context) is Context:
        return context
    run.charge_list(len(context))
    return {str(key): admit(run, value) for key, value in context.items()}


def entry(run: Run, context: dict[str, object], key: str) -> object:
    """Return one entry of a context as a FEEL value, null if it has none."""
    value = context.get(key)
    return value if type(context) is Context else admit(run, value)


def export(run: Run, value: object, depth: int = 0) -> object:
    """Return a FEEL value as Python data: dict, list, date, datetime, time, timedelta, Decimal.

    Ranges, functions, years and months durations, and moments that Python cannot hold stay as they
    are.
    """
    kind = type(value)
    if kind in _PLAIN:
        return value
    if kind is list or is_context(value):
        if depth > MAX_DEPTH:
            raise LimitExceeded("nesting", MAX_DEPTH)
        run.charge(len(value))  # type: ignore[arg-type]
        if kind is list:
            return [export(run, item, depth + 1) for item in value]  # type: ignore[attr-defined]
        return {
            key: export(run, item, depth + 1)
            for key, item in entries(run, value).items()  # type: ignore[arg-type]
        }
    if isinstance(value, (Date, Time, DateTime, DayTime)):
        return temporal.to_python(value)
    return value


_PLAIN = frozenset({type(None), bool, Decimal, str})


def to_plain(value: object) -> object:
    """Return a result as data that JSON can hold without loss.

    A number without fraction becomes int; any other stays Decimal, because a float would change
    it and a text would not compare as a number: write it with an encoder that knows Decimal.
    Dates, times and durations become their ISO texts; ranges and functions None.
    """
    if isinstance(value, Decimal):
        whole = value.is_finite() and value == value.to_integral_value() and abs(value) < _EXACT
        return int(value) if whole else value
    if isinstance(value, (list, tuple)):
        return [to_plain(item) for item in value]
    if isinstance(value, Mapping):
        return {str(key): to_plain(item) for key, item in value.items()}
    if value is None or isinstance(value, (bool, int, float, str)):
        return value
    return _to_text(value)


def _to_text(value: object) -> str | None:
    for kind, take in _GATES[3:]:
        if isinstance(value, kind):
            value = take(value)
            break
    if isinstance(value, (*temporal.TEMPORAL, *temporal.DURATION)):
        return iso.write(value)
    return None
