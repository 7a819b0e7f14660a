"""Built-in functions declare their parameters in one line; this reads and applies such lines.

`"string: string, start position: number, length: number?"` — `?` marks what may be left out, `??`
what may also be null, `|null` what must be given but may be null, `...` (last) one or more values
that arrive as one list. The types are those in `_TYPES`.
"""

from collections.abc import Callable
from dataclasses import dataclass
from decimal import Decimal

from engine.feel.temporal import DURATION, Date, DateTime, DayTime, Time, YearMonth
from engine.feel.values import Context, Function, Range

_TYPES: dict[str, tuple[type, ...]] = {
    "any": (object,),
    "boolean": (bool,),
    "context": (Context, dict),
    "date": (Date,),
    "date or date time": (Date, DateTime),
    "date time": (DateTime,),
    "days": (DayTime,),
    "duration": DURATION,
    "function": (Function,),
    "list": (list,),
    "number": (Decimal,),
    "number or duration": (Decimal, DayTime, YearMonth),
    "point": (Decimal, str, Date, Time, DateTime, DayTime, YearMonth),
    "range": (Range,),
    "string": (str,),
    "string or list": (str, list),
    "temporal": (Date, Time, DateTime),
    "time": (Time,),
    "months": (YearMonth,),
}
ABSENT = object()


@dataclass(frozen=True, slots=True)
class Parameter:
    """One parameter: its FEEL name, the Python types it takes, and what it lets pass."""

    name: str
    types: tuple[type, ...]
    optional: bool
    nullable: bool

    def take(self, value: object) -> object:
        """Return the value as the parameter wants it, or ABSENT if it does not fit."""
        if value is None:
            return None if self.nullable else ABSENT
        if isinstance(value, self.types):
            return value
        if type(value) is list and len(value) == 1 and isinstance(value[0], self.types):
            return value[0]
        return [value] if self.types == (list,) else ABSENT


@dataclass(frozen=True, slots=True)
class Signature:
    """One way to call a built-in."""

    parameters: tuple[Parameter, ...]
    rest: bool
    act: Callable[..., object]

    def bind(self, arguments: list[object]) -> list[object] | None:
        """Return the arguments as the function wants them, or None if they do not fit."""
        single = self.parameters[:-1] if self.rest else self.parameters
        if len(arguments) > len(single) and not self.rest:
            return None
        bound = [p.take(value) for p, value in zip(single, arguments, strict=False)]
        if self.rest:
            more = [self.parameters[-1].take(value) for value in arguments[len(single) :]]
            return None if not more or ABSENT in (*bound, *more) else [*bound, more]
        missing = single[len(arguments) :]
        if ABSENT in bound or not all(parameter.optional for parameter in missing):
            return None
        return bound

    def bind_named(self, arguments: dict[str, object]) -> list[object] | None:
        """Return named arguments in order, those left out as null."""
        if self.rest or not arguments.keys() <= {parameter.name for parameter in self.parameters}:
            return None
        bound: list[object] = []
        for parameter in self.parameters:
            if parameter.name not in arguments:
                if not parameter.optional:
                    return None
                bound.append(None)
                continue
            value = parameter.take(arguments[parameter.name])
            if value is ABSENT:
                return None
            bound.append(value)
        return bound


def read(line: str, act: Callable[..., object]) -> Signature:
    """Return the signature that a line declares for `act`."""
    parts = [part.strip() for part in line.split(",") if part.strip()]
    rest = bool(parts) and parts[-1].endswith("...")
    return Signature(tuple(_parameter(part) for part in parts), rest, act)


def _parameter(part: str) -> Parameter:
    name, _, kind = (piece.strip() for piece in part.partition(":"))
    kind = kind.removesuffix("...")
    nullable = kind.endswith(("??", "|null"))
    optional = kind.endswith("?")
    kind = kind.removesuffix("|null").rstrip("?")
    return Parameter(name, _TYPES[kind], optional, nullable or kind == "any")
