"""Votes, recusals and readers of a closed case by the API."""

import pytest
from api_programs import Users
from councils import at_the_vote, deploy, opened, row, say
from towns import Town


@pytest.fixture
def number(town: Town) -> str:
    """Give a closed case at its vote."""
    deploy(town)
    return row(town, at_the_vote(town)).number


def test_a_vote_is_read_by_name(town: Town, user: Users, number: str) -> None:
    say(town, 1, "ballot", "zhouhong", "yes")
    rounds = user("qinlan").get(f"/cases/{number}/votes").json["rows"]
    ballot = next(one for one in rounds if one["element"] == "ballot")

    assert [one["element"] for one in rounds] == ["countersign", "ballot"]
    assert tuple(ballot[key] for key in ("eligible", "present", "yes", "quorum_met")) == (
        6,
        1,
        1,
        False,
    )
    assert ballot["named"][0]["person"] == {"id": "zhouhong", "name": "周红"}
    assert ballot["named"][0]["vote"] == "yes"


def test_the_convener_notes_absences_and_closes(town: Town, user: Users, number: str) -> None:
    convener, task = user("qinlan"), town.task(1, "ballot:zhouhong")
    noted = convener.post(f"/tasks/{task.id}/absence", {"reason": "出差"})
    early = convener.post(f"/cases/{number}/votes/ballot/close", {"reason": "散会"})
    for who in ("zhaoguodong", "zhengkai", "fangzheng", "wanghaibin"):
        say(town, 1, "ballot", who, "yes")
    closed = convener.post(f"/cases/{number}/votes/ballot/close", {"reason": "散会"})

    assert (noted.status_code, early.status_code, closed.status_code) == (200, 409, 200)
    assert early.json["code"] == "no_quorum"
    assert closed.json["rows"][1]["absent"] == 2
    assert closed.json["rows"][1]["passed"]


def test_a_recusal_is_declared_and_ordered(town: Town, user: Users, number: str) -> None:
    case = opened(town)
    task = town.task(case, "look_into")
    own = user("limingyuan").post(f"/tasks/{task.id}/recusal", {"reason": "近亲属"})
    address = f"/cases/{row(town, case).number}/recusals"
    ordered = user("qinlan").post(address, {"person": "hexiaoyu", "reason": "近亲属"})
    again = user("qinlan").post(address, {"person": "hexiaoyu", "reason": "近亲属"})

    assert (own.status_code, ordered.status_code, again.status_code) == (204, 204, 409)
    assert [one.body["person"] for one in town.records(case, "recused")] == [
        "limingyuan",
        "hexiaoyu",
    ]


def test_a_person_is_added_to_a_closed_case(town: Town, user: Users, number: str) -> None:
    address = f"/cases/{number}/readers"
    before = user("luyi").get(address).status_code
    added = user("qinlan").post(address, {"person": "luyi", "reason": "提供系统日志"})
    after = user("luyi").get(address)

    assert (before, added.status_code, after.status_code) == (404, 200, 200)
    last = after.json["rows"][-1]
    assert (last["person"]["id"], last["how"], last["reason"]) == ("luyi", "added", "提供系统日志")


def test_a_reason_is_wanted(town: Town, user: Users, number: str) -> None:
    task = town.task(1, "ballot:zhouhong")
    answer = user("qinlan").post(f"/tasks/{task.id}/absence", {"reason": ""})

    assert answer.status_code == 422
    assert "reason" in answer.json["errors"]
