"""Recusal: declared, ordered, or by the diagram; the work goes to others, everything on record."""

from typing import Any

import pytest
from councils import (
    SUBJECT,
    VOTERS,
    at_the_vote,
    called,
    deploy,
    having,
    looked_into,
    opened,
    row,
    say,
    tally,
)
from sqlalchemy import select
from towns import Town

from engine import access
from engine.admitting import add_reader
from engine.errors import BanjieError
from engine.recusal import declare, order
from engine.store.database import reading, transaction
from engine.store.outbox import Outbox
from engine.store.people import Person
from engine.tasks import claim_task, reassign_task

WHY = "与当事人有近亲属关系"


def keep_away(town: Town, case: int, step: str, by: str, reason: str = WHY) -> None:
    task = town.task(case, step)
    with transaction(town.database) as session:
        declare(session, task.id, reason, by=by, at=town.now)


def send_away(town: Town, case: int, person: str, by: str = "qinlan", reason: str = WHY) -> None:
    with transaction(town.database) as session:
        order(session, case, person, reason, by=by, at=town.now)


def claim(town: Town, case: int, step: str, by: str) -> None:
    task = town.task(case, step)
    with transaction(town.database) as session:
        claim_task(session, task.id, by=by, at=town.now)


def sees(town: Town, case: int, person: str) -> bool:
    with reading(town.database) as session:
        viewer = access.viewer_on(session, person, town.now.date())
        return access.may_see(session, case, viewer)


def test_who_declares_a_recusal_hands_the_task_to_the_only_other_holder(town: Town) -> None:
    deploy(town)
    case = opened(town)
    claim(town, case, "look_into", "limingyuan")
    keep_away(town, case, "look_into", "limingyuan")
    (noted,) = town.records(case, "recused")

    assert town.task(case, "look_into").assignee_id == "hexiaoyu"
    assert tuple(noted.body[key] for key in ("person", "how", "reason")) == (
        "limingyuan",
        "declared",
        WHY,
    )
    assert any("因原办理人回避" in text for text in town.notices("hexiaoyu"))
    assert not sees(town, case, "limingyuan")


def test_where_nobody_is_left_the_chief_is_told(town: Town) -> None:
    deploy(town)
    case = opened(town)
    send_away(town, case, "hexiaoyu")
    claim(town, case, "look_into", "limingyuan")
    keep_away(town, case, "look_into", "limingyuan")

    assert town.task(case, "look_into").assignee_id is None


def test_who_is_ordered_away_is_told_and_does_nothing_more(town: Town) -> None:
    deploy(town, is_open=True)
    case = opened(town)
    claim(town, case, "look_into", "limingyuan")
    send_away(town, case, "limingyuan")

    assert any("您须回避" in text for text in town.notices("limingyuan"))
    with pytest.raises(BanjieError) as refused:
        town.do(case, "look_into", {"finding": "x"}, by="limingyuan")
    assert refused.value.code == "recused"


def test_somebody_called_who_keeps_away_counts_no_longer(town: Town) -> None:
    deploy(town)
    case = at_the_vote(town)
    keep_away(town, case, "ballot:zhouhong", "zhouhong")
    for who in VOTERS[1:]:
        say(town, case, "ballot", who, "yes")
    counted = tally(town, case, "ballot")

    assert (
        counted.eligible,
        counted.present,
        counted.count("recused"),
        counted.passed,
    ) == (5, 5, 1, True)
    assert [one.body["person"] for one in town.records(case, "handler_recused")] == ["zhouhong"]


def test_a_vote_given_before_is_struck(town: Town) -> None:
    deploy(town)
    case = at_the_vote(town)
    say(town, case, "ballot", "zhouhong", "yes")
    send_away(town, case, "zhouhong")
    counted = tally(town, case, "ballot")

    assert (counted.eligible, counted.yes, counted.count("recused")) == (5, 0, 1)


def test_the_person_concerned_is_not_called_and_sees_nothing(town: Town) -> None:
    """The diagram's `recuse`: nobody decides their own case."""
    deploy(town)
    case = at_the_vote(town, concerned="songweimin")
    assert set(VOTERS) - {"songweimin"} == called(town, case, "ballot")
    for who in VOTERS[:5]:
        say(town, case, "ballot", who, "yes")

    assert tally(town, case, "ballot").eligible == 5
    assert town.task(case, "decide").assignee_id is None
    assert not sees(town, case, "songweimin")


def test_a_supervisor_sees_every_case_but_their_own(town: Town) -> None:
    deploy(town)
    case = town.start("council", {"subject": SUBJECT, "person": "qinlan"}, by="qinlan")

    assert not sees(town, case, "qinlan")


def test_a_task_of_one_person_who_keeps_away_goes_to_its_post(town: Town) -> None:
    deploy(town, having("look_into", assignee='="limingyuan"', recuse='=["limingyuan"]'))
    case = opened(town)
    task = town.task(case, "look_into")

    assert (task.assignee_id, task.is_personal) == ("hexiaoyu", False)


def test_a_task_of_one_person_is_theirs_alone(town: Town) -> None:
    deploy(town, having("look_into", assignee='="limingyuan"'))
    case = opened(town)
    task = town.task(case, "look_into")

    assert (task.assignee_id, task.is_personal) == ("limingyuan", True)


