"""What a form is once read: frozen values, no form-js left in them.

Names follow form-js where it has a word; `kind` is what decides how a value is judged and drawn.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from decimal import Decimal


@dataclass(frozen=True)
class Words:
    """A text in Chinese and in English."""

    zh: str = ""
    en: str = ""

    def text(self, language: str) -> str:
        """Return the text in `language`, Chinese when there is no English."""
        return self.zh if language.startswith("zh") or not self.en else self.en


NO_WORDS = Words()


@dataclass(frozen=True)
class Option:
    """One thing to choose."""

    value: str
    words: Words


@dataclass(frozen=True)
class Bounds:
    """What a value may be; a minimum or maximum in FEEL stands in the `_feel` twin."""

    min_length: int = 0
    max_length: int = 0
    minimum: Decimal | None = None
    maximum: Decimal | None = None
    minimum_feel: str = ""
    maximum_feel: str = ""
    pattern: str = ""
    pattern_words: Words = NO_WORDS
    #: Digits after the point; None: as many as typed.
    decimals: int | None = None
    #: Digits before the point.
    whole_digits: int = 15


NO_BOUNDS = Bounds()


@dataclass(frozen=True)
class Field:
    """One component of a form; `key` is empty where it holds no value."""

    id: str
    #: form-js's own type, e.g. "textfield".
    type: str
    #: How it is judged and drawn: `properties.kind`, or the form-js type.
    kind: str
    key: str = ""
    words: Words = NO_WORDS
    help: Words = NO_WORDS
    unit: Words = NO_WORDS
    required: bool = False
    bounds: Bounds = NO_BOUNDS
    #: FEEL unary test: hidden when it is true.
    hide: str = ""
    #: FEEL, "true" or "": a read-only field takes its default, never what is sent.
    readonly: str = ""
    #: FEEL whose value an untouched field shows.
    default: str = ""
    options: tuple[Option, ...] = ()
    options_feel: str = ""
    #: FEEL of an `expression` field.
    expression: str = ""
    #: Children of a group or of each row of a dynamiclist.
    fields: tuple["Field", ...] = ()
    min_rows: int = 0
    #: Rows an untouched list begins with.
    first_rows: int = 1
    max_rows: int = 0
    #: Of form-js's 16 columns; 0: it shares its row equally.
    columns: int = 0
    #: Fields with the same row stand side by side.
    row: str = ""
    #: Text or html to show.
    content: Words = NO_WORDS
    #: Our other `properties`, as written.
    properties: Mapping[str, object] = field(default_factory=dict)

    @property
    def has_rows(self) -> bool:
        """Say whether its value is a list of rows."""
        return self.type == "dynamiclist"

    @property
    def has_value(self) -> bool:
        """Say whether it holds a value of its own, rows included."""
        return bool(self.key) and self.type != "group"

    def option_named(self, name: str, otherwise: str = "") -> str:
        """Return a text property of the field."""
        value = self.properties.get(name, otherwise)
        return value if isinstance(value, str) else otherwise


@dataclass(frozen=True)
class Rule:
    """A condition over several fields: `refuses` stops a submission, otherwise it warns."""

    when: str
    words: Words
    #: Paths whose fields show the message; empty: the form as a whole.
    fields: tuple[str, ...] = ()
    refuses: bool = True
    #: A refusal stands in the case's record: what the law forbids, not a slip of the pen.
    is_recorded: bool = False


@dataclass(frozen=True)
class Form:
    """One form of a matter."""

    id: str
    words: Words
    fields: tuple[Field, ...]
    rules: tuple[Rule, ...] = ()

    def walk(self) -> Iterator[Field]:
        """Yield every field, parents before their children."""
        yield from walk(self.fields)

    def field_at(self, path: str) -> Field | None:
        """Return the field of a data path such as `units.0.name`."""
        return _field_at(self.fields, path.split("."))


def walk(fields: tuple[Field, ...]) -> Iterator[Field]:
    """Yield `fields` and all below, parents first."""
    for each in fields:
        yield each
        yield from walk(each.fields)


def flat(fields: tuple[Field, ...]) -> Iterator[Field]:
    """Yield `fields` with groups that add no level to the data replaced by their children."""
    for each in fields:
        if each.type == "group" and not each.key:
            yield from flat(each.fields)
        else:
            yield each


def _field_at(fields: tuple[Field, ...], parts: list[str]) -> Field | None:
    for each in flat(fields):
        if each.key != parts[0]:
            continue
        rest = parts[1:]
        if each.has_rows and rest:
            rest = rest[1:]
        return _field_at(each.fields, rest) if rest and each.fields else each
    return None
