"""FEEL's types: what `instance of` asks and what a typed parameter accepts."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

from engine.feel.budget import Run
from engine.feel.temporal import Date, DateTime, Time
from engine.feel.values import Lambda, Range, entries, is_context, kind_of

#: Other spellings that models in the wild use.
ALIASES = {
    "dateTime": "date and time",
    "dayTimeDuration": "days and time duration",
    "yearMonthDuration": "years and months duration",
}


class Type:
    """Anything a value can be an instance of."""

    def holds(self, run: Run, value: object) -> bool:
        """Tell whether `value` is an instance of the type; null is one of none but Null."""
        raise NotImplementedError

    def admits(self, run: Run, value: object) -> bool:
        """Tell whether `value` may be assigned: an instance that passes all constraints."""
        return self.holds(run, value)


def _holds(run: Run, kind: Type, value: object) -> bool:
    return value is None or kind.holds(run, value)


def _admits(run: Run, kind: Type, value: object) -> bool:
    return value is None or kind.admits(run, value)


Question = Callable[[Run, Type, object], bool]


@dataclass(frozen=True, slots=True)
class Named(Type):
    """A type by name: built in, or one of the run's types, possibly by path."""

    name: str

    def holds(self, run: Run, value: object) -> bool:
        """Look the name up when asked, so that one compiled text serves several models."""
        return self._ask(run, value, _holds)

    def admits(self, run: Run, value: object) -> bool:
        """Look the name up when asked."""
        return self._ask(run, value, _admits)

    def _ask(self, run: Run, value: object, ask: Question) -> bool:
        if run.types is not None and self.name in run.types:
            known = run.types[self.name]
            run.enter()
            answer = value is not None and isinstance(known, Type) and ask(run, known, value)
            run.leave()
            return answer
        if self.name == "Any":
            return value is not None
        if self.name == "Null":
            return value is None
        kind = kind_of(value)
        return kind == self.name or kind == ALIASES.get(self.name)


@dataclass(frozen=True, slots=True)
class ListOf(Type):
    """A list of which every item conforms or is null."""

    item: Type

    def holds(self, run: Run, value: object) -> bool:
        """Check every item."""
        return self._ask(run, value, _holds)

    def admits(self, run: Run, value: object) -> bool:
        """Check every item, with its constraints."""
        return self._ask(run, value, _admits)

    def _ask(self, run: Run, value: object, ask: Question) -> bool:
        if type(value) is not list:
            return False
        run.charge(len(value))
        return all(ask(run, self.item, item) for item in value)


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
        return self._ask(run, value, _holds)

    def admits(self, run: Run, value: object) -> bool:
        """Check the named entries, with their constraints."""
        return self._ask(run, value, _admits)

    def _ask(self, run: Run, value: object, ask: Question) -> bool:
        if not is_context(value):
            return False
        have = entries(run, value)  # type: ignore[arg-type]
        run.charge(len(self.fields))
        return all(
            name in have and ask(run, kind, have[name]) for name, kind in self.fields.items()
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
    """Return `value` as the type wants it, or null: a list of one is its item and the reverse.

    A date where a date and time is wanted is its midnight in UTC (DMN 1.5, 10.3.2.9.4).
    """
    if kind is None or value is None or kind == ANY or kind.admits(run, value):
        return value
    if type(value) is list and len(value) == 1 and kind.admits(run, value[0]):
        return value[0]
    if type(value) is not list and kind.admits(run, [value]):
        return [value]
    if isinstance(value, Date):
        midnight = DateTime(value, Time(0, 0, 0, 0, 0))
        return midnight if kind.admits(run, midnight) else None
    return None
