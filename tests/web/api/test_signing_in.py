"""Signing in, signing out, and what strangers are told."""

from datetime import timedelta
from pathlib import Path

import pytest
from api_programs import PASSWORD, Program, Users, application
from towns import Town

from engine.sign_in import ATTEMPTS
from engine.store.database import reading, transaction
from engine.store.people import Person


def test_a_right_password_gives_a_token_that_says_when_it_ends(
    stranger: Program, town: Town
) -> None:
    answer = stranger.post("/tokens", {"name": "chenting", "password": PASSWORD})

    assert answer.status_code == 201
    assert answer.json["person"] == {"id": "chenting", "name": "陈婷"}
    assert answer.json["expires_at"] == "2026-09-24T21:00:00+08:00"


def test_a_token_ends_after_its_time(user: Users, town: Town) -> None:
    clerk = user("chenting")
    town.clock.move_to(town.now + timedelta(hours=12))

    assert clerk.get("/tasks").status_code == 401


def test_signing_out_ends_the_token(user: Users) -> None:
    clerk = user("chenting")

    assert clerk.send("DELETE", "/tokens").status_code == 204
    assert clerk.get("/tasks").status_code == 401


def test_failed_sign_ins_are_kept_and_lock(stranger: Program, town: Town) -> None:
    wrong = {"name": "chenting", "password": "wrong-2026"}
    codes = [stranger.post("/tokens", wrong).json["code"] for _ in range(ATTEMPTS)]

    assert codes == ["sign_in_failed"] * ATTEMPTS
    locked = stranger.post("/tokens", {"name": "chenting", "password": PASSWORD})
    assert (locked.status_code, locked.json["code"]) == (429, "locked_out")


def test_one_failed_sign_in_is_counted_although_it_is_answered_401(
    stranger: Program, town: Town
) -> None:
    answer = stranger.post("/tokens", {"name": "chenting", "password": "wrong-2026"})

    assert answer.status_code == 401
    with reading(town.database) as session:
        assert session.get_one(Person, "chenting").failed_attempts == 1


def test_the_first_password_opens_no_token(stranger: Program, town: Town) -> None:
    with transaction(town.database) as session:
        session.get_one(Person, "chenting").must_change_password = True
    answer = stranger.post("/tokens", {"name": "chenting", "password": PASSWORD})

    assert (answer.status_code, answer.json["code"]) == (403, "password_change_needed")


@pytest.mark.parametrize(
    ("method", "path"),
    [
        ("GET", "/tasks"),
        ("GET", "/tasks/x"),
        ("POST", "/tasks/x/complete"),
        ("GET", "/cases"),
        ("GET", "/cases/YJSG-2026-0001"),
        ("POST", "/cases"),
        ("GET", "/matters"),
        ("POST", "/attachments"),
        ("GET", "/demo/clock"),
        ("PUT", "/demo/clock"),
        ("DELETE", "/tokens"),
    ],
)
def test_strangers_are_asked_to_sign_in(stranger: Program, method: str, path: str) -> None:
    answer = stranger.send(method, path, json={})

    assert answer.status_code == 401
    assert answer.mimetype == "application/problem+json"
    assert answer.json["code"] == "not_signed_in"
    assert answer.headers["WWW-Authenticate"] == "Bearer"


def test_the_browsers_session_opens_nothing_here(town: Town, tmp_path: Path) -> None:
    client = application(town, tmp_path, demo=True).test_client()
    client.application.config["WTF_CSRF_ENABLED"] = False
    sent = {"username": "chenting", "password": PASSWORD}
    assert client.post("/sign-in", data=sent).status_code == 302

    assert Program(client).get("/tasks").status_code == 401


def test_a_token_opens_no_page(user: Users) -> None:
    clerk = user("chenting")
    headers = {"Authorization": f"Bearer {clerk.token}"}

    assert clerk.client.get("/tasks", headers=headers).status_code == 302
