"""Valid data for a form, made by its own rules: for walking a matter and for trying a draft.

A sample answers every visible required field in the order of the page, so that what an answer
shows below is answered too. What cannot be guessed, such as figures that must add up, comes from
`examples`: values by key, FEEL where a text begins with "=".
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from forms import identifiers
from forms.answers import is_fixed, object_of, read_answers, rows_of
from forms.context import FormContext
from forms.fields import Field, Form, flat
from forms.kinds.choices import options_of
from forms.kinds.files import accepted_endings
from forms.kinds.kind import Place, is_blank
from forms.kinds.materials import Material, materials_of
from forms.kinds.registers import check_person, persons_offered
from forms.scope import Scope, root_scope

Raw = dict[str, Any]

#: Answers may show further fields: a form settles long before this many rounds.
MOST_ROUNDS = 12

_CHOICES = frozenset({"radio", "select"})
_TICKS = frozenset({"checkbox", "statement"})
_SEVERAL = frozenset({"checklist", "taglist"})


@dataclass(frozen=True)
class Stock:
    """What samples take from the world around the form."""

    #: Ids of a stored PDF and of a stored picture to attach.
    file_id: str = ""
    picture_id: str = ""


def sample(
    form: Form,
    context: FormContext,
    examples: Mapping[str, Any],
    chosen: Mapping[str, Any],
    stock: Stock,
) -> Raw:
    """Return data a form may accept: `chosen` first, then `examples`, then by each field's kind."""
    raw: Raw = {}
    given = {**examples, **chosen}
    for _ in range(MOST_ROUNDS):
        before = _shown(form, raw, context)
        answers = read_answers(form, raw, context)
        _answer(form.fields, raw, given, root_scope(context, form.id, answers.data), stock)
        raw = _without_hidden(form, raw, context, keep=chosen)
        if _shown(form, raw, context) == before:
            break
    return raw


def choices(form: Form, context: FormContext, raw: Mapping[str, Any]) -> Iterator[Raw]:
    """Yield every single answer to what can be chosen in a form as answered: one key each."""
    answers = read_answers(form, raw, context)
    scope = answers.scope
    for field in flat(form.fields):
        if not field.key or answers.hides("", field) or is_fixed(field, scope):
            continue
        if field.kind in _CHOICES:
            yield from ({field.key: one.value} for one in options_of(field, scope))
        elif field.kind in _TICKS and not field.required:
            yield from ({field.key: ticked} for ticked in (True, False))
        elif field.kind in _SEVERAL:
            values = [one.value for one in options_of(field, scope)]
            several = (values, values[:1]) if field.required else (values, values[:1], [])
            yield from ({field.key: some} for some in several)
        elif field.type == "number":
            yield from ({field.key: str(bound)} for bound in _bounds_of(field, scope))


def _bounds_of(field: Field, scope: Scope) -> Iterator[object]:
    bounds = field.bounds
    for fixed, text in (
        (bounds.minimum, bounds.minimum_feel),
        (bounds.maximum, bounds.maximum_feel),
    ):
        value = scope.value(text) if text else fixed
        if value is not None:
            yield value


def _shown(form: Form, raw: Raw, context: FormContext) -> tuple[frozenset[str], str]:
    return read_answers(form, raw, context).hidden, repr(raw)


def _without_hidden(form: Form, raw: Raw, context: FormContext, *, keep: Mapping[str, Any]) -> Raw:
    hidden = read_answers(form, raw, context).hidden
    return {key: value for key, value in raw.items() if key not in hidden or key in keep}


def _answer(
    fields: tuple[Field, ...], raw: Raw, given: Mapping[str, Any], scope: Scope, stock: Stock
) -> None:
    for field in flat(fields):
        if not field.key or is_fixed(field, scope) or field.type == "expression":
            continue
        if field.has_rows:
            _answer_rows(field, raw, given, scope, stock)
        elif field.type == "group":
            inner = raw.setdefault(field.key, {})
            below = object_of(given.get(field.key))
            _answer(field.fields, inner, below, scope.below(inner), stock)
        elif field.kind == "materials":
            # What is needed follows from the other answers, so it is asked anew in each round.
            raw[field.key] = {**_grid(field, scope, stock), **object_of(given.get(field.key))}
        elif field.key in given:
            raw[field.key] = _evaluated(given[field.key], scope)
        elif field.required and is_blank(raw.get(field.key)):
            raw[field.key] = _by_default(field, scope) or _by_kind(field, raw, scope, stock)


