"""The forms of the permit accept what the law accepts and refuse the rest."""

from collections.abc import Mapping
from typing import Any

import pytest
from permit_samples import (
    application,
    building,
    context,
    defect,
    form,
    grid,
    unit,
)

from engine.errors import InvalidSubmission
from forms.context import FormContext
from forms.judging import Submission, judge


def send(key: str, raw: Mapping[str, Any], around: FormContext) -> Submission:
    return judge(form(key), raw, around)


def refused(key: str, raw: Mapping[str, Any], around: FormContext) -> dict[str, str]:
    with pytest.raises(InvalidSubmission) as caught:
        send(key, raw, around)
    return {path: messages[0][0] for path, messages in caught.value.errors.items()}


def start() -> FormContext:
    """Return what surrounds an application that is not yet a case."""
    around = context({})
    rows = [dict(row) for row in around.variables["matter"]["materials"]]  # type: ignore[index]
    return FormContext(
        now=around.now,
        variables={**around.variables, "materials": rows},
        lookups=around.lookups,
    )


def test_a_complete_application_is_accepted() -> None:
    assert send("application", application(), start()).data["gcfl"] == "building"


@pytest.mark.parametrize(
    ("changed", "path", "says"),
    [
        ({"dsjzmj": "36180.02"}, "dsjzmj", "地上面积与地下面积之和"),
        ({"rfmj": "12080.01"}, "rfmj", "人防面积大于地下面积"),
        ({"buildings": [building("48000")]}, "buildings", "各单体工程面积之和"),
        ({"jhjgrq": "2026-12-01"}, "jhjgrq", "晚于计划开工日期"),
        ({"zbtzsbh": ""}, "zbtzsbh", "请填写"),
        ({"schgsbh": ""}, "schgsbh", "施工图审查合格书编号未填"),
        ({"units": [unit("survey", "甲", "9199010000000014XX")]}, "units", "缺设计单位"),
        ({"htjg": "0"}, "htjg", "不得小于"),
        ({"zscn": False}, "zscn", "请阅读后勾选"),
        ({"jsdwdm": "12990100000000051X"}, "jsdwdm", "校验码"),
        ({"xmdm": "2509-990102"}, "xmdm", "项目代码"),
    ],
    ids=[
        "地上+地下=总",
        "人防 within 地下",
        "Σ单体=总",
        "竣工 after 开工",
        "tendered: 中标通知书",
        "drawing review unless exempt or promised",
        "建筑法 12: survey, design, construction",
        "合同价 above 0",
        "statement must be ticked",
        "GB 32100 check digit",
        "GB/T 40058 shape",
    ],
)
def test_an_application_is_refused(changed: dict[str, Any], path: str, says: str) -> None:
    errors = refused("application", application(**changed), start())
    assert says in errors[path]


def test_the_contractor_cannot_supervise_itself() -> None:
    units = [*application()["units"][:3], unit("supervision", "同一单位", "91990100000000115G")]
    assert "建筑法第三十四条" in refused("application", application(units=units), start())["units"]


def test_what_the_situation_does_not_ask_may_stay_empty() -> None:
    changed = application(sfgdzb=False, zbtzsbh="", sfts=False, xfscyjsbh="", sfjl=False)
    states = {"bid_award": "not_needed", "fire_design_review": "not_needed"}
    changed["materials"] = grid(
        **states, supervision_contract="not_needed", authorisation="not_needed"
    )
    assert "zbtzsbh" not in send("application", changed, start()).data


def test_a_start_in_the_past_and_small_works_only_warn() -> None:
    changed = application(jhkgrq="2026-11-01", htjg="29")
    warned = send("application", changed, start()).warnings
    assert {each.path for each in warned} >= {"jhkgrq", "zjzmj"}


MISSING = {"result": "missing", "defects": [defect("contract"), defect("quality_and_safety")]}


def case_lacking(**states: str) -> dict[str, Any]:
    return {"round": 0, "application": application(materials=grid(**states))}


def second_round(*told: str) -> dict[str, Any]:
    return {**case_lacking(), "round": 1, "intake_review": {"told": list(told)}}


def test_the_counter_accepts_what_is_complete() -> None:
    assert send("intake_review", {"result": "complete"}, context()).data["result"] == "complete"


def test_what_was_told_is_remembered() -> None:
    told = send("intake_review", MISSING, context()).data["told"]
    assert told == ["contract", "quality_and_safety"]


