"""Rows of a dynamic list: counted, judged and told apart by their place."""

import pytest
from form_builders import component, context, form_of, required

from engine.errors import InvalidSubmission
from forms.judging import judge
from forms.rows import with_row_added, with_row_removed

FORM = form_of(
    component(
        "dynamiclist",
        "units",
        properties={"min_rows": 1, "max_rows": 3, "row_label": "单位", "row_label_en": "Unit"},
        components=[required("textfield", "name"), component("textfield", "code", "uscc")],
    )
)


def _errors(units: object) -> dict[str, list[tuple[str, str]]]:
    with pytest.raises(InvalidSubmission) as refused:
        judge(FORM, {"units": units}, context())
    return refused.value.errors


def test_wholly_empty_rows_are_left_out() -> None:
    units = [{"name": " ", "code": ""}, {"name": "江城建工"}]

    data = judge(FORM, {"units": units}, context()).data

    assert data == {"units": [{"name": "江城建工", "code": None}]}


def test_errors_keep_the_row_number_that_was_sent() -> None:
    found = _errors([{}, {"name": "甲"}, {"code": "11990100000000019G"}])

    assert sorted(found) == ["units.2.code", "units.2.name"]


@pytest.mark.parametrize(
    ("units", "expected"),
    [
        ([], "至少 1 行，现有 0 行"),
        ([{}], "至少 1 行，现有 0 行"),
        (None, "至少 1 行，现有 0 行"),
        ("nonsense", "至少 1 行，现有 0 行"),
        ([{"name": "甲"}] * 4, "最多 3 行，现有 4 行"),
    ],
)
def test_too_few_and_too_many_rows_are_refused(units: object, expected: str) -> None:
    [(zh, en)] = _errors(units)["units"]

    assert expected in zh
    assert "row" in en


def test_a_row_that_is_no_object_is_judged_as_empty() -> None:
    assert list(_errors([["x"], {"name": "甲", "code": 1}])) == ["units.0.name", "units.1.code"]


def test_rows_are_added_and_removed_where_they_stand() -> None:
    raw = {"units": [{"name": "甲"}, {"name": "乙"}], "place": {"shops": [{"a": 1}]}}

    assert with_row_added(raw, "units")["units"] == [{"name": "甲"}, {"name": "乙"}, {}]
    assert with_row_removed(raw, "units-0")["units"] == [{"name": "乙"}]
    assert with_row_added(raw, "place-shops")["place"] == {"shops": [{"a": 1}, {}]}
    assert with_row_added({}, "units") == {"units": [{}]}
    assert with_row_removed(raw, "units-9") == raw


def test_a_flood_of_rows_is_refused_without_being_judged() -> None:
    [(path, [(zh, _)])] = _errors([{"name": "甲"}] * 50_000).items()

    assert path == "units"
    assert "现有 50000 行" in zh
