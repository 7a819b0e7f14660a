"""What an untouched form shows: defaults where nothing was given yet."""

from collections.abc import Mapping
from typing import Any

from forms.answers import object_of, rows_of
from forms.context import FormContext
from forms.fields import Field, Form
from forms.scope import Scope, root_scope


def with_defaults(form: Form, values: Mapping[str, Any], context: FormContext) -> dict[str, Any]:
    """Return `values` with the default of every field they do not mention.

    A field that was emptied is mentioned (null or "") and stays empty. Lists begin with the rows
    the form asks for. Typed values: a day is a `date`, a number as FEEL has it.
    """
    data = dict(values)
    _fill(form.fields, data, root_scope(context, form.id, data))
    return data


def _fill(fields: tuple[Field, ...], data: dict[str, Any], scope: Scope) -> None:
    for field in fields:
        if field.type == "group" and not field.key:
            _fill(field.fields, data, scope)
        elif field.type == "group":
            data[field.key] = dict(object_of(data.get(field.key)))
            _fill(field.fields, data[field.key], scope.below(data[field.key]))
        elif field.has_rows:
            data[field.key] = _rows(field, data, scope)
        elif field.key and field.key not in data and field.default:
            data[field.key] = scope.value(field.default)


def _rows(field: Field, data: dict[str, Any], scope: Scope) -> list[dict[str, Any]]:
    given = scope.value(field.default) if field.default and field.key not in data else None
    rows = rows_of(data.get(field.key, given))
    if not rows and field.key not in data:
        rows = [{}] * field.first_rows
    filled = [dict(object_of(row)) for row in rows]
    for number, row in enumerate(filled, start=1):
        _fill(field.fields, row, scope.below(row, number))
    return filled