@pytest.mark.parametrize(
    ("raw", "case", "grade", "path", "says"),
    [
        (
            {"result": "complete"},
            case_lacking(contract="missing"),
            "A",
            "result",
            "未提交的必需材料",
        ),
        ({"result": "missing"}, case_lacking(), "A", "defects", "至少 1 行"),
        (
            {"result": "promise", "defects": [defect("contract")]},
            case_lacking(),
            "A",
            "defects",
            "主审要件和承诺书不得容缺",
        ),
        (
            {"result": "promise", "defects": [defect("injury_insurance")]},
            case_lacking(contract="missing", injury_insurance="promised"),
            "A",
            "result",
            "尚未齐全",
        ),
        (
            {"result": "promise", "defects": [defect("injury_insurance")]},
            case_lacking(injury_insurance="promised"),
            "C",
            "result",
            "信用等级",
        ),
        (
            MISSING,
            {
                **case_lacking(),
                "round": 1,
                "intake_review": {"told": ["contract", "quality_and_safety"]},
            },
            "A",
            "result",
            "不得再次要求补正",
        ),
        (
            {"result": "missing", "defects": [defect("drawing_review")]},
            second_round("contract"),
            "A",
            "defects.0.material",
            "不在可选项中",
        ),
    ],
    ids=[
        "complete although a main material is missing",
        "missing without a list",
        "容缺 of a main material",
        "容缺 while a main material is missing",
        "容缺 for credit grade C",
        "许可法 32: a second notice for the same item",
        "许可法 32: a new item in the second round",
    ],
)
def test_the_counter_may_not(
    raw: dict[str, Any], case: dict[str, Any], grade: str, path: str, says: str
) -> None:
    assert says in refused("intake_review", raw, context(case, grade=grade))[path]


def test_only_a_secondary_material_missing_can_be_promised() -> None:
    raw = {"result": "promise", "defects": [defect("injury_insurance")]}
    around = context(case_lacking(injury_insurance="promised"), grade="B")
    assert send("intake_review", raw, around).data["result"] == "promise"


PROMISE = {
    "promised": ["injury_insurance"],
    "due_on": "2026-11-18",
    "promisor": "江城高新产业投资有限公司",
    "promise_kept": True,
    "signature": "贺磊",
    "signed_on": "2026-11-10",
}


def promising() -> dict[str, Any]:
    reviewed = {"result": "promise", "defects": [defect("injury_insurance")]}
    return {**case_lacking(injury_insurance="promised"), "intake_review": reviewed}


def test_a_promise_leaves_one_working_day_to_decide() -> None:
    around = context(promising())
    assert send("promise", PROMISE, around).data["due_on"] == "2026-11-18"
    late = refused("promise", {**PROMISE, "due_on": "2026-11-19"}, around)
    assert "至少留一个工作日" in late["due_on"]


def test_a_promise_names_every_material_the_counter_listed() -> None:
    assert "promised" in refused("promise", {**PROMISE, "promised": []}, context(promising()))


GRANT = {"result": "grant", "opinion": "同意"}


@pytest.mark.parametrize(
    ("case", "says"),
    [
        (case_lacking(fire_design_review="missing"), "主审要件不齐"),
        ({**promising(), "promise": {"promised": ["injury_insurance"]}}, "尚未补齐"),
        ({**case_lacking(), "promise": {"missed": True}}, "逾期未补"),
    ],
    ids=["消防法 12: main material missing", "promise not supplied", "promise missed"],
)
def test_a_permit_is_not_granted(case: dict[str, Any], says: str) -> None:
    assert says in refused("decision", GRANT, context(case))["result"]


def test_a_permit_is_granted_when_everything_is_there() -> None:
    supplied = {"promised": ["injury_insurance"], "supplied_on": "2026-11-09"}
    for case in (case_lacking(), {**promising(), "promise": supplied}):
        assert send("decision", GRANT, context(case)).data["result"] == "grant"


def test_a_refusal_gives_facts_reasons_and_ground() -> None:
    assert set(refused("decision", {"result": "refuse"}, context())) == {
        "facts",
        "reason",
        "legal_ground",
    }


def test_after_a_missed_promise_only_refusal_is_proposed() -> None:
    case = {**case_lacking(), "promise": {"missed": True}}
    raw = {"proposal": "grant", "conditions": ["land"], "opinion": "同意准予许可"}
    assert "proposal" in refused("draft_opinion", raw, context(case))


def test_a_site_visit_needs_two_different_officers_with_valid_certificates() -> None:
    raw = {
        "visited_on": "2026-11-10",
        "place": "滨江大道 88 号",
        "officer_1": "wugang",
        "officer_2": "wugang",
        "findings": "围挡已设，场地平整，未见施工。",
        "conclusion": "conforms",
        "photos": ["photo-1"],
    }
    around = context(dept={"key": "safety", "name": "安监科"})
    assert "两名不同" in refused("site_visit", raw, around)["officer_2"]
    expired = refused("site_visit", {**raw, "officer_2": "tianye"}, around)
    assert "2026-09-30" in expired["officer_2"]
    assert send("site_visit", {**raw, "officer_2": "sunlei"}, around).data["conclusion"]


def test_a_second_site_visit_is_not_asked_for() -> None:
    raw = {"result": "site_visit", "visit_purpose": "核实场地条件"}
    seen = context(dept={"key": "safety", "visited": True})
    assert "已经完成" in refused("dept_review", raw, seen)["result"]
    assert send("dept_review", raw, context(dept={"key": "safety", "visited": False})).data


def test_promised_materials_come_together() -> None:
    case = {**promising(), "promise": {"promised": ["injury_insurance"]}}
    raw = {"handed_by": "贺磊", "materials": {"injury_insurance": {"state": "missing"}}}
    assert "materials" in refused("promised_material", raw, context(case))
    supplied = {"injury_insurance": {"state": "supplied", "attachments": ["file-1"]}}
    assert send("promised_material", {**raw, "materials": supplied}, context(case)).data
