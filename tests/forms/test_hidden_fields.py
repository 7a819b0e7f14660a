"""What is hidden asks for nothing, keeps nothing and decides nothing below it."""

from dataclasses import replace
from typing import Any

import pytest
from form_builders import component, context, form_of, required

from engine.errors import InvalidSubmission
from forms.answers import read_answers
from forms.drawing import draw
from forms.judging import judge


def _fail(limit: object) -> object:
    raise ValueError(limit)


TENDERED = component("checkbox", "tendered")
AWARD = required("textfield", "award", conditional={"hide": "=tendered != true"})


def test_a_hidden_required_field_asks_for_nothing_and_its_value_is_dropped() -> None:
    data = judge(form_of(TENDERED, AWARD), {"tendered": False, "award": "A-1"}, context()).data

    assert data == {"tendered": False}


def test_a_required_field_asks_as_soon_as_it_shows() -> None:
    with pytest.raises(InvalidSubmission) as refused:
        judge(form_of(TENDERED, AWARD), {"tendered": "true", "award": " "}, context())

    assert list(refused.value.errors) == ["award"]


def test_a_visible_field_left_blank_is_null_and_unknown_values_are_dropped() -> None:
    form = form_of(
        component("textfield", "a"), component("checklist", "b", values=[{"value": "x"}])
    )

    assert judge(form, {"c": 1}, context()).data == {"a": None, "b": []}


def test_a_stale_answer_of_a_hidden_field_decides_nothing_below_it() -> None:
    form = form_of(
        component("checkbox", "a"),
        component("textfield", "b", conditional={"hide": "=a != true"}),
        component("textfield", "c", conditional={"hide": '=b = "stale"'}),
    )

    assert judge(form, {"a": False, "b": "stale", "c": "kept"}, context()).data["c"] == "kept"


@pytest.mark.parametrize(
    ("hide", "hidden"),
    [
        ("=true", True),
        ("=false", False),
        ('=nobody = "x"', False),
        ("=nobody != true", True),
        ('="text"', False),
        ("=5", False),
        # A unary test without an input: null is what it is tested against, as in form-js.
        ("=nobody", True),
        ("=nobody > 3", True),
        ("=not(nobody)", False),
        ("=due(1)", False),
        ("=today() > date(2026, 11, 9)", True),
        ("=case.round >= 1", True),
    ],
)
def test_a_field_is_hidden_as_form_js_would(hide: str, hidden: bool) -> None:
    form = form_of(component("textfield", "a", conditional={"hide": hide}))
    around = replace(context(case={"round": 1}), functions={"due": _fail})
    answers = read_answers(form, {}, around)

    assert answers.hides("", form.fields[0]) is hidden


def _list(hide: str) -> dict[str, Any]:
    return component(
        "dynamiclist",
        "units",
        components=[
            component("select", "role", values=[{"value": "design"}, {"value": "build"}]),
            required("textfield", "grade", conditional={"hide": hide}),
        ],
    )


def test_a_row_hides_its_fields_by_its_own_values() -> None:
    form = form_of(_list('=this.role = "build"'))
    raw = {"units": [{"role": "build", "grade": "x"}, {"role": "design", "grade": ""}]}

    with pytest.raises(InvalidSubmission) as refused:
        judge(form, raw, context())

    assert list(refused.value.errors) == ["units.1.grade"]


def test_a_row_knows_its_number_and_its_parent() -> None:
    form = form_of(component("checkbox", "all"), _list("=i = 1 and parent.all = true"))
    raw = {"all": True, "units": [{"role": "build"}, {"role": "build", "grade": "a"}]}

    units = judge(form, raw, context()).data["units"]

    assert units == [{"role": "build"}, {"role": "build", "grade": "a"}]


def test_a_hidden_group_takes_its_fields_with_it() -> None:
    group = {
        "type": "group",
        "id": "g",
        "label": "组",
        "conditional": {"hide": "=true"},
        "components": [required("textfield", "a"), required("textfield", "b")],
    }

    assert judge(form_of(group), {"a": "1", "b": "2"}, context()).data == {}


def test_a_read_only_field_takes_its_default_and_never_what_is_sent() -> None:
    one = component("textfield", "a", readonly=True, properties={"default": '=case.name + "!"'})

    data = judge(form_of(one), {"a": "forged"}, context(case={"name": "江城"})).data

    assert data == {"a": "江城!"}


def test_a_computed_value_is_the_servers_even_when_it_is_kept_off_the_page() -> None:
    form = form_of(
        component("number", "a"),
        component("expression", "double", expression="=a * 2", conditional={"hide": "=true"}),
    )

    assert judge(form, {"a": "1.5", "double": 9}, context()).data["double"] == 3
    assert [field.name for field in draw(form, {}, {}, context()).fields] == ["a"]


def test_values_of_hidden_fields_travel_along_so_that_nothing_typed_is_lost() -> None:
    rows = component("dynamiclist", "rows", components=[component("textfield", "b")])
    form = form_of(TENDERED, AWARD, {**rows, "conditional": {"hide": "=tendered != true"}})

    drawn = draw(form, {"award": "A-1", "rows": [{"b": "x"}]}, {}, context())

    assert drawn.kept == (("award", "A-1"), ("rows-0-b", "x"))
