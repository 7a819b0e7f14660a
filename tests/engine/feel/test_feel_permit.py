"""The expressions of the construction permit: what the first diagram asks of the language."""

from datetime import UTC, date, datetime

import pytest

from engine.feel import evaluate

CASE = {
    "case": {
        "round": 0,
        "received_on": date(2026, 3, 2),
        "application": {"sfts": True, "rfmj": 1200.5, "gcmc": "江城一中教学楼"},
        "intake_review": {"result": "promise"},
        "promise": {"due_on": "2026-03-06"},
        "draft_opinion": {"proposal": "refuse"},
        "rating": {"level": "不满意"},
    },
    "dept": {"key": "fire", "silence": "escalate", "review": {"result": "site_visit"}},
}
NOW = datetime(2026, 3, 4, 17, 0, tzinfo=UTC)  # 01:00 of the 5th in Shanghai


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ('case.intake_review.result = "missing"', False),
        ('dept.review.result = "site_visit" and dept.visited != true', True),
        (
            'case.intake_review.result = "promise" and case.promise.supplied_on = null '
            "and case.promise.missed != true",
            True,
        ),
        ('case.draft_opinion.proposal = "refuse" and case.legal_review = null', True),
        ('case.rating.level in ("不满意","非常不满意")', True),
        ("if case.application.rfmj > 0 then 1 else 0", 1),
        ("date(case.promise.due_on)", date(2026, 3, 6)),
        ("today()", date(2026, 3, 5)),
        (
            "{round: case.round + 1, received_on: today()}",
            {"round": 1, "received_on": date(2026, 3, 5)},
        ),
        (
            'context put({}, dept.key, {result: "deemed_agree"})',
            {"fire": {"result": "deemed_agree"}},
        ),
        (
            'concatenate(["planning"], if case.application.sfts then ["fire"] else [])',
            ["planning", "fire"],
        ),
        ("get value(case.dept_review, dept.key)", None),
        ('due("decide")', date(2026, 3, 11)),
    ],
)
def test_an_expression_of_the_permit_has_its_value(text: str, expected: object) -> None:
    found = evaluate(text, CASE, now=NOW, functions={"due": lambda limit: date(2026, 3, 11)})

    assert expected == found
