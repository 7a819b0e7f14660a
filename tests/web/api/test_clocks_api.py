"""Clocks, stops and cards of all cases by the API."""

import pytest
from api_programs import Program, Users
from builders import accepted, stop
from towns import Town, moment

from engine.store.clocks import Clock
from engine.store.database import transaction


@pytest.fixture
def overseer(user: Users) -> Program:
    return user("qinlan")


def test_running_clocks_are_listed_by_urgency(town: Town, user: Users) -> None:
    late = accepted(town)
    town.sweep("10-13 09:00")
    accepted(town)
    overseer = user("qinlan")
    found = overseer.get("/clocks").json

    assert found["rows"][0]["case"] == town.case(late).number
    assert found["rows"][0]["lamp"]["level"] == "red"
    assert found["levels"]["red"] == 1
    assert {row["limit"] for row in overseer.get("/clocks?lamp=red").json["rows"]} == {"decide"}
    mine = overseer.get("/clocks?section=planning").json["rows"]
    assert {row["section"]["key"] for row in mine} == {"planning"}
    assert overseer.get("/clocks?lamp=blue").status_code == 422


def test_a_clock_explains_itself_day_by_day(town: Town, overseer: Program) -> None:
    clock = town.timer(accepted(town), "decide")
    told = overseer.get(f"/clocks/{clock.id}").json

    assert told["explanation"]["rows"][-1]["date"] == told["last_on"] == "2026-10-12"
    assert overseer.get("/clocks/999").status_code == 404


def test_stops_are_listed_with_who_asked_and_who_approved(town: Town, overseer: Program) -> None:
    case = accepted(town)
    stop(town, case)
    (row,) = overseer.get("/clocks/stops").json["rows"]

    assert (row["case"], row["ground"]) == (town.case(case).number, "expert_review")
    assert row["asked_by"]["id"] != row["approved_by"]["id"]
    assert {"decide", "decide_promise"} <= set(row["limits"])
    assert overseer.get("/clocks/stops?state=ended").json["rows"] == []


def test_what_was_bent_is_found_and_rebuilt(town: Town, user: Users) -> None:
    case = accepted(town)
    administrator = user("maqian")
    assert administrator.get("/clocks/differences").json["rows"] == []
    with transaction(town.database) as session:
        bent = session.get_one(Clock, town.timer(case, "decide").id)
        bent.last_on = moment("12-31").date()

    (found,) = administrator.get("/clocks/differences").json["rows"]
    assert (found["stored"], found["derived"]) == ("2026-12-31", "2026-10-12")
    rebuilt = administrator.post("/clocks/rebuild").json
    assert rebuilt["marked"] == rebuilt["recounted"] > 0
    assert administrator.get("/clocks/differences").json["rows"] == []


def test_a_card_is_answered_appealed_against_and_revoked(town: Town, user: Users) -> None:
    case = accepted(town)
    town.sweep("09-30 09:00")
    carded = [card for card in town.cards(case) if card[3]]
    person = carded[0][3]
    assert person
    holder, supervisor = user(person), user("qinlan")
    card = next(
        row
        for row in holder.get("/cards?state=yellow").json["rows"]
        if row["person"]["id"] == person
    )
    reason = {"reason": "等待外部门意见，已催办"}

    answered = holder.post(f"/cards/{card['id']}/reason", reason)
    assert (answered.status_code, answered.json["reason"]) == (200, reason["reason"])
    assert holder.post(f"/cards/{card['id']}/appeal", reason).json["decision"] is None
    decided = supervisor.post(
        f"/cards/{card['id']}/decision", {"decision": "revoked", "reason": "理由成立"}
    )
    assert decided.json["decision"] == "revoked"
    revoked = supervisor.get("/cards?state=revoked").json["rows"]
    assert [row["id"] for row in revoked] == [card["id"]]
    assert holder.post(f"/cards/{card['id']}/appeal", reason).status_code == 409


@pytest.mark.parametrize(
    "path", ["/clocks", "/clocks/stops", "/clocks/differences", "/limits", "/proposals"]
)
def test_a_clerk_may_not(user: Users, path: str) -> None:
    assert user("chenting").get(path).status_code == 403
