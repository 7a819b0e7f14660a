"""Limits by the API: read, compare, look at a change, make it, take it back."""

from typing import Any

import pytest
from api_programs import Program, Users
from builders import PERMIT, accepted
from towns import Town

from engine import proposals
from engine.catalogue import catalogue
from engine.store.database import transaction

PROMISE = f"/limits/{PERMIT}/decide_promise"
SHORTER = {"changes": {"amount": "2WD"}, "from_on": "2026-09-01", "reach": "all"}


@pytest.fixture
def administrator(user: Users) -> Program:
    return user("maqian")


def test_the_limits_of_a_matter_are_listed(administrator: Program) -> None:
    rows = administrator.get(f"/limits?matter={PERMIT}").json["rows"]
    decide = next(row for row in rows if row["key"] == "decide")

    assert (decide["amount"], decide["kind"], decide["mark"]) == ("7WD", "statutory", "V")
    assert decide["ladder"][0]["told"] == ["holder", "chief"]
    assert len(administrator.get("/limits").json["rows"]) > len(rows)


def test_a_change_is_looked_at_made_compared_and_taken_back(
    town: Town, administrator: Program
) -> None:
    case = accepted(town)
    before = town.timer(case, "decide_promise").last_on
    seen = administrator.post(f"{PROMISE}/preview", SHORTER).json
    assert (seen["turning"], seen["entries"][0]["new"]) == (1, "2WD")
    assert seen["turns"][0]["case"] == town.case(case).number
    assert town.timer(case, "decide_promise").last_on == before

    made = administrator.post(f"{PROMISE}/versions", {**SHORTER, "reason": "提速"})
    assert (made.status_code, made.json["proposal"]) == (201, None)
    version = made.json["version"]["id"]
    turned = town.timer(case, "decide_promise")
    assert str(turned.last_on) == seen["turns"][0]["new_on"]

    versions = administrator.get(PROMISE).json["versions"]
    assert versions[0]["reason"] == "提速"
    compared = administrator.get(f"{PROMISE}/compare?old={versions[1]['id']}&new={version}").json
    assert compared["entries"] == [{"field": "amount", "old": "3WD", "new": "2WD"}]

    back = administrator.post(f"/limits/versions/{version}/take-back", {"reason": "改期"})
    assert back.json["taken_back_by"]["id"] == "maqian"
    assert town.timer(case, "decide_promise").last_on == before


@pytest.mark.parametrize(
    ("sent", "path", "says"),
    [
        ({"changes": {"amount": "0WD"}}, "rule", "1 至"),
        ({"changes": {"amount": "-2WD"}}, "rule", "无法识别"),
        ({"changes": {"amount": "2XX"}}, "rule", "无法识别"),
        ({"changes": {"amount": 2}}, "amount", "文本"),
        ({"changes": {"amount": "8WD"}}, "rule", "承诺时限"),
        ({"changes": {"amount": "9999YR"}}, "rule", "超出"),
        ({"changes": {"stop": ["holiday"]}}, "rule", "事由清单"),
        ({"changes": {"ladder": "x"}}, "ladder", "列表"),
        ({"changes": {"ladder": [{"key": "w", "share": 3}]}}, "ladder.0.share", "不超过 1"),
        ({"changes": {"extension": {"times": 0}}}, "rule", "延期次数"),
        ({"changes": {"start": "x"}}, "start", "不能在这里改动"),
        ({"changes": {}}, "", "没有改动"),
        ({"changes": "x"}, "changes", "须为对象"),
        ({"from_on": "tomorrow"}, "from_on", "2026-12-01"),
        ({"reach": "some"}, "reach", "只能是"),
        ({"reason": " "}, "reason", "原因"),
        ({"extra": 1}, "extra", "没有这一项"),
    ],
    ids=lambda value: str(value)[:50] if isinstance(value, dict) else "",
)
def test_a_bad_change_is_refused_and_nothing_changed(
    administrator: Program, sent: dict[str, Any], path: str, says: str
) -> None:
    answer = administrator.post(f"{PROMISE}/versions", {**SHORTER, "reason": "提速", **sent})

    assert answer.status_code == 422, answer.text
    assert any(says in one["zh"] for one in answer.json["errors"][path]), answer.json
    assert len(administrator.get(PROMISE).json["versions"]) == 1


def test_a_second_version_of_the_same_day_overlaps(administrator: Program) -> None:
    assert administrator.post(f"{PROMISE}/versions", {**SHORTER, "reason": "a"}).status_code == 201
    again = {**SHORTER, "changes": {"amount": "1WD"}, "reason": "b"}

    answer = administrator.post(f"{PROMISE}/versions", again)
    assert (answer.status_code, "重叠" in answer.text) == (422, True)


def test_the_first_version_is_not_taken_back(administrator: Program) -> None:
    version = administrator.get(PROMISE).json["versions"][0]["id"]

    answer = administrator.post(f"/limits/versions/{version}/take-back", {"reason": "x"})
    assert (answer.status_code, answer.json["code"]) == (409, "first_version")
    gone = administrator.post("/limits/versions/999/take-back", {"reason": "x"})
    assert gone.status_code == 404


def test_only_the_administrator_changes(user: Users) -> None:
    assert user("qinlan").get(PROMISE).status_code == 200
    assert user("qinlan").post(f"{PROMISE}/versions", {**SHORTER, "reason": "x"}).status_code == 403
    assert user("chenting").get("/limits").status_code == 403
    assert user("maqian").get(f"/limits/{PERMIT}/nothing").status_code == 404


def test_a_second_person_approves(town: Town, user: Users) -> None:
    with transaction(town.database) as session:
        proposals.ask_for_second(session, ["limit"])
    made = user("maqian").post(f"{PROMISE}/versions", {**SHORTER, "reason": "提速"}).json
    proposal = made["proposal"]["id"]
    assert (made["version"], made["proposal"]["state"]) == (None, "waiting")
    assert [one["id"] for one in user("maqian").get("/proposals").json["rows"]] == [proposal]

    own = user("maqian").post(f"/proposals/{proposal}/approve")
    assert (own.status_code, own.json["code"]) == (403, "same_person")
    approved = user("wanghaibin").post(f"/proposals/{proposal}/approve").json
    assert (approved["state"], approved["decided_by"]["id"]) == ("approved", "wanghaibin")
    assert user("maqian").get(PROMISE).json["amount"] == "2WD"
    assert user("wanghaibin").post(f"/proposals/{proposal}/approve").status_code == 409


@pytest.mark.parametrize(
    ("who", "act", "sent", "state"),
    [
        ("wanghaibin", "refuse", {"reason": "人手不足"}, "refused"),
        ("maqian", "withdraw", None, "withdrawn"),
    ],
)
def test_a_proposal_is_refused_or_withdrawn(
    town: Town, user: Users, who: str, act: str, sent: Any, state: str
) -> None:
    with transaction(town.database) as session:
        proposals.ask_for_second(session, ["limit"])
    made = user("maqian").post(f"{PROMISE}/versions", {**SHORTER, "reason": "提速"}).json
    answer = user(who).post(f"/proposals/{made['proposal']['id']}/{act}", sent)

    assert (answer.status_code, answer.json["state"]) == (200, state)
    assert user("maqian").get(PROMISE).json["amount"] == "3WD"


def test_the_catalogue_is_read_by_everybody(user: Users) -> None:
    rows = user("chenting").get("/limits/catalogue").json["rows"]

    assert len(rows) == len(catalogue())
    assert {row["mark"] for row in rows} == {"V", "K"}
