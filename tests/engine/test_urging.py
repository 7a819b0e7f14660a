"""Urging and orders: who may, how often, who is told, and the answer that is owed."""

from datetime import date

import pytest
from builders import accepted
from towns import Town

from engine.errors import Conflict, InvalidSubmission, NotAllowed
from engine.store.clocks import Urge
from engine.store.database import transaction
from engine.urging import answer_order, order, urge


def urged(town: Town, case: int, by: str = "qinlan") -> Urge:
    with transaction(town.database) as session:
        return urge(session, case, person_id="linshu", text="请尽快反馈。", by=by, at=town.now)


def ordered(town: Town, case: int, due_on: str = "2026-09-28", by: str = "wanghaibin") -> Urge:
    with transaction(town.database) as session:
        return order(
            session,
            case,
            person_id="linshu",
            text="限期反馈规划意见。",
            due_on=date.fromisoformat(due_on),
            by=by,
            at=town.now,
        )


def answered(town: Town, row: Urge, by: str = "linshu") -> Urge:
    with transaction(town.database) as session:
        return answer_order(session, row.id, "今日反馈。", by=by, at=town.now)


def test_the_holder_is_told_and_it_stands_in_the_record(town: Town) -> None:
    case = accepted(town)
    urged(town, case)

    assert [text for text in town.notices("linshu") if text.startswith("催办")]
    assert town.records(case, "urged")[0].body["person"] == "linshu"


def test_nobody_is_urged_again_at_once(town: Town) -> None:
    case = accepted(town)
    urged(town, case)

    with pytest.raises(Conflict) as caught:
        urged(town, case)
    assert caught.value.code == "urged_already"


def test_after_a_while_one_may_urge_again(town: Town) -> None:
    case = accepted(town)
    urged(town, case)
    town.move("09-24 14:00")

    assert urged(town, case).id > 1


def test_an_order_has_its_own_day_and_is_answered_once(town: Town) -> None:
    case = accepted(town)
    row = ordered(town, case)
    assert answered(town, row).answer == "今日反馈。"

    with pytest.raises(Conflict):
        answered(town, row)


def test_only_some_posts_urge_and_order(town: Town) -> None:
    case = accepted(town)

    with pytest.raises(NotAllowed):
        urged(town, case, by="chenting")
    with pytest.raises(NotAllowed):
        ordered(town, case, by="zhengkai")


def test_an_order_is_for_a_day_to_come(town: Town) -> None:
    case = accepted(town)

    with pytest.raises(InvalidSubmission):
        ordered(town, case, due_on="2026-09-23")


def test_only_who_is_ordered_answers(town: Town) -> None:
    row = ordered(town, accepted(town))

    with pytest.raises(NotAllowed):
        answered(town, row, by="chenting")
