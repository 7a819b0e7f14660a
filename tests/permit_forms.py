"""What people enter in the permit's forms; each takes what differs from the ordinary."""

from collections.abc import Mapping
from typing import Any

from permit_samples import MATTER, NOT_NEEDED, application, defect

#: Departments of an ordinary case: no special fire project, no shelter.
FOUR = ("planning", "quality", "safety", "wage")
SIX = (*FOUR, "fire", "civil_defence")

Raw = dict[str, Any]


def grid(file: str, **states: str) -> dict[str, Raw]:
    """Return a materials grid where everything is supplied but what `states` says."""
    wanted = {each.code: "supplied" for each in MATTER.materials}
    wanted |= dict.fromkeys(NOT_NEEDED, "not_needed") | states
    return {
        code: {"state": state, "attachments": [file] if state == "supplied" else []}
        for code, state in wanted.items()
    }


def applied(file: str, lacking: Mapping[str, str] | None = None, **changed: Any) -> Raw:
    """Return a whole application; special works with a shelter, so six departments review it."""
    materials = grid(file, **(lacking or {}))
    return application(materials=materials, qmrq="2026-09-01", **changed)


def plain_works(file: str, **changed: Any) -> Raw:
    """Return an application that four departments review: not special, without a shelter."""
    lacking = {"fire_design_review": "not_needed", "fire_drawings": "supplied"}
    return applied(file, lacking, sfts=False, xfscyjsbh="", rfmj="0", **changed)


def intake(result: str = "complete", *materials: str, **changed: Any) -> Raw:
    defects = {"defects": [defect(code) for code in materials]} if materials else {}
    return {"result": result, **defects, **changed}


def promise(day: str, due_on: str, *materials: str) -> Raw:
    return {
        "promised": list(materials),
        "due_on": due_on,
        "signed_on": day,
        "promisor": "江城市卫生基建服务中心",
        "promise_kept": True,
        "signature": "何建平",
    }


def accept(manner: str = "complete") -> Raw:
    return {"manner": manner, "query_code": "000001", "delivery": "electronic"}


def supplement(file: str, *materials: str) -> Raw:
    given = {code: {"state": "supplied", "attachments": [file]} for code in materials}
    return {"materials": given, "way": "counter", "handed_by": "何建平"}


promised_material = supplement


def refuse_accept() -> Raw:
    return {
        "ground": "not_ours",
        "right_organ": "江城市交通运输局",
        "reason": "本工程为公路工程，不属本机关职权范围。",
        "legal_ground": "行政许可法 第三十二条第一款第二项",
    }


def review(result: str = "agree") -> Raw:
    why = {"reason": "消防设计审查意见为不合格，不得施工。", "legal_ground": "消防法 第十二条"}
    extra = {
        "agree": {"opinion": "同意"},
        "conditional": {"opinion": "同意", "conditions": "开工前补充专项方案"},
        "disagree": {"opinion": "不同意", **why},
        "site_visit": {"visit_purpose": "核实场地条件"},
    }
    return {"result": result, **extra[result]}


def site_visit(day: str, file: str, *officers: str) -> Raw:
    return {
        "visited_on": day,
        "place": "江城市滨江区滨江大道 88 号",
        "officer_1": officers[0],
        "officer_2": officers[1],
        "findings": "围挡已设，场地平整，未见施工。",
        "conclusion": "conforms",
        "photos": [file],
    }


def opinion(proposal: str = "grant") -> Raw:
    conditions = ("land", "planning", "site", "contractor", "funds_and_drawings")
    written = {"proposal": proposal, "opinion": "经审查，材料与条件均已核对。"}
    if proposal == "grant":
        return {**written, "conditions": [*conditions, "quality_and_safety"]}
    return {
        **written,
        "reason": "消防设计审查未通过，不符合许可条件。",
        "legal_ground": "消防法 12",
    }


def chief(result: str = "agree", *departments: str) -> Raw:
    return {"result": result, "departments": list(departments), "opinion": "已审核"}


def legal() -> Raw:
    return {"points": ["authority", "facts"], "result": "agree", "opinion": "程序合法，同意。"}


def decision(result: str = "grant") -> Raw:
    written = {
        "facts": "未取得消防设计审查合格意见。",
        "reason": "不符合建筑法第八条规定的条件。",
        "legal_ground": "建筑法 第八条",
    }
    return {"result": result, "opinion": "同意", **(written if result != "grant" else {})}


def special(ground: str = "expert_review", days: int = 10) -> Raw:
    return {
        "ground": ground,
        "days": days,
        "reason": "深基坑超过一定规模，须组织专家评审。",
        "legal_ground": "危大工程管理规定 第十二条",
    }


def approve_special(result: str = "approve", days: int = 10) -> Raw:
    return {"result": result, "days": days, "reason": "同意"}


def special_end(file: str, day: str) -> Raw:
    return {
        "ended_on": day,
        "outcome": "passed",
        "summary": "专家组评审通过，意见已落实。",
        "files": [file],
    }


def service(day: str, *papers: str) -> Raw:
    receipt = {"recipient": "何建平", "tracking": "READ-1"}
    return {"served_documents": list(papers), "method": "electronic", "served_on": day, **receipt}


def rating(level: str = "非常满意") -> Raw:
    return {"level": level, "channel": "counter", "comment": "等候时间太长"}


def call_back(day: str) -> Raw:
    return {
        "contacted_on": day,
        "contacted": "何建平",
        "appeal": "等候时间太长，窗口少。",
        "verified": "true",
        "measures": "增开一个窗口，已落实。",
        "answered_on": day,
        "satisfied": "satisfied",
    }
