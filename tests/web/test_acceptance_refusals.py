"""What the law forbids in a joint acceptance is refused with its message and put on record."""

from collections.abc import Callable
from typing import Any

import acceptances as at
import pytest
from flask import Flask
from test_refused_attempts import Desk
from towns import Town


def wanting(town: Town) -> int:
    """Return a case to be summed up with a serious item that is still open."""
    case = at.found_wanting(town)
    at.rectify(town, case, 1)
    at.recheck(town, case, "fire", 1, result="sent_back")
    return case


def late(town: Town) -> int:
    """Return a case whose fifteen days to ask for the filing are over."""
    case = at.signed(town)
    at.serve(town, case)
    town.sweep("10-14 09:00")
    return case


def summing_up(_town: Town) -> dict[str, Any]:
    return {"way": "pass", "opinion": "已汇总各部门意见。"}


def request_to_file(town: Town) -> dict[str, Any]:
    return {
        "requested_on": str(town.today),
        "handed_by": "何建平",
        "warranty": [town.upload("chenting")],
    }


@pytest.mark.parametrize(
    ("begun", "step", "by", "values", "said"),
    [
        (wanting, "summarise", "", summing_up, "还有未销号的严重问题"),
        (late, "await_filing", "chenting", request_to_file, "质量管理条例第四十九条"),
    ],
    ids=["an open serious item", "质量管理条例 49、56(8)"],
)
def test_it_is_refused_and_recorded(
    town: Town,
    site: Flask,
    begun: Callable[[Town], int],
    step: str,
    by: str,
    values: Callable[[Town], dict[str, Any]],
    said: str,
) -> None:
    case = begun(town)
    task, before = town.task(case, step), town.steps(case)
    who = by or town.who_may(task)
    answer = Desk(town, site).api(who, f"/tasks/{task.id}/complete", values=values(town))

    assert answer.status == 422
    assert said in str(answer.answer.get_json())
    assert town.steps(case) == before
    [noted] = town.records(case, "attempt_refused")
    assert said in noted.body["text"]
