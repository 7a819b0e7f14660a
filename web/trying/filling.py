"""Valid data for the form of a place: the plain sample, and what else can be chosen in it."""

from collections.abc import Mapping
from dataclasses import dataclass
from itertools import islice
from typing import Any

from engine.definitions import Definition
from forms.context import FormContext
from forms.fields import Field, Form, flat
from forms.kinds.choices import options_of
from forms.samples import Raw, Stock, choices, sample
from forms.scope import root_scope
from forms.submit import form_of
from web.trying.places import Place
from web.walking.samples import read_samples
from web.walking.stage import PAPER, PICTURE

STOCK = Stock(PAPER, PICTURE)
#: Ways offered at one place, the plain one included.
MOST = 12
_NOT_VALUES = ("variants", "refused")


@dataclass(frozen=True)
class Way:
    """One way to fill in a form."""

    #: What makes it different, such as "结论：不予受理"; empty for the plain sample.
    name: str
    chosen: Raw


def ways_at(definition: Definition, place: Place, by: str, language: str) -> list[Way]:
    """Return the ways to fill in a place's form, the plain one first; [] where it has none."""
    if not place.form_key:
        return []
    form, context = form_of(definition, place.form_key), place.context(by, language)
    table = _table(definition, place.form_key)
    plain = sample(form, context, _examples(table), {}, STOCK)
    others = (
        one
        for one in (*table.get("variants", ()), *choices(form, context, plain))
        if any(plain.get(key) != value for key, value in one.items())
    )
    return [
        Way("", {}),
        *(Way(_named(form, context, one), one) for one in islice(others, MOST - 1)),
    ]


def filled(definition: Definition, place: Place, by: str, way: Way) -> Raw:
    """Return what is entered at a place in a way; files are named as samples name them."""
    if not place.form_key:
        return {}
    form, table = form_of(definition, place.form_key), _table(definition, place.form_key)
    return sample(form, place.context(by, "zh_CN"), _examples(table), way.chosen, STOCK)


def _table(definition: Definition, form_key: str) -> Mapping[str, Any]:
    table = read_samples(definition).get(form_key, {})
    return table if isinstance(table, Mapping) else {}


def _examples(table: Mapping[str, Any]) -> dict[str, Any]:
    return {key: value for key, value in table.items() if key not in _NOT_VALUES}


def _named(form: Form, context: FormContext, chosen: Mapping[str, Any]) -> str:
    """Return what was chosen in the words of the form."""
    fields = {field.key: field for field in flat(form.fields) if field.key}
    said = [
        f"{fields[key].words.text(context.language)}：{_word(form, context, fields[key], value)}"
        for key, value in chosen.items()
        if key in fields and not isinstance(value, (dict, list))
    ]
    return "，".join(said)[:60]


def _word(form: Form, context: FormContext, field: Field, value: Any) -> str:
    if isinstance(value, bool):
        return {True: "✓", False: "✗"}[value]
    options = options_of(field, root_scope(context, form.id, {}))
    words = (one.words.text(context.language) for one in options if one.value == value)
    return next(words, str(value))
