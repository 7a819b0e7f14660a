"""Rules over several fields, as the application for the construction permit has them."""

from typing import Any

import pytest
from form_builders import component, context, form_of

from engine.errors import InvalidSubmission
from forms.judging import judge

RULES = [
    {
        "refuse_when": "abs(above + below - total) > 0.01",
        "fields": ["total", "above"],
        "zh": "地上 {{above}} 加地下 {{below}} 不等于总面积 {{total}}",
        "en": "{{above}} above and {{below}} below are not {{total}}",
    },
    {
        "refuse_when": "abs(sum(buildings.area) - total) > 0.01",
        "fields": ["buildings"],
        "zh": "单体之和不等于总面积",
        "en": "The buildings do not add up",
    },
    {
        "refuse_when": "ends <= starts",
        "fields": ["ends"],
        "zh": "竣工应晚于开工",
        "en": "Too early",
    },
    {"warn_when": "starts < today()", "fields": ["starts"], "zh": "开工已过", "en": "In the past"},
    {"refuse_when": 'case.state = "closed"', "zh": "办件已办结", "en": "The case is closed"},
    {
        "refuse_when": 'place.town = "火星"',
        "fields": ["place.town"],
        "zh": "不在本市",
        "en": "Not in this city",
    },
]
FORM = form_of(
    component("number", "total", "area", validate={"required": True}),
    component("number", "above", "area"),
    component("number", "below", "area"),
    component("dynamiclist", "buildings", components=[component("number", "area", "area")]),
    component("datetime", "starts", subtype="date"),
    component("datetime", "ends", subtype="date"),
    component("group", "place", components=[component("textfield", "town")]),
    rules=RULES,
)
P1: dict[str, Any] = {
    "total": "48,260.00",
    "above": "36180",
    "below": 12080,
    "buildings": [{"area": "40000.5"}, {"area": "8259.5"}],
    "starts": "2026-12-01",
    "ends": "2028-06-30",
}


def _errors(**changed: object) -> dict[str, list[tuple[str, str]]]:
    variables = {"case": changed.pop("case")} if "case" in changed else {}
    with pytest.raises(InvalidSubmission) as refused:
        judge(FORM, {**P1, **changed}, context(**variables))
    return refused.value.errors


def test_figures_that_agree_are_accepted() -> None:
    submission = judge(FORM, P1, context())

    assert str(submission.data["total"]) == "48260.00"
    assert submission.warnings == ()


def test_a_rule_of_figures_shows_at_each_field_it_names_with_the_figures() -> None:
    message = (
        "地上 36,180 加地下 12,080.02 不等于总面积 48,260",
        "36,180 above and 12,080.02 below are not 48,260",
    )

    assert _errors(below="12080.02") == {"total": [message], "above": [message]}


def test_the_tolerance_of_a_rule_is_counted_in_decimals() -> None:
    assert judge(FORM, {**P1, "below": "12080.01"}, context()).form_id == "test"


def test_a_rule_over_rows_shows_at_the_list() -> None:
    found = _errors(buildings=[{"area": "1"}])

    assert found == {"buildings": [("单体之和不等于总面积", "The buildings do not add up")]}


def test_a_rule_over_rows_stands_beside_the_errors_of_rows() -> None:
    found = _errors(buildings=[{"area": "1.234"}, {"area": 1}])

    assert sorted(found) == ["buildings", "buildings.0.area"]


def test_days_are_compared_as_days() -> None:
    assert list(_errors(ends="2026年12月1日")) == ["ends"]


def test_a_rule_without_fields_concerns_the_whole_form() -> None:
    assert _errors(case={"state": "closed"}) == {"": [("办件已办结", "The case is closed")]}


def test_a_rule_may_name_a_field_of_a_group() -> None:
    assert list(_errors(place={"town": "火星"})) == ["place.town"]


def test_a_missing_figure_is_asked_for_once_and_breaks_no_rule() -> None:
    assert list(_errors(total=None)) == ["total"]


def test_a_warning_is_kept_and_stops_nothing() -> None:
    submission = judge(FORM, {**P1, "starts": "2026-11-09"}, context())

    [warned] = submission.warnings
    assert (warned.path, warned.message) == ("starts", ("开工已过", "In the past"))