def _answer_rows(
    field: Field, raw: Raw, given: Mapping[str, Any], scope: Scope, stock: Stock
) -> None:
    least = max(field.min_rows, 1 if field.required else 0)
    rows = rows_of(_evaluated(given.get(field.key), scope)) or [{}] * least
    answered = []
    for number, row in enumerate(rows, start=1):
        inner: Raw = {}
        _answer(field.fields, inner, object_of(row), scope.below(object_of(row), number), stock)
        answered.append(inner)
    if answered:
        raw[field.key] = answered


def _evaluated(value: Any, scope: Scope) -> Any:
    if isinstance(value, str) and value.startswith("="):
        return _written(scope.value(value[1:]))
    return _written(value)


def _by_default(field: Field, scope: Scope) -> Any:
    return _written(scope.value(field.default)) if field.default else None


def _written(value: object) -> Any:
    """Return a FEEL value as it would be typed."""
    if isinstance(value, date):
        return value.isoformat()[:10]
    return str(value) if isinstance(value, Decimal) else value


def _by_kind(field: Field, raw: Raw, scope: Scope, stock: Stock) -> Any:
    if field.kind in _CHOICES:
        return next((one.value for one in options_of(field, scope)), "")
    if field.kind in _SEVERAL:
        return [one.value for one in options_of(field, scope)][:1]
    if field.kind in _TICKS:
        return True
    if field.type == "number":
        return str(next(_bounds_of(field, scope), 1))
    if field.type == "datetime":
        return _day(field, scope)
    if field.type == "filepicker":
        return [_file(field, stock)]
    if field.kind in {"person", "people"}:
        return _person(field, raw, scope)
    if field.kind == "region":
        known = scope.context.variables.get("regions")
        rows = known if isinstance(known, list) else []
        return str(rows[0].get("code", "")) if rows else ""
    return _CODES.get(field.kind) or _text(field)


def _file(field: Field, stock: Stock) -> str:
    taken = accepted_endings(field)
    return stock.file_id if not taken or ".pdf" in taken else stock.picture_id


def _text(field: Field) -> str:
    words = (field.words.zh or field.key) + "样例"
    least = field.bounds.min_length
    text = words * (1 + least // len(words)) if len(words) < least else words
    return text[: field.bounds.max_length or None]


def _day(field: Field, scope: Scope) -> str:
    """Return today, or the nearest day within the field's bounds."""
    day = scope.context.today
    bounds = field.bounds
    least = scope.value(bounds.minimum_feel) if bounds.minimum_feel else None
    most = scope.value(bounds.maximum_feel) if bounds.maximum_feel else None
    if isinstance(least, date):
        day = max(day, least)
    if isinstance(most, date):
        day = min(day, most)
    return day.isoformat()[:10]


def _person(field: Field, raw: Raw, scope: Scope) -> Any:
    """Return somebody fit to be chosen who was not chosen beside it."""
    place = Place(field, field.key, scope)
    taken = {value for value in raw.values() if isinstance(value, str)}
    offered = [
        one.value for one in persons_offered(place) if not any(check_person(one.value, place))
    ]
    found = next((one for one in offered if one not in taken), "")
    return [found] if field.kind == "people" else found


def _grid(field: Field, scope: Scope, stock: Stock) -> Raw:
    return {one.code: _material(one, stock) for one in materials_of(Place(field, field.key, scope))}


def _material(one: Material, stock: Stock) -> Raw:
    if not one.needed:
        return {"state": "not_needed"}
    return {"state": "supplied", "attachments": [stock.file_id]}


_REGION = "990102"
_USCC = f"91{_REGION}000000000"
_ID = f"{_REGION}19900101001"
_CODES = {
    "uscc": _USCC + identifiers.uscc_check_digit(_USCC),
    "organisation": _USCC + identifiers.uscc_check_digit(_USCC),
    "id_number": _ID + identifiers.id_check_digit(_ID),
    "mobile": "15400000001",
    "phone": "15400000001",
    "project_code": f"2509-{_REGION}-04-01-100099",
    "permit_number": f"{_REGION}202609010101",
    "coordinates": "114.305539,30.592850",
    "certificate": "样例0001",
}
