"""What a kind of field is, and the place its values are checked in."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass

from forms.context import FormContext
from forms.fields import NO_BOUNDS, Bounds, Field
from forms.messages import Message
from forms.scope import Scope


@dataclass(frozen=True)
class Place:
    """One field of one submission: where its value stands and what surrounds it."""

    field: Field
    #: Dotted data path, rows by index from 0.
    path: str
    scope: Scope
    #: A supervisor vouches for this value although its check digit does not match.
    released: bool = False

    @property
    def context(self) -> FormContext:
        """Return the context of the form."""
        return self.scope.context

    def bound(self, expression: str) -> object:
        """Return the value of a bound given in FEEL, None when there is none."""
        return self.scope.value(expression) if expression else None


@dataclass(frozen=True)
class Kind:
    """How values of one kind are judged.

    `read` turns what was sent into a typed value or raises Refused; `check` yields the messages
    that stop it; `advise` yields those that only warn; `write` makes it JSON.
    """

    #: form-js types that may carry the kind.
    types: frozenset[str]
    read: Callable[[object, Field], object]
    check: Callable[[object, Place], Iterable[Message]] = lambda value, place: ()
    #: Messages by part, for a value whose parts have places of their own.
    check_parts: Callable[[object, Place], Mapping[str, list[Message]]] = lambda value, place: {}
    advise: Callable[[object, Place], Iterable[Message]] = lambda value, place: ()
    write: Callable[[object, Place], object] = lambda value, place: value
    bounds: Bounds = NO_BOUNDS
    #: What a visible field left blank is in the data.
    blank: Callable[[], object] = lambda: None
    #: What a required field left blank is told.
    ask: Message = ("请填写此项", "Fill this in")


def is_blank(raw: object) -> bool:
    """Say whether nothing was given."""
    if isinstance(raw, str):
        return not raw.strip()
    return raw is None or raw == [] or raw == {}
