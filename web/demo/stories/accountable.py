"""The supervision office: a case filed after an audit, at the vote; the clues come of red cards.

The cases are closed: of the town only who is on them sees them. 刘洋, whom the case concerns, does
not, nor does anybody of the counter.
"""

from collections.abc import Mapping
from typing import Any

from web.demo.acts import Act, Receive, Submit, moment

MATTER, NUMBER = "accountability", "ZRZJ-2026-0001"
FACTS = (
    "九月抽查的十二件收件记录中，有三件分两次告知补正，第二次告知的材料在第一次告知时已经可以发现。"
)


#: What the two red cards of SGXK-2026-0390 opened by themselves: nobody's, and its holder's.
UNTOLD, LATE = "ZRZJ-2026-0002", "ZRZJ-2026-0003"


def _did(
    when: str, element: str, values: Mapping[str, Any], by: str, item: str | None = None
) -> Act:
    return Submit(moment(when), NUMBER, by, element, values, item)


def _assessed(when: str, number: str, person: str, opinion: str) -> Act:
    values = {"nature": "ours", "subject": person, "opinion": opinion}
    return Submit(moment(when), number, "qinlan", "assess_clue", values)


AUDITED: tuple[Act, ...] = (
    Receive(
        moment("09-28 10:20"),
        NUMBER,
        "qinlan",
        {
            "clue_source": "audit",
            "source_number": "江审巡〔2026〕17号",
            "received_on": "2026-09-28",
            "subject": "liuyang",
            "clue_category": "not_told_once",
            "facts": "巡察反馈：窗口个别收件没有一次性告知需要补正的全部内容。",
            "secrecy": "internal",
        },
        MATTER,
    ),
    _did(
        "09-29 09:30",
        "assess_clue",
        {"nature": "ours", "subject": "liuyang", "opinion": "属本机关管辖，转机关纪委初步核查。"},
        "qinlan",
    ),
    _did(
        "10-12 15:00",
        "check",
        {
            "officer_1": "hanxue",
            "officer_2": "guoming",
            "no_conflict": True,
            "findings": "调阅九月全部收件留痕并与申请人核对，反映的情况属实，涉及三件。",
            "exemption": "none",
            "result": "file",
            "opinion": "建议立案。",
        },
        "hanxue",
    ),
    _did(
        "10-13 16:10",
        "approve_filing",
        {
            "result": "approve",
            "officer_1": "hanxue",
            "officer_2": "guoming",
            "opinion": "同意立案，注意区分制度原因和个人原因。",
        },
        "songweimin",
    ),
    _did(
        "10-22 17:00",
        "investigate",
        {
            "officer_1": "hanxue",
            "officer_2": "guoming",
            "result": "report",
            "evidence": [
                {
                    "evidence_kind": "record",
                    "evidence_name": "九月收件留痕十二件",
                    "proves": "三件两次告知，间隔两至四个工作日",
                },
                {
                    "evidence_kind": "interview",
                    "evidence_name": "刘洋谈话笔录",
                    "proves": "第一次告知时没有逐项核对材料清单",
                },
                {
                    "evidence_kind": "document",
                    "evidence_name": "窗口排班表",
                    "proves": "当日两人在岗",
                },
            ],
            "facts": FACTS,
            "breaches": ["licence_72"],
            "responsibility": "direct",
        },
        "hanxue",
    ),
    _did(
        "10-23 10:00",
        "propose",
        {"measure_kind": "demerit", "reasons": FACTS, "hearing_offered": True},
        "hanxue",
    ),
    _did(
        "11-03 11:30",
        "await_statement",
        {
            "made": "yes",
            "made_on": "2026-11-03",
            "gist": "三件均发生在带教新人期间，事后已主动向申请人说明并上门补收，请求从轻。",
        },
        "qinlan",
    ),
    _did(
        "11-05 16:00",
        "review_statement",
        {
            "adopted": "part",
            "reasons": "主动补救属实，采纳；带教不能免除核对责任，不采纳。酌情从轻。",
            "measure_kind": "warning",
        },
        "hanxue",
    ),
    _did(
        "11-09 10:30",
        "legal_review",
        {
            "points": ["facts", "law", "procedure", "measure"],
            "result": "pass",
            "opinion": "程序合法，没有因申辩加重。",
        },
        "fangzheng",
    ),
    _did("11-09 15:00", "deliberate", {"opinion": "yes"}, "shenguohua", "shenguohua"),
)

#: Each clue waits for its preliminary check, which nobody has taken up yet.
ASSESSED: tuple[Act, ...] = (
    _assessed("11-02 10:00", UNTOLD, "zhouhong", "窗口无人签收致逾期未告知，查窗口负责人的责任。"),
    _assessed("11-05 15:30", LATE, "hexiaoyu", "超过法定期限，属本机关管辖，转初步核查。"),
)

STORIES: tuple[tuple[Act, ...], ...] = (AUDITED, ASSESSED)
