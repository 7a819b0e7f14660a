"""A form as the API gives it: the designer's JSON, and what it comes to for these values."""

from collections.abc import Iterator, Mapping
from typing import Any

from engine.case_document import plain
from engine.store import json
from forms.answers import read_answers
from forms.context import FormContext
from forms.defaults import with_defaults
from forms.drawing import draw
from forms.drawn import DrawnField, DrawnFile, DrawnMaterial, DrawnOption
from forms.fields import Form

#: Widgets that only divide a page.
SILENT = frozenset({"separator", "spacer"})


def form_data(
    form: Form, text: bytes, values: Mapping[str, Any], context: FormContext
) -> dict[str, Any]:
    """Return a form with its visible fields worked out for `values`, a draft or nothing."""
    filled = with_defaults(form, values, context)
    drawn = draw(form, values, {}, context)
    return {
        "key": form.id,
        "title": drawn.title,
        "form_js": json.loads(text.decode()),
        "values": plain(filled),
        "inputs": [_field(field) for field in _flat(drawn.fields)],
        "hidden": sorted(
            path for path in read_answers(form, filled, context).hidden if "#" not in path
        ),
    }


def _flat(fields: tuple[DrawnField, ...]) -> Iterator[DrawnField]:
    for field in fields:
        if field.widget not in SILENT:
            yield field
        yield from _flat(field.fields)
        for row in (*field.rows, *((field.blank_row,) if field.blank_row else ())):
            yield from _flat(row.fields)


def _field(field: DrawnField) -> dict[str, Any]:
    return {
        "path": field.path,
        "widget": field.widget,
        "kind": field.kind,
        "label": field.label,
        "help": field.help,
        "unit": field.unit,
        "note": field.note,
        "required": field.required,
        "readonly": field.readonly,
        "value": field.value,
        "ticked": field.ticked,
        "options": [_option(one) for one in field.options],
        "files": [file_data(one) for one in field.files],
        "materials": [_material(one) for one in field.materials],
        "can_add_rows": field.widget == "rows" and field.can_add,
        "html": str(field.html),
    }


def _option(option: DrawnOption) -> dict[str, Any]:
    return {"value": option.value, "label": option.label, "chosen": option.chosen}


def file_data(file: DrawnFile) -> dict[str, Any]:
    """Return what a stored file is."""
    return {"id": file.id, "name": file.name, "content_type": file.content_type}


def _material(row: DrawnMaterial) -> dict[str, Any]:
    return {
        "code": row.code,
        "label": row.label,
        "necessity": row.necessity,
        "needed": row.needed,
        "state": row.state,
        "states": [_option(one) for one in row.states],
        "certificate": row.certificate,
        "note": row.note,
        "files": [file_data(one) for one in row.files],
    }