def test_a_chief_gives_the_task_of_one_person_to_another(town: Town) -> None:
    deploy(town, having("look_into", assignee='="limingyuan"'), is_open=True)
    case = opened(town)
    with transaction(town.database) as session:
        task = town.task(case, "look_into")
        reassign_task(session, task.id, to="hexiaoyu", by="zhengkai", at=town.now)
    town.do(case, "look_into", {"finding": "核查属实"}, by="hexiaoyu")

    assert called(town, case, "countersign")


def test_somebody_added_sees_the_case(town: Town) -> None:
    deploy(town)
    case = opened(town)
    with transaction(town.database) as session:
        add_reader(session, case, "fangzheng", "请法制科提前介入", by="qinlan", at=town.now)

    assert sees(town, case, "fangzheng")
    assert [one.body["person"] for one in town.records(case, "reader_added")] == ["fangzheng"]


def declare_twice(town: Town, case: int) -> None:
    send_away(town, case, "fangzheng")
    send_away(town, case, "fangzheng")


def declare_anothers(town: Town, case: int) -> None:
    keep_away(town, case, "look_into", "qinlan")


def order_oneself(town: Town, case: int) -> None:
    send_away(town, case, "qinlan")


def order_without_right(town: Town, case: int) -> None:
    send_away(town, case, "qinlan", by="limingyuan")


def order_without_reason(town: Town, case: int) -> None:
    send_away(town, case, "limingyuan", reason="")


def order_nobody(town: Town, case: int) -> None:
    send_away(town, case, "nobody")


def own_case(town: Town, case: int) -> None:
    again = opened(town, concerned="limingyuan")
    town.do(again, "look_into", {"finding": "x"}, by="limingyuan")


def own_case_when_open(town: Town, case: int) -> None:
    deploy(town, is_open=True)
    again = opened(town, concerned="limingyuan")
    town.do(again, "look_into", {"finding": "x"}, by="limingyuan")


def give_to_who_keeps_away(town: Town, case: int) -> None:
    send_away(town, case, "hexiaoyu")
    task = town.task(case, "look_into")
    with transaction(town.database) as session:
        reassign_task(session, task.id, to="hexiaoyu", by="zhengkai", at=town.now)


def add_without_right(town: Town, case: int) -> None:
    with transaction(town.database) as session:
        add_reader(session, case, "fangzheng", WHY, by="limingyuan", at=town.now)


def add_who_keeps_away(town: Town, case: int) -> None:
    send_away(town, case, "fangzheng")
    with transaction(town.database) as session:
        add_reader(session, case, "fangzheng", WHY, by="qinlan", at=town.now)


def outsider_acts(town: Town, case: int) -> None:
    with transaction(town.database) as session:
        order(session, case, "limingyuan", WHY, by="zhouhong", at=town.now)


@pytest.mark.parametrize(
    ("attempt", "code"),
    [
        (declare_twice, "recused_already"),
        (declare_anothers, "not_allowed"),
        (order_oneself, "not_ordering"),
        (order_without_right, "not_ordering"),
        (order_without_reason, "invalid_submission"),
        (order_nobody, "not_found"),
        (own_case, "not_found"),
        (own_case_when_open, "own_case"),
        (give_to_who_keeps_away, "recused"),
        (add_without_right, "not_admitting"),
        (add_who_keeps_away, "recused"),
        (outsider_acts, "not_found"),
    ],
)
def test_what_recusal_does_not_allow_is_refused(town: Town, attempt: Any, code: str) -> None:
    deploy(town)
    case = opened(town)
    claim(town, case, "look_into", "limingyuan")
    if attempt is give_to_who_keeps_away:
        with transaction(town.database) as session:
            add_reader(session, case, "zhengkai", "负责人改派", by="qinlan", at=town.now)
    with pytest.raises(BanjieError) as refused:
        attempt(town, case)

    assert code == refused.value.code
    assert refused.value.zh
    assert row(town, case).state == "open"


def test_after_a_countersignature_the_recused_are_still_away(town: Town) -> None:
    deploy(town)
    case = opened(town)
    send_away(town, case, "sunlei")
    town.do(case, "look_into", {"finding": "核查属实"}, by="limingyuan")

    assert "sunlei" not in called(town, case, "countersign")
    assert looked_into(town) != case


def test_a_mail_says_nothing_of_a_closed_case(town: Town) -> None:
    deploy(town)
    with transaction(town.database) as session:
        session.get_one(Person, "hexiaoyu").mail = "he@example.org"
    case = opened(town)
    claim(town, case, "look_into", "limingyuan")
    keep_away(town, case, "look_into", "limingyuan")
    with reading(town.database) as session:
        mails = [str(one.payload) for one in session.scalars(select(Outbox))]

    assert mails
    assert not any(row(town, case).number in one or SUBJECT in one for one in mails)


def test_a_name_of_nobody_keeps_nobody_away(town: Town) -> None:
    """What `recuse` gives may be any text a form took; only persons of the house keep away."""
    deploy(town)
    case = opened(town, concerned="不是工号")

    assert town.task(case, "look_into").state == "open"
