"""What a page shows of a form: values, notes, errors, order and widths."""

from datetime import date
from decimal import Decimal

import pytest
from form_builders import component, context, form_of, required

from engine.errors import InvalidSubmission
from forms.drawing import draw
from forms.drawn import DrawnField
from forms.judging import judge
from forms.showing import show

FORM = form_of(
    component("checkbox", "tendered"),
    required("textfield", "award", conditional={"hide": "=tendered != true"}),
    component("number", "price", "money_wan", layout={"row": "r1", "columns": 8}),
    component("number", "size", "area", layout={"row": "r1", "columns": 8}),
    component("datetime", "day", subtype="date", properties={"default": "=today()"}),
    component("radio", "way", values=[{"value": "a", "label": "甲", "label_en": "A"}]),
    component("textfield", "code", "uscc"),
    component("textfield", "owner", "id_number"),
    component("textfield", "who", "person"),
    component(
        "dynamiclist",
        "units",
        properties={"row_label": "单位", "row_label_en": "Unit"},
        components=[component("textfield", "code", "uscc")],
    ),
)


def _field(name: str, **values: object) -> DrawnField:
    fields = draw(FORM, values, {}, context(people=[{"id": "wugang", "name": "吴刚"}])).fields
    return next(field for field in fields if field.name == name)


def test_an_untouched_field_shows_its_default_and_an_emptied_one_stays_empty() -> None:
    assert _field("day").value == "2026-11-10"
    assert _field("day", day=None).value == ""
    assert _field("day", day="明天").value == "明天"
    assert _field("day", day=date(2026, 1, 2)).value == "2026-01-02"


@pytest.mark.parametrize(
    ("raw", "value", "note"),
    [
        ("31,560.8", "31,560.8", "大写：叁亿壹仟伍佰陆拾万捌仟元整"),
        (Decimal("31560.800000"), "31,560.80", "大写：叁亿壹仟伍佰陆拾万捌仟元整"),
        ("many", "many", ""),
        ("", "", ""),
    ],
)
def test_money_shows_its_capital_figures(raw: object, value: str, note: str) -> None:
    drawn = _field("price", price=raw)

    assert (drawn.value, drawn.note, drawn.unit) == (value, note, "万元")


def test_a_code_shows_the_name_the_register_knows() -> None:
    assert _field("code", code="9199010000000006XA").note == "主体库：江城云栖置业有限公司"


def test_a_person_is_chosen_from_the_people_around() -> None:
    who = _field("who", who="wugang")

    assert who.widget == "select"
    assert [(each.label, each.chosen) for each in who.options] == [("吴刚", True)]


def test_fields_of_one_row_share_its_width() -> None:
    assert (_field("price").columns, _field("size").columns, _field("day").columns) == (6, 6, 12)


def test_a_field_others_depend_on_asks_the_server_again() -> None:
    assert _field("tendered").refreshes
    assert not _field("price").refreshes


def test_a_list_begins_with_one_row_and_knows_an_empty_one() -> None:
    units = _field("units")

    assert [row.title for row in units.rows] == ["单位 1"]
    assert units.rows[0].fields[0].name == "units-0-code"
    assert units.blank_row is not None
    assert units.blank_row.fields[0].id == "f-units-__index__-code"


def test_errors_are_summed_up_in_the_pages_order_with_links() -> None:
    raw = {"tendered": True, "day": "x", "units": [{"code": "1"}]}
    with pytest.raises(InvalidSubmission) as refused:
        judge(FORM, raw, context())
    errors = {"": [("办件已办结", "Closed")], **refused.value.errors}

    drawn = draw(FORM, raw, errors, context())

    assert [(line.id, line.label) for line in drawn.summary] == [
        ("", "整张表单"),
        ("f-award", "标签award"),
        ("f-day", "标签day"),
        ("f-units-0-code", "单位 1 · 标签code"),
    ]
    assert drawn.summary[1].text == "请填写此项"


def test_an_error_below_a_choice_leads_to_its_first_option() -> None:
    errors = {"way": [("请选择", "Choose")]}

    assert draw(FORM, {}, errors, context()).summary[0].id == "f-way-0"


def test_english_is_complete_and_chinese_stands_in_where_it_lacks() -> None:
    drawn = draw(FORM, {}, {}, context("en"))

    assert [field.label for field in drawn.fields][:2] == ["Tendered", "Price"]
    assert drawn.title == "Test"
    assert drawn.words["add_row"] == "Add a row"


def test_a_release_is_offered_only_where_it_is_asked_for() -> None:
    drawn = draw(FORM, {}, {}, context(), overridable=["code"])

    assert [field.name for field in drawn.fields if field.overridable] == ["code"]


def test_text_with_slots_is_drawn_safely() -> None:
    form = form_of(
        {
            "type": "text",
            "id": "t",
            "text": "# 受理\n\n{{today()}}\n**{{case.name}}**\n\n- 一",
        },
        {"type": "html", "id": "h", "content": "<p>{{case.name}}</p>"},
    )

    text, html = draw(form, {}, {}, context(case={"name": "<b>"})).fields

    assert text.html == (
        "<h3>受理</h3>\n<p>2026-11-10<br><strong>&lt;b&gt;</strong></p>\n<ul><li>一</li></ul>"
    )
    assert html.html == "<p>&lt;b&gt;</p>"


def test_accepted_data_is_shown_in_words_with_personal_numbers_masked() -> None:
    raw = {
        "price": "31560.8",
        "day": "2026-11-09",
        "way": "a",
        "owner": "990102197803120110",
        "who": "wugang",
        "units": [{"code": "9199010000000006XA"}],
    }
    data = judge(FORM, raw, context()).data

    shown = {line.label: line.text for line in show(FORM, data, context())}

    assert shown == {
        "标签tendered": "否",
        "标签price": "31,560.80 万元",
        "标签day": "2026-11-09",
        "标签way": "甲",
        "标签owner": "990102********0110",
        "标签who": "吴刚",
        "单位 1 · 标签code": "9199010000000006XA",
    }


def test_an_unmasked_number_is_shown_whole() -> None:
    [line] = show(FORM, {"owner": "990102197803120110"}, context(), unmasked=["owner"])

    assert (line.text, line.is_masked) == ("990102197803120110", False)
