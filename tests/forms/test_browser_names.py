"""Names of a browser's form become the nested data of the JSON API, and back."""

from form_builders import component, context, form_of
from werkzeug.datastructures import MultiDict

from forms.drawing import draw
from forms.drawn import DrawnField
from forms.judging import judge
from forms.parsing import file_names, raw_from_form

FORM = form_of(
    component("textfield", "name"),
    component("checkbox", "special"),
    component("checklist", "ways", values=[{"value": "a"}, {"value": "b"}]),
    component("filepicker", "photos"),
    component("group", "place", components=[component("textfield", "town")]),
    {"type": "group", "id": "g", "label": "组", "components": [component("number", "floors")]},
    component(
        "dynamiclist",
        "units",
        components=[component("textfield", "name"), component("checkbox", "lead")],
    ),
    component("textfield", "materials", "materials"),
)
SENT = MultiDict(
    [
        ("name", "医院"),
        ("ways", "a"),
        ("ways", "b"),
        ("photos", "a1"),
        ("photos", "a2"),
        ("_drop", "photos:a2"),
        ("place-town", "江城"),
        ("floors", "3"),
        ("units-7-name", "乙"),
        ("units-2-name", "甲"),
        ("units-2-lead", "true"),
        ("units-x-name", "?"),
        ("units-99999-name", "?"),
        ("materials-bid-award-state", "supplied"),
        ("materials-bid-award-attachments", "a1"),
        ("materials-bid-award-note", "见附件"),
        ("materials-contract-state", "missing"),
        ("csrf_token", "x"),
    ]
)


def test_names_are_nested_as_the_api_sends_them() -> None:
    assert raw_from_form(FORM, SENT) == {
        "name": "医院",
        "special": False,
        "ways": ["a", "b"],
        "photos": ["a1"],
        "place": {"town": "江城"},
        "floors": "3",
        "units": [{"name": "甲", "lead": True}, {"name": "乙", "lead": False}],
        "materials": {
            "bid-award": {
                "state": "supplied",
                "certificate": "",
                "note": "见附件",
                "attachments": ["a1"],
            },
            "contract": {"state": "missing", "certificate": "", "note": "", "attachments": []},
        },
    }


def test_what_was_not_on_the_page_stays_unmentioned() -> None:
    raw = raw_from_form(FORM, MultiDict([("place-town", "")]))

    assert raw["special"] is False
    assert raw["place"] == {"town": ""}
    assert not {"name", "floors", "units"} & raw.keys()


def test_a_list_that_appears_begins_with_a_row() -> None:
    raw = raw_from_form(FORM, MultiDict([("name", "医院")]))

    [units] = [field for field in draw(FORM, raw, {}, context()).fields if field.path == "units"]

    assert len(units.rows) == 1


def test_what_is_drawn_and_sent_back_is_accepted_unchanged() -> None:
    raw = raw_from_form(FORM, SENT)
    data = judge(FORM, raw, context()).data

    again = raw_from_form(FORM, MultiDict(list(_inputs(draw(FORM, data, {}, context()).fields))))

    assert judge(FORM, again, context()).data == data


def test_a_file_control_without_script_names_its_field() -> None:
    found = list(file_names(FORM, ["photos-file", "name", "materials-contract-attachments-file"]))

    assert found == [
        ("photos-file", "photos"),
        ("materials-contract-attachments-file", "materials-contract-attachments"),
    ]


def _inputs(fields: tuple[DrawnField, ...]) -> list[tuple[str, str]]:
    """Return the names and values a browser would send for what is drawn."""
    sent: list[tuple[str, str]] = []
    for field in fields:
        sent += _inputs(field.fields)
        sent += [pair for row in field.rows for pair in _inputs(row.fields)]
        sent += [(field.name, file.id) for file in field.files]
        sent += [(field.name, each.value) for each in field.options if each.chosen]
        for each in field.materials:
            sent += [(f"{each.name}-state", each.state), (f"{each.name}-note", each.note)]
            sent += [(f"{each.name}-certificate", each.certificate)]
            sent += [(f"{each.name}-attachments", file.id) for file in each.files]
        if field.ticked:
            sent.append((field.name, "true"))
        if field.widget in ("text", "number", "date", "textarea"):
            sent.append((field.name, field.value))
    return sent
