"""The materials grid: what is needed depends on the answers, and each state needs its proof."""

from typing import Any

import pytest
from form_builders import component, context, form_of

from engine.errors import InvalidSubmission
from forms.attachments import attachment_ids
from forms.drawing import draw
from forms.judging import judge

FORM = form_of(
    component("checkbox", "tendered"),
    component("textfield", "land_no"),
    component("textfield", "materials", "materials"),
)
FILES = {"state": "supplied", "attachments": ["a1"]}
COMPLETE: dict[str, Any] = {
    "contract": FILES,
    "insurance": {"state": "promised"},
    "land": {"state": "shared", "certificate": "地字第990102202600001号"},
    "seal": {"state": "supplied"},
}


def _errors(**rows: object) -> dict[str, list[tuple[str, str]]]:
    with pytest.raises(InvalidSubmission) as refused:
        judge(FORM, {"materials": {**COMPLETE, **rows}}, context())
    return refused.value.errors


def test_a_row_is_kept_for_every_material_and_none_for_unknown_codes() -> None:
    data = judge(FORM, {"materials": {**COMPLETE, "other": FILES}}, context()).data

    rows = data["materials"]
    assert list(rows) == ["contract", "bid-award", "insurance", "land", "seal"]
    assert rows["bid-award"] == {
        "state": "not_needed",
        "attachments": [],
        "certificate": None,
        "note": "",
    }


def test_a_material_is_needed_when_the_form_itself_says_so() -> None:
    data = judge(FORM, {"tendered": True, "materials": COMPLETE}, context()).data

    assert data["materials"]["bid-award"]["state"] == "missing"


def test_a_shared_row_takes_the_number_the_form_gives() -> None:
    raw = {
        "land_no": "地字第990102202600001号",
        "materials": {**COMPLETE, "land": {"state": "shared"}},
    }

    data = judge(FORM, raw, context()).data

    assert data["materials"]["land"]["certificate"] == "地字第990102202600001号"


@pytest.mark.parametrize(
    ("code", "row", "expected"),
    [
        ("contract", {"state": "promised"}, "主审要件不得容缺"),
        ("seal", {"state": "promised"}, "主审要件不得容缺"),
        ("contract", {"state": "shared", "certificate": "x"}, "没有共享证照可用"),
        ("contract", {"state": "not_needed"}, "不能标为“不涉及”"),
        ("contract", {"state": "lost"}, "状态有误"),
        ("contract", {"state": "supplied"}, "没有附件"),
        ("contract", {"state": "supplied", "attachments": ["gone"]}, "重新上传"),
        ("land", {"state": "shared"}, "须填证照编号"),
        ("land", {"state": "shared", "certificate": "地字第0号"}, "共享证照库中没有"),
        ("land", {"state": "shared", "certificate": "地字第990102202000009号"}, "已过期"),
        ("contract", {**FILES, "note": "长" * 501}, "备注最多 500 字"),
        ("contract", {**FILES, "attachments": ["a1"] + [f"b{n}" for n in range(20)]}, "最多 20 个"),
    ],
)
def test_a_state_without_its_proof_is_refused_at_its_row(
    code: str, row: object, expected: str
) -> None:
    found = _errors(**{code: row})[f"materials.{code}"]

    assert any(expected in zh and en for zh, en in found)


@pytest.mark.parametrize(
    "grid",
    ["text", {"contract": "x"}, {"contract": {"attachments": 1}}, {"contract": {"note": "\x00"}}],
)
def test_a_malformed_grid_is_refused(grid: object) -> None:
    with pytest.raises(InvalidSubmission) as refused:
        judge(FORM, {"materials": grid}, context())

    assert list(refused.value.errors) == ["materials"]


def test_only_the_materials_asked_for_are_shown_and_kept() -> None:
    form = form_of(
        component("textfield", "materials", "materials", properties={"only": "=case.told"})
    )
    around = context(case={"told": ["insurance"]})

    data = judge(form, {"materials": {"insurance": FILES, "contract": FILES}}, around).data
    [drawn] = draw(form, {}, {}, around).fields

    assert list(data["materials"]) == ["insurance"]
    assert [each.code for each in drawn.materials] == ["insurance"]


def test_rows_judged_before_keep_their_judgement() -> None:
    rows = [{"code": "a", "name": "甲", "necessity": "main", "needed": False, "number": None}]

    data = judge(FORM, {"materials": {}, "tendered": True}, context(materials=rows)).data

    assert data["materials"]["a"]["state"] == "not_needed"


def test_what_is_needed_stands_first_and_a_shared_certificate_is_proposed() -> None:
    [*_, grid] = draw(FORM, {"land_no": "地字第990102202600001号"}, {}, context()).fields

    assert [each.code for each in grid.materials][-1] == "bid-award"
    land = next(each for each in grid.materials if each.code == "land")
    assert (land.state, land.certificate) == ("shared", "地字第990102202600001号")


def test_every_file_of_a_submission_is_found_to_bind_it() -> None:
    form = form_of(
        component("filepicker", "photos"),
        component("dynamiclist", "rows", components=[component("filepicker", "plans")]),
        component("group", "place", components=[component("filepicker", "map")]),
        component("textfield", "materials", "materials"),
    )
    raw = {
        "photos": ["a1"],
        "rows": [{"plans": ["a2"]}],
        "place": {"map": ["a1"]},
        "materials": COMPLETE,
    }

    assert attachment_ids(form, judge(form, raw, context()).data) == {"a1", "a2"}
