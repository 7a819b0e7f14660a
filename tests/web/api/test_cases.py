"""Starting, listing and reading cases; a three-step case from the counter to its end."""

from typing import Any

import pytest
from api_programs import REQUEST, Program, Users
from towns import Town

PASS = {"result": "pass", "opinion": "同意"}
GRANT = {"result": "grant"}


def test_starting_a_case_says_where_it_is(user: Users) -> None:
    clerk = user("chenting")
    answer = clerk.post("/cases", {"matter": "three_steps", "values": REQUEST})

    assert answer.status_code == 201
    assert answer.headers["Location"] == "/api/v1/cases/YJSG-2026-0001"
    assert answer.json["number"] == "YJSG-2026-0001"
    assert answer.json["title"] == REQUEST["works"]
    assert [task["name"] for task in answer.json["open_tasks"]] == ["审核"]


def test_a_case_runs_from_the_counter_to_its_end(user: Users) -> None:
    clerk, handler, chief = user("chenting"), user("limingyuan"), user("zhengkai")
    number = clerk.start()
    task = handler.get("/tasks?tab=pool").json["rows"][0]
    assert handler.post(f"/tasks/{task['id']}/claim").json["holder"]["name"] == "李明远"
    assert handler.complete(number, "review_request", PASS).status_code == 200
    ended = chief.complete(number, "decide_request", GRANT).json

    assert ended["case"]["state"] == "closed"
    assert ended["case"]["outcome"] == {"key": "given", "name": "办结（出具证明）"}
    assert ended["case"]["open_tasks"] == []
    case = clerk.get(f"/cases/{number}").json
    assert {one["element"] for one in case["tasks"]} == {"review_request", "decide_request"}
    assert {one["state"] for one in case["clocks"]} == {"ended"}


def test_the_timeline_names_phase_person_and_result(user: Users) -> None:
    clerk, handler = user("chenting"), user("limingyuan")
    number = clerk.start()
    handler.complete(number, "review_request", PASS)
    timeline = clerk.get(f"/cases/{number}").json["timeline"]

    done = next(entry for entry in timeline if entry["kind"] == "task_completed")
    assert (done["phase"], done["title"], done["text"]) == ("办理", "审核", "通过")
    assert done["person"] == {"id": "limingyuan", "name": "李明远"}
    assert done["at"] == "2026-09-24T09:00:00+08:00"


def test_a_clock_tells_its_due_day_and_each_day_of_its_count(user: Users) -> None:
    clerk = user("chenting")
    clock = clerk.get(f"/cases/{clerk.start()}").json["clocks"][0]

    shown = {
        key: clock[key] for key in ("limit", "amount", "last_on", "due_at", "used", "remaining")
    }
    assert shown == {
        "limit": "review",
        "amount": "1WD",
        "last_on": "2026-09-28",
        "due_at": "2026-09-29T00:00:00+08:00",
        "used": 0,
        "remaining": 1,
    }
    assert clock["provisional"] is False
    days = [(row["date"], row["kind"], row["number"]) for row in clock["explanation"]["rows"]]
    assert days == [
        ("2026-09-24", "start", None),
        ("2026-09-25", "rest", None),
        ("2026-09-26", "rest", None),
        ("2026-09-27", "rest", None),
        ("2026-09-28", "counted", 1),
    ]


def test_the_record_is_whole_and_chained(user: Users) -> None:
    clerk = user("chenting")
    record = clerk.get(f"/cases/{clerk.start()}/records").json

    assert record["intact"] is True
    rows = record["rows"]
    assert [row["number"] for row in rows] == list(range(1, len(rows) + 1))
    assert [row["previous_hash"] for row in rows[1:]] == [row["hash"] for row in rows[:-1]]


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ("", ["YJSG-2026-0002", "YJSG-2026-0001"]),
        ("?q=0001", ["YJSG-2026-0001"]),
        ("?q=second", ["YJSG-2026-0002"]),
        ("?matter=construction_permit", []),
        ("?state=open&page=1", ["YJSG-2026-0002", "YJSG-2026-0001"]),
        ("?state=closed", []),
        ("?page=2", []),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)
def test_cases_are_listed_newest_first(user: Users, query: str, expected: list[str]) -> None:
    clerk = user("chenting")
    clerk.start()
    clerk.start(works="second works")
    found = clerk.get(f"/cases{query}").json

    assert [row["number"] for row in found["rows"]] == expected


