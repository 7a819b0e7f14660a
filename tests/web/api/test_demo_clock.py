"""The demo's clock through the API."""

from pathlib import Path

from api_programs import PASSWORD, Program, Users, application
from towns import Town


def test_the_clock_shows_now_and_what_comes_next(user: Users) -> None:
    clerk = user("chenting")
    clerk.start()

    assert clerk.get("/demo/clock").json == {
        "now": "2026-09-24T09:00:00+08:00",
        "next_due_at": "2026-09-29T00:00:00+08:00",
    }


def test_moving_the_clock_answers_after_what_was_due_has_happened(user: Users) -> None:
    clerk = user("chenting")
    number = clerk.start()
    moved = clerk.put("/demo/clock", {"now": "2026-09-29T01:30:00Z"}).json

    assert moved == {"now": "2026-09-29T09:30:00+08:00", "next_due_at": None, "moved": 1}
    cards = clerk.get(f"/cases/{number}").json["cards"]
    assert [(card["colour"], card["at_text"]) for card in cards] == [("yellow", "2026-09-28 24:00")]


def test_the_clock_never_goes_back(user: Users) -> None:
    clerk = user("chenting")
    answer = clerk.put("/demo/clock", {"now": "2026-09-23T09:00:00+08:00"})

    assert (answer.status_code, answer.json["code"]) == (409, "clock_backward")
    assert clerk.get("/demo/clock").json["now"] == "2026-09-24T09:00:00+08:00"


def test_the_clock_moves_within_the_years_of_a_calendar(user: Users) -> None:
    answer = user("chenting").put("/demo/clock", {"now": "9999-12-31T23:59:59+08:00"})

    assert answer.status_code == 422


def test_outside_the_demo_there_is_no_clock(town: Town, tmp_path: Path) -> None:
    clerk = Program(application(town, tmp_path, demo=False).test_client())
    clerk.token = clerk.post("/tokens", {"name": "chenting", "password": PASSWORD}).json["token"]

    assert clerk.get("/demo/clock").status_code == 404
    moved = clerk.put("/demo/clock", {"now": "2026-11-10T09:00:00+08:00"})
    assert (moved.status_code, moved.json["code"]) == (404, "not_found")
