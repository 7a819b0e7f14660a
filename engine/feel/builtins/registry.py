"""The table of built-in functions and how one is called.

Calling pays for the lists and texts that go in and come out; a built-in that repeats more than that
(sorting, nested lists) takes the run and charges itself.
"""

from collections.abc import Callable
from dataclasses import dataclass, field
from decimal import Decimal
from typing import TypeVar

from engine.feel.budget import Run
from engine.feel.builtins.signature import Signature, read
from engine.feel.values import MATH_ERRORS, Function

BUILTINS: dict[str, "Builtin"] = {}
Act = TypeVar("Act", bound=Callable[..., object])


@dataclass(frozen=True, slots=True, eq=False)
class Builtin(Function):
    """A function of the standard, with one or several signatures; the first that fits is used."""

    name: str
    signatures: list[Signature] = field(default_factory=list)

    def call(self, run: Run, arguments: list[object]) -> object:
        """Call with arguments by position; null if no signature fits."""
        for signature in self.signatures:
            bound = signature.bind(arguments)
            if bound is not None:
                return _apply(run, signature, bound)
        return None

    def call_named(self, run: Run, arguments: dict[str, object]) -> object:
        """Call with arguments by name; null if no signature fits."""
        for signature in self.signatures:
            bound = signature.bind_named(arguments)
            if bound is not None:
                return _apply(run, signature, bound)
        return None

    def fits(self, arguments: list[object] | dict[str, object]) -> bool:
        """Tell whether one of the signatures fits."""
        if isinstance(arguments, dict):
            return any(one.bind_named(arguments) is not None for one in self.signatures)
        return any(one.bind(arguments) is not None for one in self.signatures)


def builtin(name: str, *lines: str) -> Callable[[Act], Act]:
    """Register `function(run, ...)` as a built-in, once for each line that declares parameters."""

    def register(act: Act) -> Act:
        known = BUILTINS.setdefault(name, Builtin(name))
        known.signatures.extend(read(line, act) for line in lines or ("",))
        return act

    return register


def _apply(run: Run, signature: Signature, arguments: list[object]) -> object:
    for argument in arguments:
        _pay(run, argument)
    try:
        result = signature.act(run, *arguments)
    except (*MATH_ERRORS, UnicodeEncodeError):  # RE2 reads no half of a character
        return None
    _pay(run, result)
    return result


def _pay(run: Run, value: object) -> None:
    kind = type(value)
    if kind is str:
        run.charge_string(len(value))  # type: ignore[arg-type]
    elif kind is list:
        run.charge_list(len(value))  # type: ignore[arg-type]


LARGEST_WHOLE = 10**15


def whole(value: Decimal) -> int | None:
    """Return a number without fraction as int; None if it has one or is beyond any size here."""
    return int(value) if abs(value) < LARGEST_WHOLE and value == int(value) else None


def truncated(value: Decimal) -> int:
    """Return a position or scale as int: what follows the point does not count."""
    if abs(value) > LARGEST_WHOLE:
        return LARGEST_WHOLE if value > 0 else -LARGEST_WHOLE
    return int(value)