def test_english_is_complete(user: Users) -> None:
    clerk = user("chenting", language="en-GB,en;q=0.9")
    case = clerk.get(f"/cases/{clerk.start()}").json

    assert case["matter"]["name"] == "Proof for construction at night"
    assert case["clocks"][0]["name"] == "Review"
    assert case["clocks"][0]["explanation"]["rows"][0]["weekday"] == "Thu"
    assert [fact["label"] for fact in case["facts"]] == ["Works", "Contractor", "Nights"]
    assert case["tasks"][0]["section"]["name"] == "Approval Section"


@pytest.mark.parametrize("path", ["/cases/YJSG-2026-9999", "/cases/YJSG-2026-9999/records"])
def test_an_unknown_case_is_not_found(user: Users, path: str) -> None:
    answer = user("chenting").get(path)

    assert (answer.status_code, answer.json["code"]) == (404, "not_found")
    assert "YJSG-2026-9999" in answer.json["detail"]


def test_only_the_matters_post_may_start(user: Users) -> None:
    answer = user("limingyuan").post("/cases", {"matter": "three_steps", "values": REQUEST})

    assert (answer.status_code, answer.json["code"]) == (403, "post_not_held")


def test_an_unknown_matter_is_not_found(user: Users) -> None:
    answer = user("chenting").post("/cases", {"matter": "no_such", "values": {}})

    assert answer.status_code == 404


def _wrong(**changed: Any) -> dict[str, Any]:
    return {"matter": "three_steps", "values": {**REQUEST, **changed}}


@pytest.mark.parametrize(
    ("changed", "path", "zh", "en"),
    [
        ({"works": ""}, "works", "请填写", "Fill this in"),
        (
            {"until_on": "2026-10-01"},
            "until_on",
            "结束日期早于开始日期",
            "It ends before it begins",
        ),
        ({"mobile": "12"}, "mobile", "手机", "mobile"),
    ],
    ids=["required", "rule over two fields", "kind of field"],
)
def test_a_wrong_entry_is_named_by_field_in_both_languages(
    user: Users, changed: dict[str, Any], path: str, zh: str, en: str
) -> None:
    answer = user("chenting").post("/cases", _wrong(**changed))

    assert answer.status_code == 422
    assert answer.json["code"] == "invalid_submission"
    assert list(answer.json["errors"]) == [path]
    message = answer.json["errors"][path][0]
    assert zh in message["zh"]
    assert en.lower() in message["en"].lower()


def test_nothing_is_kept_of_a_refused_application(user: Users) -> None:
    clerk = user("chenting")
    clerk.post("/cases", _wrong(works=""))

    assert clerk.get("/cases").json["total"] == 0


def test_a_wrong_check_digit_is_offered_to_chiefs_only(user: Users, town: Town) -> None:
    clerk, wrong = user("chenting"), _wrong(organisation_code="91990100000000107X")
    refused = clerk.post("/cases", wrong)
    assert refused.json["overridable"] == ["organisation_code"]
    answer = clerk.post("/cases", {**wrong, "overrides": ["organisation_code"]})

    assert (answer.status_code, answer.json["code"]) == (403, "override_not_allowed")


def test_a_document_is_read_with_its_page(user: Users) -> None:
    clerk, handler, chief = user("chenting"), user("limingyuan"), user("zhengkai")
    number = clerk.start()
    handler.complete(number, "review_request", PASS)
    chief.complete(number, "decide_request", GRANT)
    papers = clerk.get(f"/cases/{number}").json["documents"]

    for paper in papers:
        page = clerk.get(f"/cases/{number}/documents/{paper['id']}").json
        assert page["html"].startswith("<!")
    assert clerk.get(f"/cases/{number}/documents/999").status_code == 404


def test_exact_numbers_survive(user: Users) -> None:
    clerk: Program = user("chenting")
    number = clerk.start()
    task = clerk.step(number, "review_request")
    handler = user("limingyuan")
    handler.post(f"/tasks/{task['id']}/claim")
    sent = '{"values": {"opinion": 0.10}}'
    handler.send("PUT", f"/tasks/{task['id']}/draft", data=sent, content_type="application/json")

    assert '"opinion":0.10' in handler.get(f"/tasks/{task['id']}").text
