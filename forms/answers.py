"""What a person has answered so far: typed as far as it can be read, hidden fields left out.

Conditions are asked in the order of the page, each over what stands above it with hidden values
gone, so that a stale answer of a hidden field decides nothing below it.
"""

from collections.abc import Mapping
from dataclasses import dataclass

from forms.context import FormContext
from forms.fields import Field, Form
from forms.kinds import KINDS
from forms.kinds.kind import is_blank
from forms.messages import Refused
from forms.scope import Scope, root_scope

#: Empty rows that may stand among a list's own without being counted.
SPARE_ROWS = 50


@dataclass(frozen=True)
class Answers:
    """The typed data of a form and the places that are hidden in it."""

    form: Form
    context: FormContext
    data: dict[str, object]
    #: `place(prefix, field)` of every hidden field.
    hidden: frozenset[str]

    @property
    def scope(self) -> Scope:
        """Return the scope of the form's own level."""
        return root_scope(self.context, self.form.id, self.data)

    def hides(self, prefix: str, field: Field) -> bool:
        """Say whether `field` below the data path `prefix` is hidden."""
        return place_of(prefix, field) in self.hidden


def read_answers(form: Form, raw: Mapping[str, object], context: FormContext) -> Answers:
    """Return what `raw` answers, as far as it can be read."""
    data = _typed(form.fields, raw)
    hidden: set[str] = set()
    _settle(form.fields, data, "", root_scope(context, form.id, data), hidden)
    return Answers(form, context, data, frozenset(hidden))


def place_of(prefix: str, field: Field) -> str:
    """Return where a field stands: its data path, or its id where it has no key."""
    return f"{prefix}{field.key}" if field.key else f"{prefix}#{field.id}"


def object_of(raw: object) -> Mapping[str, object]:
    """Return `raw` if it is an object, an empty one otherwise."""
    return raw if isinstance(raw, Mapping) else {}


def rows_of(raw: object, field: Field | None = None) -> list[object]:
    """Return `raw` if it is a list, an empty one otherwise.

    Of `field`'s rows no more than can matter: a flood of rows costs nothing.
    """
    rows = list(raw) if isinstance(raw, (list, tuple)) else []
    return rows[: field.max_rows + SPARE_ROWS] if field else rows


def is_empty_row(raw: object) -> bool:
    """Say whether nothing was given in a whole row."""
    if isinstance(raw, Mapping):
        return all(is_empty_row(value) for value in raw.values())
    if isinstance(raw, (list, tuple)):
        return all(is_empty_row(value) for value in raw)
    return raw is False or is_blank(raw)


def fixed_value(field: Field, scope: Scope) -> object:
    """Return the value of a field nobody may type: computed, or the default of a read-only one."""
    text = field.expression if field.type == "expression" else field.default
    return scope.value(text) if text else None


def is_fixed(field: Field, scope: Scope) -> bool:
    """Say whether a field's value is never taken from what was sent."""
    if field.type == "expression":
        return True
    return bool(field.readonly) and scope.holds(field.readonly)


def _typed(fields: tuple[Field, ...], raw: Mapping[str, object]) -> dict[str, object]:
    data: dict[str, object] = {}
    for field in fields:
        if field.type == "group" and not field.key:
            data.update(_typed(field.fields, raw))
        elif field.type == "group":
            data[field.key] = _typed(field.fields, object_of(raw.get(field.key)))
        elif field.has_rows:
            rows = rows_of(raw.get(field.key), field)
            data[field.key] = [_typed(field.fields, object_of(row)) for row in rows]
        elif field.key:
            data[field.key] = typed_value(field, raw.get(field.key))
    return data


def typed_value(field: Field, raw: object) -> object:
    """Return the typed value of one field, its blank when there is none or it cannot be read."""
    kind = KINDS.get(field.kind)
    if kind is None:
        return None
    if is_blank(raw):
        return kind.blank()
    try:
        return kind.read(raw, field)
    except Refused:
        return kind.blank()


def _settle(
    fields: tuple[Field, ...],
    data: dict[str, object],
    prefix: str,
    scope: Scope,
    hidden: set[str],
) -> None:
    for field in fields:
        # A computed value is the server's own: hiding it only takes it off the page.
        if field.type != "expression" and field.hide and scope.hides(field.hide):
            _hide(field, data, prefix, hidden)
        elif field.type == "group" and not field.key:
            _settle(field.fields, data, prefix, scope, hidden)
        elif field.fields:
            _settle_below(field, data, prefix, scope, hidden)
        elif field.key and is_fixed(field, scope):
            data[field.key] = fixed_value(field, scope)


def _settle_below(
    field: Field, data: dict[str, object], prefix: str, scope: Scope, hidden: set[str]
) -> None:
    inner = data[field.key]
    if isinstance(inner, dict):
        _settle(field.fields, inner, f"{prefix}{field.key}.", scope.below(inner), hidden)
    for index, row in enumerate(inner if isinstance(inner, list) else ()):
        at = f"{prefix}{field.key}.{index}."
        _settle(field.fields, row, at, scope.below(row, index + 1), hidden)


def _hide(field: Field, data: dict[str, object], prefix: str, hidden: set[str]) -> None:
    hidden.add(place_of(prefix, field))
    if field.key:
        data.pop(field.key, None)
        return
    for child in field.fields:
        _hide(child, data, prefix, hidden)
