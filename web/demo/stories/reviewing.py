"""Accepted cases under review: departments at work, a clock that is stopped, a promise to keep."""

from datetime import date

from web.demo import answers
from web.demo.acts import Act
from web.demo.stories.telling import tale

CLINIC, BASEMENT, SHEDS = tale(411, "P1-1"), tale(396, "P1-2"), tale(408, "P4-2")

#: Six departments; fire, quality and safety hold it until 11-11.
JOINT_REVIEW: tuple[Act, ...] = (
    CLINIC.received("11-06 10:00", by="chenting"),
    *CLINIC.accepted("11-09 09:00", "11-09 09:15", by="chenting"),
    CLINIC.claimed("11-09 09:40", "review", by="sunlei", item="quality"),
    CLINIC.claimed("11-09 10:00", "review", by="wugang", item="safety"),
    *CLINIC.reviewed(planning="11-09 11:00", wage="11-09 14:30", civil_defence="11-09 15:40"),
)

#: Stopped since 10-29 for an expert review told to take 10 working days: until 11-12.
STOPPED: tuple[Act, ...] = (
    BASEMENT.received("10-23 14:20", by="liuyang"),
    *BASEMENT.accepted("10-26 09:15", "10-26 09:40", by="liuyang"),
    *BASEMENT.reviewed(
        planning="10-26 14:10",
        wage="10-26 15:30",
        civil_defence="10-27 09:30",
        fire="10-27 10:50",
        quality="10-27 15:00",
        safety="10-28 09:20",
    ),
    BASEMENT.claimed("10-28 10:00", "draft_opinion", by="limingyuan"),
    BASEMENT.did(
        "10-29 09:20",
        "await_special",
        {
            "ground": "expert_review",
            "days": 10,
            "reason": "基坑开挖深度 9.6 米，属超过一定规模的危大工程，专项方案须经专家论证。",
            "legal_ground": "行政许可法第四十五条；危险性较大的分部分项工程安全管理规定第十二条",
        },
        by="limingyuan",
    ),
    BASEMENT.did(
        "10-29 10:40",
        "approve_special",
        {
            "result": "approve",
            "days": 10,
            "reason": "同意组织专家论证，所需 10 个工作日告知申请人。",
        },
        by="wanghaibin",
    ),
)

#: Accepted against a promise for 工伤保险证明 by 11-13, the latest day that leaves one to decide.
PROMISED: tuple[Act, ...] = (
    SHEDS.received("11-03 09:30", by="chenting", missing=("injury_insurance",)),
    SHEDS.claimed("11-03 10:10", "intake_review", by="chenting"),
    SHEDS.did(
        "11-05 10:00",
        "intake_review",
        answers.on_promise(
            answers.defect(
                "injury_insurance",
                "absent",
                "工伤保险参保证明尚未出具。",
                "请在承诺的期限内补交参保证明。",
            )
        ),
        by="chenting",
    ),
    SHEDS.did(
        "11-05 10:30",
        "sign_promise",
        answers.promise(
            ["injury_insurance"],
            date(2026, 11, 13),
            by="贺磊",
            company="江城高新产业投资有限公司",
            on=date(2026, 11, 5),
        ),
        by="chenting",
    ),
    SHEDS.did("11-05 10:50", "accept", answers.ACCEPT_ON_PROMISE, by="chenting"),
    *SHEDS.reviewed(
        planning="11-05 15:00", wage="11-06 09:40", quality="11-06 11:00", safety="11-09 10:30"
    ),
)

STORIES = (JOINT_REVIEW, STOPPED, PROMISED)
