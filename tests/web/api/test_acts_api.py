"""A program asks for acts on a case, another person's decides them."""

from api_programs import Users
from builders import accepted
from towns import Town

from engine.days import ZONE

ASKED = {
    "kind": "withdraw",
    "ground": "applicant_request",
    "reason": "建设单位来函。",
    "basis": "撤回申请书",
}


def test_an_act_is_offered_asked_for_and_decided(town: Town, user: Users) -> None:
    number = town.case(accepted(town)).number
    counter, chief = user("chenting"), user("zhengkai")
    offered = counter.get(f"/cases/{number}/acts").json["offered"]
    assert {one["kind"] for one in offered} == {"withdraw", "correct"}
    assert [one["key"] for one in offered[0]["grounds"]] == ["applicant_request", "project_changed"]

    asked = counter.post(f"/cases/{number}/acts", ASKED)
    assert asked.status_code == 201
    assert (asked.json["decision"], asked.json["may_decide"]) == (None, False)
    path = f"/cases/{number}/acts/{asked.json['id']}/decision"
    assert counter.post(path, {"decision": "approved"}).status_code == 403
    decided = chief.post(path, {"decision": "approved"})

    assert decided.json["document_number"] == "江建撤〔2026〕0001号"
    assert counter.get(f"/cases/{number}").json["outcome"]["key"] == "withdrawn"
    assert chief.post(path, {"decision": "approved"}).status_code == 409


def test_what_is_wrong_is_said_by_field(town: Town, user: Users) -> None:
    number = town.case(accepted(town)).number
    wrong = user("chenting").post(f"/cases/{number}/acts", {**ASKED, "ground": "whim", "basis": ""})

    assert wrong.status_code == 422
    assert set(wrong.json["errors"]) == {"ground", "basis"}
    assert user("linshu").post(f"/cases/{number}/acts", ASKED).status_code == 403
    unknown = user("chenting").post(f"/cases/{number}/acts", {**ASKED, "kind": "abolish"})
    assert unknown.status_code == 422


def test_a_fact_is_corrected(town: Town, user: Users) -> None:
    case = accepted(town)
    number = town.case(case).number
    counter = user("chenting")
    offered = counter.get(f"/cases/{number}/acts").json["offered"]
    facts = {one["fact"]: one for act in offered for one in act["facts"]}
    assert facts["accepted_on"]["value"] == "2026-09-24"
    sent = {
        **ASKED,
        "kind": "correct",
        "ground": "wrong_entry",
        "fact": "accepted_on",
        "new": "2026-09-23",
    }
    asked = counter.post(f"/cases/{number}/acts", sent).json
    user("qinlan").post(f"/cases/{number}/acts/{asked['id']}/decision", {"decision": "approved"})

    assert town.timer(case, "decide").start_on.isoformat() == "2026-09-23"


def test_a_suspended_case_says_since_when(town: Town, user: Users) -> None:
    number = town.case(accepted(town)).number
    handler, leader = user("limingyuan"), user("wanghaibin")
    assert handler.get(f"/cases/{number}").json["suspended_at"] is None
    sent = {**ASKED, "kind": "suspend", "ground": "force_majeure", "days": 5}
    asked = handler.post(f"/cases/{number}/acts", sent).json
    assert asked["details"] == {"days": 5}
    leader.post(f"/cases/{number}/acts/{asked['id']}/decision", {"decision": "approved"})

    case = handler.get(f"/cases/{number}").json
    assert case["suspended_at"] == town.now.astimezone(ZONE).isoformat()
    assert case["state_text"] == "已中止"
    assert {clock["state"] for clock in case["clocks"]} == {"suspended", "ended"}


def test_an_act_of_another_case_is_not_found(town: Town, user: Users) -> None:
    one, other = (town.case(accepted(town)).number for _ in range(2))
    asked = user("chenting").post(f"/cases/{one}/acts", ASKED).json
    path = f"/cases/{other}/acts/{asked['id']}/decision"

    assert user("zhengkai").post(path, {"decision": "approved"}).status_code == 404


def test_quiet_hours_are_set_by_administrators(user: Users) -> None:
    administrator = user("maqian")
    hours = {"from": "21:00", "until": "08:00", "days_off": True}
    assert administrator.get("/outbox/quiet-hours").json["from"] == ""
    assert administrator.put("/outbox/quiet-hours", hours).json == hours
    assert user("chenting").put("/outbox/quiet-hours", hours).status_code == 403
    wrong = administrator.put("/outbox/quiet-hours", {**hours, "until": "8"})

    assert wrong.status_code == 422
    assert administrator.get("/outbox/quiet-hours").json == hours
