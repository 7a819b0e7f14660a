"""A repeated POST is done once and answered alike; another one under its key is refused."""

import io
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from typing import Any

from api_programs import REQUEST, Program, Users
from sqlalchemy import func, select
from towns import Town

from engine.idempotency import forget_old
from engine.store.cases import Case
from engine.store.database import reading, transaction
from engine.store.outbox import IdempotencyKey

START = {"matter": "three_steps", "values": REQUEST}


def send(program: Program, path: str, sent: Any, key: str) -> Any:
    headers = {"Authorization": f"Bearer {program.token}", "Idempotency-Key": key}
    return program.client.post(f"/api/v1{path}", json=sent, headers=headers)


def count(town: Town, table: Any = Case) -> int:
    with reading(town.database) as session:
        return session.scalar(select(func.count()).select_from(table)) or 0


def test_the_same_key_and_body_start_one_case(town: Town, user: Users) -> None:
    clerk = user("chenting")
    first, second = send(clerk, "/cases", START, "a"), send(clerk, "/cases", START, "a")

    assert count(town) == 1
    assert (first.status_code, second.status_code) == (201, 201)
    assert first.data == second.data
    assert first.headers["Location"] == second.headers["Location"]
    assert second.headers["Idempotent-Replayed"] == "true"


def test_another_body_under_the_key_is_refused(town: Town, user: Users) -> None:
    clerk = user("chenting")
    send(clerk, "/cases", START, "a")
    other = send(clerk, "/cases", {**START, "values": {**REQUEST, "works": "另一工程"}}, "a")

    assert (other.status_code, other.json["code"]) == (422, "idempotency_key_reused")
    assert count(town) == 1


def test_a_key_belongs_to_one_person(town: Town, user: Users) -> None:
    number = send(user("chenting"), "/cases", START, "a").json["number"]
    handler = user("limingyuan")
    task = handler.step(number, "review_request")
    sent = {"values": {"result": "pass", "opinion": "通过"}}

    assert send(handler, f"/tasks/{task['id']}/complete", sent, "a").status_code == 200
    assert count(town, IdempotencyKey) == 2


def test_what_was_refused_may_be_sent_again_corrected(town: Town, user: Users) -> None:
    clerk = user("chenting")
    wrong = send(clerk, "/cases", {"matter": "three_steps", "values": {}}, "a")
    right = send(clerk, "/cases", START, "a")

    assert (wrong.status_code, right.status_code) == (422, 201)


def test_a_repeated_completion_is_answered_as_the_first(town: Town, user: Users) -> None:
    number = user("chenting").start()
    handler = user("limingyuan")
    task = handler.step(number, "review_request")
    sent = {"values": {"result": "pass", "opinion": "通过"}}
    path = f"/tasks/{task['id']}/complete"
    first, second = send(handler, path, sent, "b"), send(handler, path, sent, "b")

    assert (first.status_code, first.data) == (200, second.data)
    assert send(handler, path, sent, "c").status_code == 409


def test_a_key_that_cannot_be_kept_is_refused(user: Users) -> None:
    answer = send(user("chenting"), "/cases", START, "k" * 201)

    assert (answer.status_code, answer.json["code"]) == (422, "wrong_idempotency_key")


def test_a_file_is_uploaded_once(town: Town, user: Users) -> None:
    clerk = user("chenting")
    headers = {"Authorization": f"Bearer {clerk.token}", "Idempotency-Key": "f"}

    def upload(content: bytes) -> Any:
        file = (io.BytesIO(content), "plan.pdf")
        return clerk.client.post("/api/v1/attachments", data={"file": file}, headers=headers)

    first, second = upload(b"%PDF-1.4\n"), upload(b"%PDF-1.4\n")
    assert (first.status_code, first.json["id"]) == (201, second.json["id"])
    assert upload(b"%PDF-1.4\nother").status_code == 422


def test_after_a_day_a_key_is_forgotten(town: Town, user: Users) -> None:
    send(user("chenting"), "/cases", START, "a")
    later = town.clock.now() + timedelta(hours=24)
    with transaction(town.database) as session:
        forget_old(session, now=later)

    assert count(town, IdempotencyKey) == 0


def test_the_same_request_at_once_is_done_once(town: Town, user: Users) -> None:
    programs = [user("chenting") for _ in range(4)]
    for one in programs:
        one.client = one.client.application.test_client()
    with ThreadPoolExecutor(4) as pool:
        answers = list(pool.map(lambda one: send(one, "/cases", START, "z"), programs))

    assert count(town) == 1
    assert {answer.status_code for answer in answers} <= {201, 503}
    assert len({answer.data for answer in answers if answer.status_code == 201}) == 1
