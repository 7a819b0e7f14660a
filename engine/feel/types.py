"""FEEL's types: what `instance of` asks and what a typed parameter accepts."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from engine.feel.budget import Run
from engine.feel.values import Lambda, Range, entries, is_context, kind_of

SIMPLE = frozenset(
    {
        "number",
        "string",
        "boolean",
        "date",
        "time",
        "date and time",
        "days and time duration",
        "years and months duration",
    }
)
#: Other spellings that models in the wild use.
ALIASES = {
    "dateTime": "date and time",
    "dayTimeDuration": "days and time duration",
    "yearMonthDuration": "years and months duration",
}


class Type:
    """Anything a value can be an instance of."""

    def holds(self, run: Run, value: object) -> bool:
        """Tell whether `value` belongs to the type; null belongs to none but Null."""
        raise NotImplementedError


@dataclass(frozen=True, slots=True)
class Named(Type):
    """A type by name: built in, or one of the run's types, possibly by path."""

    name: str

    def holds(self, run: Run, value: object) -> bool:
        """Look the name up when asked, so that one compiled text serves several models."""
        if run.types is not None and self.name in run.types:
            known = run.types[self.name]
            return isinstance(known, Type) and known.holds(run, value)
        if self.name == "Any":
            return value is not None
        if self.name == "Null":
            return value is None
        kind = kind_of(value)
        return kind == self.name or kind == ALIASES.get(self.name)


@dataclass(frozen=True, slots=True)
class ListOf(Type):
    """A list of which every item conforms, null items included."""

    item: Type

    def holds(self, run: Run, value: object) -> bool:
        """Check every item."""
        if type(value) is not list:
            return False
        run.charge(len(value))
        return all(item is None or self.item.holds(run, item) for item in value)


@dataclass(frozen=True, slots=True)
class RangeOf(Type):
    """A range whose ends conform."""

    item: Type

    def holds(self, run: Run, value: object) -> bool:
        """Check both ends; an open end conforms."""
        if not isinstance(value, Range):
            return False
        ends = [end for end in (value.start, value.end) if end is not None]
        return bool(ends) and all(self.item.holds(run, end) for end in ends)


@dataclass(frozen=True)
class ContextOf(Type):
    """A context that has at least these entries, each conforming or null."""

    fields: Mapping[str, Type] = field(default_factory=dict)

    def holds(self, run: Run, value: object) -> bool:
        """Check the named entries; more of them do no harm."""
        if not is_context(value):
            return False
        have = entries(run, value)  # type: ignore[arg-type]
        run.charge(len(self.fields))
        return all(
            name in have and (have[name] is None or kind.holds(run, have[name]))
            for name, kind in self.fields.items()
        )


@dataclass(frozen=True, slots=True)
class FunctionOf(Type):
    """A function; of one written in FEEL the number of parameters is checked."""

    parameters: tuple[Type, ...]
    result: Type

    def holds(self, run: Run, value: object) -> bool:
        """Compare what is known of the function."""
        if kind_of(value) != "function":
            return False
        return not isinstance(value, Lambda) or len(value.parameters) == len(self.parameters)


ANY = Named("Any")


def accept(run: Run, kind: Type | None, value: object) -> object:
    """Return `value` as the type wants it, or None: a list of one is its item and the reverse."""
    if kind is None or value is None or kind == ANY or kind.holds(run, value):
        return value
    if type(value) is list and len(value) == 1 and kind.holds(run, value[0]):
        return value[0]
    if type(value) is not list and kind.holds(run, [value]):
        return [value]
    return None
