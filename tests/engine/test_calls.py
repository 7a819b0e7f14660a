"""A step answered from outside: it stands until its key is answered, or an error takes over."""

import pytest
from calling import deploy_calling
from sqlalchemy import select
from test_three_steps import checked
from towns import Town

from engine.calls import answer_call, fail_call
from engine.errors import Conflict, NotAllowed, NotFound
from engine.store.database import reading, transaction
from engine.store.outbox import Outbox


@pytest.fixture
def case(any_town: Town) -> int:
    """Return a case that waits for the service."""
    deploy_calling(any_town.database)
    one = checked(any_town)
    any_town.do(one, "decide_request", {"result": "grant"}, by="zhengkai")
    return one


def call(town: Town) -> Outbox:
    with reading(town.database) as session:
        return session.scalars(select(Outbox).where(Outbox.kind == "call")).one()


def answer(town: Town, key: str, by: str = "maqian", **values: object) -> None:
    with transaction(town.database) as session:
        answer_call(session, key, values, by=by, at=town.now)


def fail(town: Town, code: str) -> None:
    with transaction(town.database) as session:
        fail_call(session, call(town).key, code, by="maqian", at=town.now)


def test_the_call_goes_to_the_outbox_and_the_case_waits(any_town: Town, case: int) -> None:
    put = call(any_town)

    assert (put.state, put.case_id) == ("waiting", case)
    assert put.payload["service"] == "seals"
    assert put.payload["case"] == any_town.case(case).number
    assert put.payload["body"] == {"works": "滨江隧道连续浇筑"}
    assert any_town.case(case).state == "open"
    assert len(any_town.records(case, "called")) == 1


def test_its_answer_lets_the_case_go_on(any_town: Town, case: int) -> None:
    answer(any_town, call(any_town).key, serial="YZ-7")

    closed = any_town.case(case)
    assert (closed.state, closed.outcome) == ("closed", "given")
    assert (closed.document["check_seal"], closed.document["sealed"]) == (
        {"serial": "YZ-7"},
        "YZ-7",
    )


def test_a_second_answer_comes_too_late(any_town: Town, case: int) -> None:
    key = call(any_town).key
    answer(any_town, key)

    with pytest.raises(Conflict) as refused:
        answer(any_town, key)
    assert refused.value.code == "call_answered"
    assert len(any_town.records(case, "call_answered")) == 1


def test_an_error_goes_the_way_the_diagram_draws(any_town: Town, case: int) -> None:
    fail(any_town, "seal_invalid")

    assert any_town.case(case).state == "closed"
    assert any_town.records(case, "sealed") == []


def test_an_error_nobody_catches_leaves_the_step_standing(any_town: Town, case: int) -> None:
    with pytest.raises(Conflict) as refused:
        fail(any_town, "no_such_code")

    assert refused.value.code == "error_not_caught"
    answer(any_town, call(any_town).key)
    assert any_town.case(case).state == "closed"


def test_only_its_post_may_answer(any_town: Town, case: int) -> None:
    with pytest.raises(NotAllowed):
        answer(any_town, call(any_town).key, by="chenting")


def test_an_unknown_key_is_not_found(any_town: Town) -> None:
    with pytest.raises(NotFound):
        answer(any_town, "call-nothing")


def test_looking_again_calls_once(any_town: Town, case: int) -> None:
    any_town.sweep("09-26 09:00")

    assert call(any_town).attempts == 0
