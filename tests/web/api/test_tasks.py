"""Tasks through the API: lists, forms, claim, release, reassign, draft, complete."""

from datetime import timedelta
from typing import Any

import pytest
from api_programs import Program, Users
from towns import Town

PASS = {"result": "pass", "opinion": "同意"}


@pytest.fixture
def handler(user: Users) -> Program:
    return user("limingyuan")


@pytest.fixture
def task(user: Users, handler: Program) -> dict[str, Any]:
    """A review that waits in the pool of the approval section."""
    number = user("chenting").start()
    return handler.step(number, "review_request")


def tab(program: Program, name: str) -> list[str]:
    return [row["id"] for row in program.get(f"/tasks?tab={name}").json["rows"]]


def test_a_task_moves_from_pool_to_todo_to_done(handler: Program, task: dict[str, Any]) -> None:
    assert tab(handler, "pool") == [task["id"]]
    handler.post(f"/tasks/{task['id']}/claim")
    assert (tab(handler, "pool"), tab(handler, "todo")) == ([], [task["id"]])
    handler.complete(task["case_number"], "review_request", PASS)

    assert (tab(handler, "todo"), tab(handler, "done")) == ([], [task["id"]])


def test_the_pool_is_that_of_ones_posts(user: Users, task: dict[str, Any]) -> None:
    assert tab(user("chenting"), "pool") == []


def test_the_most_urgent_task_stands_first(user: Users, handler: Program, town: Town) -> None:
    clerk = user("chenting")
    first = clerk.start()
    town.clock.move_to(town.now + timedelta(hours=10))
    second = user("chenting").start()
    rows = user("limingyuan").get("/tasks?tab=pool").json["rows"]

    assert [row["case_number"] for row in rows] == [first, second]


def test_a_task_shows_its_form_with_options_worked_out(
    handler: Program, task: dict[str, Any]
) -> None:
    form = handler.get(f"/tasks/{task['id']}").json["form"]

    assert form["key"] == "check"
    assert form["form_js"]["schemaVersion"] == 19
    result = next(field for field in form["inputs"] if field["path"] == "result")
    assert result["required"] is True
    assert [(one["value"], one["label"]) for one in result["options"]] == [
        ("pass", "通过"),
        ("doubt", "存疑"),
    ]


def test_a_form_follows_the_draft(user: Users, task: dict[str, Any]) -> None:
    handler, chief = user("limingyuan"), user("zhengkai")
    handler.complete(task["case_number"], "review_request", PASS)
    decide = chief.step(task["case_number"], "decide_request")
    before = chief.get(f"/tasks/{decide['id']}").json["form"]
    chief.put(f"/tasks/{decide['id']}/draft", {"values": {"result": "refuse"}})
    after = chief.get(f"/tasks/{decide['id']}").json["form"]

    assert before["hidden"] == ["reason"]
    assert after["hidden"] == []
    assert after["values"] == {"result": "refuse"}
    assert [field["path"] for field in after["inputs"]] == ["result", "reason"]


def test_a_draft_tells_when_it_was_kept(handler: Program, task: dict[str, Any]) -> None:
    answer = handler.put(f"/tasks/{task['id']}/draft", {"values": {"opinion": "待核"}})

    assert answer.json == {"draft_at": "2026-09-24T09:00:00+08:00"}
    assert handler.get(f"/tasks/{task['id']}").json["form"]["values"]["opinion"] == "待核"


def test_a_released_task_goes_back_to_the_pool(handler: Program, task: dict[str, Any]) -> None:
    handler.post(f"/tasks/{task['id']}/claim")
    answer = handler.post(f"/tasks/{task['id']}/release")

    assert answer.json["holder"] is None
    assert tab(handler, "pool") == [task["id"]]


def test_a_chief_reassigns(user: Users, handler: Program, task: dict[str, Any]) -> None:
    handler.post(f"/tasks/{task['id']}/claim")
    answer = user("zhengkai").post(f"/tasks/{task['id']}/reassign", {"to": "hexiaoyu"})

    assert answer.json["holder"] == {"id": "hexiaoyu", "name": "何晓雨"}
    assert tab(user("hexiaoyu"), "todo") == [task["id"]]


@pytest.mark.parametrize(
    ("who", "to", "status"),
    [("limingyuan", "hexiaoyu", 403), ("zhengkai", "chenting", 403), ("zhengkai", "nobody", 404)],
    ids=["only a chief", "only to a holder of the post", "only to somebody"],
)
def test_a_wrong_reassignment_is_refused(
    user: Users, task: dict[str, Any], who: str, to: str, status: int
) -> None:
    answer = user(who).post(f"/tasks/{task['id']}/reassign", {"to": to})

    assert answer.status_code == status


def test_completing_twice_tells_who_was_first_and_when(
    user: Users, handler: Program, task: dict[str, Any], town: Town
) -> None:
    town.move("09-24 10:42")
    handler.complete(task["case_number"], "review_request", PASS)
    late = user("hexiaoyu").post(f"/tasks/{task['id']}/complete", {"values": PASS})

    assert (late.status_code, late.json["code"]) == (409, "task_completed")
    assert "李明远" in late.json["detail"]
    assert "09-24 10:42" in late.json["detail"]


def test_a_completed_task_is_still_read(handler: Program, task: dict[str, Any]) -> None:
    handler.complete(task["case_number"], "review_request", PASS)
    answer = handler.get(f"/tasks/{task['id']}").json

    assert (answer["state"], answer["form"]) == ("completed", None)
    assert answer["completed_by"] == {"id": "limingyuan", "name": "李明远"}


def test_a_task_of_another_post_is_refused(user: Users, task: dict[str, Any]) -> None:
    answer = user("chenting").post(f"/tasks/{task['id']}/complete", {"values": PASS})

    assert (answer.status_code, answer.json["code"]) == (403, "post_not_held")


def test_a_held_task_names_its_holder(user: Users, handler: Program, task: dict[str, Any]) -> None:
    handler.post(f"/tasks/{task['id']}/claim")
    answer = user("hexiaoyu").post(f"/tasks/{task['id']}/claim")

    assert (answer.status_code, answer.json["code"]) == (403, "task_held")
    assert "李明远" in answer.json["detail"]


def test_a_wrong_form_is_refused_and_nothing_moves(handler: Program, task: dict[str, Any]) -> None:
    answer = handler.post(f"/tasks/{task['id']}/complete", {"values": {"result": "maybe"}})

    assert answer.status_code == 422
    assert set(answer.json["errors"]) == {"result", "opinion"}
    assert handler.get(f"/tasks/{task['id']}").json["state"] == "open"


@pytest.mark.parametrize("act", ["claim", "release", "reassign", "complete"])
def test_an_unknown_task_is_not_found(handler: Program, act: str) -> None:
    answer = handler.post(
        f"/tasks/none/{act}", {"to": "hexiaoyu"} if act == "reassign" else {"values": {}}
    )

    assert (answer.status_code, answer.json["code"]) == (404, "not_found")


def test_lists_come_in_pages(user: Users, handler: Program) -> None:
    clerk = user("chenting")
    for number in range(21):
        clerk.start(works=f"works {number}")
    last = handler.get("/tasks?tab=pool&page=2").json

    assert (last["total"], last["pages"], len(last["rows"])) == (21, 2, 1)
