"""A database that is read-only, full or cut off: a clear answer, nothing half-done, then on."""

import errno
import io
import os
from pathlib import Path
from typing import Any

import breaking
import pytest
from api_programs import Program, Users
from books import check, differences, everything
from flask import Flask
from towns import PDF, Town

from engine.clock import SettableClock
from engine.store.database import open_database
from web.app import create_app
from web.config import Config

PASS = {"result": "pass", "opinion": "同意。" * 160}
#: So long that what is done needs another page of the file.
LONG = {"reason": "须连续。" * 125, "works": "隧道" * 100}

#: How it breaks; the code and the words by which it is told; the kinds of database it can befall.
BREAKS = [
    pytest.param(
        breaking.read_only, "database_read_only", "只能读取", "only be read", id="read-only"
    ),
    pytest.param(breaking.full, "disk_full", "磁盘已满", "disk is full", id="full"),
    pytest.param(
        breaking.cut_in_the_midst, "database_gone", "连接中断", "connection", id="cut off"
    ),
    pytest.param(
        breaking.cut_at_the_end, "database_gone", "连接中断", "connection", id="cut at the commit"
    ),
]
#: There is no connection to a database that is a file of this process.
CUTS = (breaking.cut_in_the_midst, breaking.cut_at_the_end)


@pytest.fixture
def handler(user: Users) -> Program:
    return user("limingyuan")


def complete(program: Program, task: str, language: str = "zh") -> Any:
    program.language = language
    return program.client.post(
        f"/api/v1/tasks/{task}/complete",
        json={"values": PASS},
        headers={
            "Authorization": f"Bearer {program.token}",
            "Accept-Language": language,
            "Idempotency-Key": "one click",
        },
    )


@pytest.mark.parametrize(("broken", "code", "zh", "en"), BREAKS)
def test_what_cannot_be_written_is_refused_in_words_and_done_when_it_can(
    any_town: Town,
    user: Users,
    handler: Program,
    broken: breaking.Break,
    code: str,
    zh: str,
    en: str,
) -> None:
    if broken in CUTS and any_town.database.is_sqlite:
        return
    task = handler.step(user("chenting").start(**LONG), "review_request")["id"]
    before = everything(any_town.database)
    with broken(any_town.database):
        told = complete(handler, task), complete(handler, task, "en")
    after = everything(any_town.database)
    again = complete(handler, task)

    assert [(answer.status_code, answer.json["code"]) for answer in told] == [(503, code)] * 2
    assert {answer.headers["Retry-After"] for answer in told} == {"30"}
    assert zh in told[0].json["detail"]
    assert en in told[1].json["detail"]
    assert differences(before, after) == []
    assert again.status_code == 200
    assert check(any_town.database) == 1


@pytest.mark.parametrize("broken", [breaking.read_only, breaking.full])
def test_what_is_kept_can_be_read_meanwhile(
    any_town: Town, user: Users, broken: breaking.Break
) -> None:
    clerk = user("chenting")
    number = clerk.start()
    with broken(any_town.database):
        answer = clerk.get(f"/cases/{number}")

    assert answer.status_code == 200


def test_a_connection_cut_while_idle_is_noticed_by_nobody(any_town: Town, user: Users) -> None:
    if any_town.database.is_sqlite:
        return  # there is no connection
    clerk = user("chenting")
    clerk.start()
    breaking.cut_idle(any_town.database)

    assert clerk.start()


@pytest.mark.parametrize("language", ["zh", "en"])
def test_a_database_that_is_not_there_is_told_on_a_page(
    tmp_path: Path, clock: SettableClock, language: str
) -> None:
    lost = open_database("postgresql+psycopg://nobody@127.0.0.1:1/nothing")
    app: Flask = create_app(
        Config(home=tmp_path, database_url="", testing=True), database=lost, clock=clock
    )
    client = app.test_client()
    if language == "en":
        with client.session_transaction() as session:
            session["language"] = "en"
    client.set_cookie("banjie_session", "somebody")
    answer = client.get("/tasks")

    assert (answer.status_code, answer.headers["Retry-After"]) == (503, "30")
    assert {"zh": "与数据库的连接中断", "en": "connection to the database"}[language] in answer.text


def test_a_file_there_is_no_room_for_is_refused_and_leaves_nothing(
    town: Town, user: Users, monkeypatch: pytest.MonkeyPatch
) -> None:
    def no_room(_: int) -> None:
        raise OSError(errno.ENOSPC, "No space left on device")

    clerk = user("chenting")
    monkeypatch.setattr(os, "fsync", no_room)
    answer = clerk.send("POST", "/attachments", data={"file": (io.BytesIO(PDF), "scan.pdf")})

    assert (answer.status_code, answer.json["code"]) == (503, "disk_full")
    assert not [one for one in town.files.folder.rglob("*") if one.is_file()]
