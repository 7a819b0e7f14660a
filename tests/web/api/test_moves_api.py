"""A program of the administrator reads what a case went through, and moves it."""

from api_programs import Users

PASS = {"result": "pass", "opinion": "同意"}
REASON = "误点，按批示退回"


def test_a_case_steps_back_and_the_history_keeps_both(user: Users) -> None:
    number = user("chenting").start()
    user("limingyuan").complete(number, "review_request", PASS)
    administrator = user("maqian")
    (row,) = administrator.get(f"/cases/{number}/moves").json["rows"]
    assert (row["element"], row["back_to"], row["can_withdraw"]) == (
        "decide_request",
        "review_request",
        False,
    )

    sent = {"kind": "back", "activities": [row["activity"]], "reason": REASON}
    moved = administrator.post(f"/cases/{number}/moves", sent)

    assert [one["element"] for one in moved.json["open_tasks"]] == ["review_request"]
    nodes = administrator.get(f"/cases/{number}/history").json["nodes"]
    passed = [(one["element"], one["outcome"]) for one in nodes]
    assert passed[-3:] == [
        ("review_request", "completed"),
        ("decide_request", "cancelled"),
        ("review_request", "live"),
    ]


def test_what_is_wrong_is_said(user: Users) -> None:
    number = user("chenting").start()
    administrator = user("maqian")
    (row,) = administrator.get(f"/cases/{number}/moves").json["rows"]
    sent = {"kind": "move", "activities": [row["activity"]], "element": "x", "reason": REASON}

    nowhere = administrator.post(f"/cases/{number}/moves", sent)
    unsaid = administrator.post(f"/cases/{number}/moves", {**sent, "reason": " "})

    assert (nowhere.status_code, nowhere.json["code"]) == (409, "move_refused")
    assert (unsaid.status_code, unsaid.json["code"]) == (422, "invalid_submission")
    assert user("chenting").post(f"/cases/{number}/moves", sent).status_code == 403
