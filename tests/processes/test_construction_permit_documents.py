"""The papers of the permit carry number, date, ground, remedies and the facts of the case."""

from datetime import date
from pathlib import Path
from typing import Any

import pytest
from jinja2 import ChainableUndefined, DictLoader
from jinja2.sandbox import SandboxedEnvironment
from permit_samples import FOLDER, MATTER, NOW, application, defect

from engine import materials, papers

KEYS = list(MATTER.documents)
DECISIONS = {
    "non_acceptance_decision",
    "return_notice",
    "grant_decision",
    "refusal_decision",
    "termination_decision",
}
CASE: dict[str, Any] = {
    "application": application(),
    "received_on": "2026-09-22",
    "accepted_on": "2026-09-24",
    "decided_on": "2026-10-16",
    "number_permit": "990100202610160101",
    "intake_review": {"result": "missing", "defects": [defect("contract")]},
    "promise": {"promised": ["injury_insurance"], "due_on": "2026-10-09"},
    "special_request": {"ground": "expert_review", "reason": "基坑超过一定规模"},
    "approve_special": {"days": 10},
    "all_departments": [{"key": "fire", "name": "消防审验科"}],
    "dept_review": {"fire": {"result": "disagree", "opinion": "不合格", "reason": "未通过审查"}},
    "site_visit": {"fire": {"officer_1": "wugang", "officer_2": "sunlei", "place": "滨江大道"}},
    "decision": {
        "result": "refuse",
        "reason": "消防设计审查不合格",
        "legal_ground": "消防法第十二条",
    },
    "service": {"served_documents": ["permit"], "method": "in_person", "served_on": "2026-10-19"},
}
CLOCK = {"name": "许可决定（法定）", "amount": "7WD", "article": "建筑法 第八条"}


def page(key: str, case: dict[str, Any], clocks: dict[str, Any] | None = None) -> str:
    base = Path(papers.__file__).with_name("_document.html")
    sources = {path.name: path.read_text("utf-8") for path in (FOLDER / "documents").iterdir()}
    sources["_document.html"] = base.read_text("utf-8")
    environment = SandboxedEnvironment(
        loader=DictLoader(sources), autoescape=True, undefined=ChainableUndefined
    )
    environment.filters.update(papers.FILTERS)
    kind = MATTER.documents[key]
    return environment.get_template(kind.template).render(
        case=case,
        number="SGXK-2026-0352",
        matter=MATTER.raw,
        document={
            "key": key,
            "title": kind.title,
            "number": "江建〔2026〕0017号",
            "date": date(2026, 10, 16),
            "legal_ground": kind.legal_ground,
            "remedies": kind.remedies,
            "seal": kind.seal,
        },
        bureau={"name": "江城市工程建设管理局", "code": "11990100000000019F"},
        clocks=clocks or {},
        materials=materials.grid(MATTER, case, NOW),
        person="陈婷",
        persons={"wugang": "吴刚", "sunlei": "孙磊"},
    )


def test_every_paper_has_a_template_and_every_template_a_paper() -> None:
    templates = {path.name for path in (FOLDER / "documents").iterdir()}
    assert {kind.template for kind in MATTER.documents.values()} == templates


@pytest.mark.parametrize("key", KEYS)
def test_a_paper_is_whole_and_says_its_number_and_title(key: str) -> None:
    html = page(key, CASE)
    assert "江建〔2026〕0017号" in html
    assert MATTER.documents[key].title in html
    assert ("（印章）" in html) == MATTER.documents[key].seal
    assert [word for word in ("<script", "None", "Undefined") if word in html] == []


@pytest.mark.parametrize("key", KEYS)
def test_a_paper_of_an_almost_empty_case_is_still_made(key: str) -> None:
    assert page(key, {"application": {"jsdw": "江城云栖置业有限公司"}})


@pytest.mark.parametrize("key", KEYS)
def test_a_decision_tells_the_remedies_and_a_notice_does_not(key: str) -> None:
    html = page(key, CASE)
    assert ("六十日内" in html and "六个月内" in html) == (key in DECISIONS)
    # 行政复议法 第二十三条: a complaint about silence goes to reconsideration first.
    assert ("应当先向江城市人民政府申请行政复议" in html) == (key in DECISIONS)


@pytest.mark.parametrize(
    ("key", "facts"),
    [
        ("supplement_notice", ("建设工程施工合同", "未提交：尚未提交", "请上传扫描件", "一次告知")),
        ("promise_letter", ("工伤保险参保证明", "2026年10月9日")),
        ("special_procedure_notice", ("专家评审", "10 个工作日", "第四十五条")),
        ("refusal_decision", ("消防设计审查不合格", "消防法第十二条", "第三十八条第二款")),
        ("grant_decision", ("990100202610160101", "三个月内开工")),
        ("permit", ("滨江新区人民医院二期工程", "江城建工集团有限公司", "2026年10月16日")),
        ("site_record", ("吴刚、孙磊", "消防审验科")),
        ("review_opinion", ("消防审验科", "不同意", "未通过审查")),
        ("service_receipt", ("直接送达", "2026年10月19日")),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)
def test_a_paper_says_what_the_case_holds(key: str, facts: tuple[str, ...]) -> None:
    html = page(key, CASE)
    assert [fact for fact in facts if fact not in html] == []


def test_the_notice_of_acceptance_names_the_last_day_with_its_weekday() -> None:
    clock = {**CLOCK, "last_day": date(2026, 10, 12), "provisional": False}
    assert "2026年10月12日（周一）" in page("acceptance_notice", CASE, {"decide": clock})


def test_what_an_applicant_wrote_is_escaped() -> None:
    case = {**CASE, "application": application(gcmc="<b>甲</b>")}
    assert "<b>甲</b>" not in page("permit", case)
