"""Signing in and out in the browser."""

import pytest
from browsing import Browser
from towns import Town

from engine.sign_in import ATTEMPTS
from engine.store.database import transaction
from engine.store.people import Person

NEW = "brand-new-2026"


@pytest.mark.parametrize("address", ["/", "/cases", "/people", "/notices", "/cases/start"])
def test_a_stranger_is_asked_to_sign_in_and_comes_back(browser: Browser, address: str) -> None:
    asked = browser.get(address)

    assert (asked.status, asked.answer.location) == (302, f"/sign-in?next={address}")
    assert browser.sign_in("chenting", follow=address).answer.location == address


@pytest.mark.parametrize(
    "target", ["https://evil.example/", "//evil.example", "/\\evil.example", "javascript:1"]
)
def test_nobody_is_sent_elsewhere(browser: Browser, target: str) -> None:
    assert browser.sign_in("chenting", follow=target).answer.location == "/tasks"


def test_the_session_lives_on_the_server(browser: Browser) -> None:
    answer = browser.sign_in("chenting").answer
    (cookie,) = [one for one in answer.headers.getlist("Set-Cookie") if "banjie_session" in one]

    assert "HttpOnly" in cookie
    assert "SameSite=Lax" in cookie
    assert "chenting" not in cookie


def test_a_wrong_password_says_so_and_keeps_the_name(browser: Browser) -> None:
    page = browser.sign_in("chenting", "wrong")

    assert page.status == 401
    assert "登录名或密码不正确" in page.text
    assert page.fields("/sign-in")["username"] == ["chenting"]


def test_failures_are_counted_although_they_are_refused(browser: Browser) -> None:
    for _ in range(ATTEMPTS):
        assert browser.sign_in("chenting", "wrong").status == 401

    locked = browser.sign_in("chenting")
    assert locked.status == 429
    assert "15 分钟" in locked.text


def test_the_first_password_is_changed_before_anything_else(browser: Browser, town: Town) -> None:
    with transaction(town.database) as session:
        session.get_one(Person, "chenting").must_change_password = True
    browser.sign_in("chenting")
    assert browser.get("/cases").answer.location == "/password"

    weak = {"current": "banjie-demo-2026", "new": "short", "repeat": "short"}
    assert browser.post("/password", weak, shown="/password").status == 422
    strong = {"current": "banjie-demo-2026", "new": NEW, "repeat": NEW}
    assert browser.post("/password", strong, shown="/password").answer.location == "/tasks"
    assert browser.get("/cases").status == 200


def test_signing_out_ends_the_session(browser: Browser) -> None:
    browser.sign_in("chenting")
    browser.post("/sign-out")

    assert browser.get("/tasks").status == 302


def test_no_form_is_taken_without_its_token(browser: Browser) -> None:
    answer = browser.client.post(
        "/sign-in", data={"username": "chenting", "password": "banjie-demo-2026"}
    )

    assert answer.status_code == 400
    assert browser.get("/tasks").status == 302


def test_the_language_is_chosen_before_and_kept_after_signing_in(browser: Browser) -> None:
    assert "登录" in browser.get("/sign-in").text
    browser.post("/language", {"language": "en"}, shown="/sign-in")
    assert "Sign in" in browser.get("/sign-in").text
    browser.post("/language", {"language": "xx"}, shown="/sign-in")

    assert "Sign in" in browser.get("/sign-in").text


def test_who_was_shut_out_is_a_stranger_at_once(browser: Browser, town: Town) -> None:
    browser.sign_in("chenting")
    with transaction(town.database) as session:
        session.get_one(Person, "chenting").is_active = False

    assert browser.get("/tasks").status == 302
