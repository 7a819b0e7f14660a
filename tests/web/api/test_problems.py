"""Every error is a problem with a stable code, in the language asked for."""

from typing import Any

import pytest
from api_programs import Program, Users


@pytest.mark.parametrize(
    ("language", "detail"),
    [
        ("zh-CN,zh;q=0.9", "没有这个接口"),
        ("en", "There is no such address"),
        ("fr", "没有这个接口"),
    ],
)
def test_an_unknown_address_is_a_problem(stranger: Program, language: str, detail: str) -> None:
    stranger.language = language
    answer = stranger.get("/nothing/here")

    assert answer.status_code == 404
    assert answer.mimetype == "application/problem+json"
    assert answer.json["type"] == "urn:banjie:not_found"
    assert answer.json["status"] == 404
    assert detail in answer.json["detail"]


def test_a_method_not_taken_names_those_that_are(user: Users) -> None:
    answer = user("chenting").send("PATCH", "/cases")

    assert (answer.status_code, answer.json["code"]) == (405, "method_not_allowed")
    assert {"GET", "POST"} <= set(answer.headers["Allow"].split(", "))


@pytest.mark.parametrize(
    ("method", "path", "sent", "errors"),
    [
        ("POST", "/cases", {"values": {}}, {"matter": "缺少必填项。"}),
        ("POST", "/cases", {"matter": 3, "values": {}}, {"matter": "须为文本。"}),
        ("POST", "/cases", {"matter": "x", "values": []}, {"values": "须为对象。"}),
        ("POST", "/cases", {"matter": "x", "values": None}, {"values": "不能为 null。"}),
        ("POST", "/cases", {"matter": "x", "values": {}, "y": 1}, {"y": "没有这一项，请删除。"}),
        (
            "POST",
            "/cases",
            {"matter": "x", "values": {}, "overrides": [1]},
            {"overrides.0": "须为文本。"},
        ),
        ("POST", "/cases", [], {"": "须为对象。"}),
        ("GET", "/cases?page=0", None, {"page": "须在 1 至 1000000 之间。"}),
        ("GET", "/cases?page=x", None, {"page": "须为整数。"}),
        ("GET", "/tasks?tab=all", None, {"tab": "只能是：todo, pool, done。"}),
        (
            "PUT",
            "/demo/clock",
            {"now": "2026-11-10T09:00:00"},
            {"now": "须为带时区的 ISO 时刻，例如 2026-11-10T09:00:00+08:00。"},
        ),
    ],
)
def test_a_malformed_request_is_told_where_and_how(
    user: Users, method: str, path: str, sent: Any, errors: dict[str, str]
) -> None:
    answer = user("chenting").send(method, path, **({} if sent is None else {"json": sent}))

    assert (answer.status_code, answer.json["code"]) == (422, "invalid_request")
    assert {key: told[0]["zh"] for key, told in answer.json["errors"].items()} == errors
    assert all(told[0]["en"].isascii() for told in answer.json["errors"].values())


@pytest.mark.parametrize(
    "body",
    ["{", "", "NaN", '{"a": "\\ud800"}', '{"a": 1e999999}', '{"a": Infinity}', "[" * 100_000],
    ids=["cut off", "empty", "no number", "half a sign", "vast", "endless", "deep"],
)
def test_a_body_that_is_no_json_is_refused(user: Users, body: str) -> None:
    answer = user("chenting").send("POST", "/cases", data=body, content_type="application/json")

    assert (answer.status_code, answer.json["code"]) == (400, "unreadable_request")


@pytest.mark.parametrize(
    "path", ["/cases/%00", "/tasks/a%00b", "/matters/%00"], ids=["case", "task", "matter"]
)
def test_an_address_no_database_can_look_up_is_refused(user: Users, path: str) -> None:
    answer = user("chenting").get(path)

    assert (answer.status_code, answer.json["code"]) == (400, "unreadable_request")


@pytest.mark.parametrize(
    ("method", "path", "sent"),
    [
        ("POST", "/tokens", {"name": "a\0", "password": "x"}),
        ("POST", "/cases", {"matter": "a\0", "values": {}}),
        ("POST", "/tasks/x/reassign", {"to": "a\0"}),
        ("GET", "/cases?q=%00", None),
    ],
    ids=["name", "matter", "person", "search"],
)
def test_control_characters_are_refused_where_something_is_looked_up(
    user: Users, method: str, path: str, sent: Any
) -> None:
    answer = user("chenting").send(method, path, **({} if sent is None else {"json": sent}))

    assert answer.status_code == 422
    assert next(iter(answer.json["errors"].values()))[0]["zh"] == "不得含控制字符。"


def test_a_body_must_be_said_to_be_json(user: Users) -> None:
    answer = user("chenting").send("POST", "/cases", data={"matter": "three_steps"})

    assert (answer.status_code, answer.json["code"]) == (400, "unreadable_request")
    assert "application/json" in answer.json["detail"]


def test_a_vast_body_is_refused_before_it_is_read(user: Users) -> None:
    body = b'"' + b"x" * 5_000_000 + b'"'
    answer = user("chenting").send("POST", "/cases", data=body, content_type="application/json")

    assert (answer.status_code, answer.json["code"]) == (413, "too_large")


def test_the_header_chooses_the_language_whatever_a_page_chose(user: Users) -> None:
    clerk = user("chenting", language="en")
    with clerk.client.session_transaction() as session:
        session["language"] = "zh_CN"

    assert clerk.get("/nothing").json["detail"].isascii()
