"""Every field of every form of the construction permit refuses a bad value in both languages."""

from dataclasses import replace
from pathlib import Path

import pytest
from form_builders import context

from engine.errors import InvalidSubmission
from forms.fields import Field, Form
from forms.judging import judge
from forms.kinds import KINDS
from forms.reading import read_form

FOLDER = Path(__file__).parents[2] / "processes" / "construction_permit" / "forms"
CONTROL = "坏\x07值"
#: One bad value for each kind; free text: a control character (its length is tried beside it).
BAD: dict[str, object] = {
    **dict.fromkeys(KINDS, CONTROL),
    "checkbox": "maybe",
    "statement": "maybe",
    "radio": "nothing offered",
    "select": "nothing offered",
    "checklist": ["nothing offered"],
    "taglist": ["nothing offered"],
    "filepicker": ["gone"],
    "attachments": ["gone"],
    "number": "很多",
    "area": "1.005",
    "money_wan": "31560.8万元",
    "datetime": "2026-02-30",
    "uscc": "11990100000000019G",
    "id_number": "990102197803120111",
    "mobile": "+8615400000001",
    "project_code": "2509-990102",
    "coordinates": "30.5928,114.3055",
    "region": "滨江区",
    "person": "nobody",
    "dynamiclist": [],
}


def _fields() -> list[tuple[str, Field]]:
    forms = [read_form(path.read_bytes(), path.stem) for path in sorted(FOLDER.glob("*.form"))]
    return [
        (f"{form.id}.{field.key}", replace(field, hide="", readonly=""))
        for form in forms
        for field in form.walk()
        if field.has_value and field.type != "expression"
    ]


@pytest.mark.parametrize("field", [pytest.param(field, id=name) for name, field in _fields()])
def test_a_field_of_the_permit_refuses_a_bad_value(field: Field) -> None:
    messages = _refused(field, BAD[field.kind])

    assert all(zh and en and zh != en for zh, en in messages)


@pytest.mark.parametrize(
    "field",
    [
        pytest.param(field, id=name)
        for name, field in _fields()
        if field.kind in ("textfield", "textarea", "signature")
    ],
)
def test_a_text_of_the_permit_refuses_too_much(field: Field) -> None:
    [(zh, en)] = _refused(field, "长" * (field.bounds.max_length + 1))[:1]

    assert f"最多 {field.bounds.max_length} 字" in zh
    assert f"At most {field.bounds.max_length} characters" in en


def _refused(field: Field, raw: object) -> list[tuple[str, str]]:
    form = Form(id="one", words=field.words, fields=(field,))
    with pytest.raises(InvalidSubmission) as refused:
        judge(form, {field.key: raw}, context())
    return refused.value.errors[field.key]
