"""The outbox and the answers to calls, for programs."""

import pytest
from api_programs import Program, Users
from calling import deploy_calling
from sqlalchemy import select, update
from towns import Town

from engine.store.database import reading, transaction
from engine.store.outbox import Outbox


@pytest.fixture
def number(town: Town, user: Users) -> str:
    """Return a case that waits for a service."""
    deploy_calling(town.database)
    one = user("chenting").start()
    user("limingyuan").complete(one, "review_request", {"result": "pass", "opinion": "通过"})
    user("zhengkai").complete(one, "decide_request", {"result": "grant"})
    return one


def key(town: Town) -> str:
    with reading(town.database) as session:
        return session.scalars(select(Outbox.key).where(Outbox.kind == "call")).one()


@pytest.mark.parametrize("sent", [{"values": {"serial": "7"}}, {"error": "seal_invalid"}])
def test_a_call_is_answered(town: Town, user: Users, number: str, sent: dict[str, object]) -> None:
    answer = user("maqian").post(f"/answers/{key(town)}", sent)

    assert (answer.status_code, answer.json) == (200, {"case": number, "state": "closed"})
    again = user("maqian").post(f"/answers/{key(town)}", sent)
    assert (again.status_code, again.json["code"]) == (409, "call_answered")


def test_a_stranger_to_the_step_may_not_answer(town: Town, user: Users, number: str) -> None:
    assert user("chenting").post(f"/answers/{key(town)}", {}).status_code == 403
    assert user("maqian").post("/answers/nothing", {}).status_code == 404


def test_what_is_dead_is_listed_and_sent_again(town: Town, user: Users, number: str) -> None:
    with transaction(town.database) as session:
        session.execute(update(Outbox).values(state="dead", attempts=6, last_error="refused"))
    administrator: Program = user("maqian")
    (row,) = administrator.get("/outbox").json["rows"]
    again = administrator.post(f"/outbox/{row['id']}/retry")

    assert (row["case"], row["state"], row["last_error"]) == (number, "dead", "refused")
    assert (again.json["state"], again.json["attempts"]) == ("waiting", 0)
    assert user("chenting").get("/outbox").status_code == 403
