"""The two closed cases: one granted after a stop of its clock, one refused."""

from datetime import date

from web.demo import answers
from web.demo.acts import Act, Answer, moment
from web.demo.papers import Paper
from web.demo.stories.telling import tale

PILES, HALL_B = tale(352, "P1-3"), tale(371, "P6-2")

STATIC_LOAD_TEST = {
    "ground": "testing",
    "days": 7,
    "reason": "试桩静载检测结果影响桩基施工图的采信，须待检测单位出具报告。",
    "legal_ground": "行政许可法第四十五条；建筑基桩检测技术规范",
}
TEST_REPORT = Paper(
    "桩基静载检测报告",
    "Static load test report",
    PILES.lot.name,
    PILES.lot.project.code,
    "江城岩土勘察有限公司",
    date(2026, 10, 13),
)
#: Accepted 09-24 and due 10-12; stopped 09-28 to 10-13, so due 10-22; granted on 10-16.
GRANTED: tuple[Act, ...] = (
    PILES.received("09-22 09:40", by="chenting"),
    *PILES.accepted("09-23 15:20", "09-24 09:10", by="chenting"),
    *PILES.reviewed(
        planning="09-24 15:10",
        wage="09-24 16:00",
        civil_defence="09-24 16:30",
        safety="09-28 08:40",
    ),
    PILES.did("09-28 09:00", "await_special", STATIC_LOAD_TEST, by="limingyuan"),
    PILES.did(
        "09-28 10:30",
        "approve_special",
        {"result": "approve", "days": 7, "reason": "同意停表，待检测报告。"},
        by="wanghaibin",
    ),
    PILES.did(
        "10-13 16:00",
        "await_special_end",
        {
            "ended_on": "2026-10-13",
            "outcome": "passed",
            "summary": "三根试桩静载检测合格，承载力满足设计要求。",
            "files": [TEST_REPORT],
        },
        by="limingyuan",
    ),
    *PILES.reviewed(quality="10-14 09:30", fire="10-14 11:00"),
    *PILES.drafted("10-14 14:00", "10-14 16:30", by="limingyuan"),
    PILES.did("10-15 10:20", "chief_review", answers.CHIEF_AGREES, by="zhengkai"),
    PILES.did("10-16 09:05", "leader_decide", answers.GRANT, by="wanghaibin"),
    *PILES.served("10-16 11:00", "10-19 10:00", answers.GRANTED_PAPERS, by="chenting"),
    PILES.did(
        "10-23 14:00",
        "await_rating",
        answers.rate("非常满意", "何建平", "停表原因说得清楚。"),
        by="chenting",
    ),
)

NOT_PASSED = "消防设计审查意见书的结论为不合格：展厅 B 疏散宽度和防火分区不符合规范。"
FIRE_LAW = "消防法第十二条；建设工程消防设计审查验收管理暂行规定"
#: Accepted 10-12, refused 10-20 within 6 of 7 working days; not rated, so archived after 15 days.
REFUSED: tuple[Act, ...] = (
    HALL_B.received("10-10 10:15", by="liuyang"),
    *HALL_B.accepted("10-12 09:30", "10-12 10:00", by="liuyang"),
    *HALL_B.reviewed(
        planning="10-12 15:00",
        wage="10-12 16:10",
        quality="10-13 10:00",
        safety="10-13 11:20",
        civil_defence="10-13 15:40",
    ),
    HALL_B.did(
        "10-14 15:00",
        "review",
        answers.disagree("消防设计审查未通过，不同意。", NOT_PASSED, FIRE_LAW),
        by="zhouhang",
        item="fire",
    ),
    HALL_B.claimed("10-14 16:00", "draft_opinion", by="hexiaoyu"),
    Answer(
        moment("10-16 14:00"),
        HALL_B.number,
        "hexiaoyu",
        "decide_promise",
        "消防设计审查不合格，与申请人核对整改可能，超过承诺时限；将在法定时限内作出决定。",
    ),
    HALL_B.did(
        "10-16 16:00",
        "draft_opinion",
        answers.propose_refusal("消防设计审查未通过，拟不予许可。", NOT_PASSED, FIRE_LAW),
        by="hexiaoyu",
    ),
    HALL_B.did("10-19 10:00", "chief_review", answers.CHIEF_AGREES, by="zhengkai"),
    HALL_B.did("10-19 15:30", "legal_review", answers.LEGAL_AGREES, by="fangzheng"),
    HALL_B.did(
        "10-20 11:00",
        "leader_decide",
        answers.refuse("特殊建设工程消防设计审查结论为不合格。", NOT_PASSED, FIRE_LAW),
        by="wanghaibin",
    ),
    *HALL_B.served("10-20 15:00", "10-22 10:30", answers.REFUSED_PAPERS, by="liuyang"),
)

STORIES = (GRANTED, REFUSED)
