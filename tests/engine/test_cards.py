"""Cards: who gets one, when, who is told, and the reason that is owed."""

from collections.abc import Callable

import pytest
from builders import accepted, review_all
from sqlalchemy import select
from towns import Town

from engine.card_replies import answer_card, may_answer
from engine.errors import BanjieError, Conflict, InvalidSubmission, NotAllowed, NotFound
from engine.store.clocks import Card
from engine.store.database import reading, transaction


def carded(town: Town) -> int:
    """Return a case with the yellow card of a silent department that one person held."""
    case = accepted(town)
    review_all(town, case, ("quality", "safety", "wage"))
    town.sweep("09-30 08:00")
    return case


def only_card(town: Town) -> Card:
    """Return the first card there is."""
    with reading(town.database) as session:
        return session.scalars(select(Card).order_by(Card.id)).first() or pytest.fail("no card")


def answer(town: Town, by: str, reason: str = "系统对接故障，已修复。") -> Card:
    with transaction(town.database) as session:
        return answer_card(session, only_card(town).id, reason, by=by, at=town.now)


def test_counting_10_a_card_bears_its_rung_s_instant_not_the_sweep_s(town: Town) -> None:
    case = carded(town)

    assert town.cards(case) == [("yellow", "dept_review", "2026-09-29 24:00", "linshu")]
    card = only_card(town)
    assert (card.section_key, card.limit_name) == ("planning", "部门审查")
    assert card.reason_due_on is not None
    assert card.reason_due_on.isoformat() == "2026-10-08"


def test_holder_and_supervision_are_told(town: Town) -> None:
    carded(town)

    assert [text for text in town.notices("linshu") if text.startswith("黄牌")]
    assert [text for text in town.notices("qinlan") if "2026-09-29 24:00" in text]


def test_the_warning_before_is_no_card(town: Town) -> None:
    case = accepted(town)
    town.sweep("09-29 08:00")

    assert town.cards(case) == []
    assert [text for text in town.notices("linshu") if text.startswith("预警")]
    assert town.timer(case, "dept_review", "planning").level == "warn"


def test_who_was_carded_files_the_reason(town: Town) -> None:
    case = carded(town)
    card = answer(town, "linshu")

    assert (card.reason, card.reason_by, card.reason_at) == (
        "系统对接故障，已修复。",
        "linshu",
        town.now,
    )
    assert town.records(case, "card_answered")[0].body["colour"] == "yellow"


def revoked(town: Town) -> None:
    with transaction(town.database) as session:
        session.get_one(Card, only_card(town).id).revoked_at = town.now
    answer(town, "linshu")


def twice(town: Town) -> None:
    answer(town, "linshu")
    answer(town, "linshu", "另外一个理由。")


@pytest.mark.parametrize(
    ("act", "error"),
    [
        pytest.param(lambda town: answer(town, "chenting"), NotAllowed, id="by a stranger"),
        pytest.param(lambda town: answer(town, "linshu", "  "), InvalidSubmission, id="empty"),
        pytest.param(lambda town: answer(town, "linshu", "忙"), InvalidSubmission, id="too short"),
        pytest.param(
            lambda town: answer(town, "linshu", "因" * 1001), InvalidSubmission, id="too long"
        ),
        pytest.param(revoked, Conflict, id="revoked"),
        pytest.param(twice, Conflict, id="twice"),
    ],
)
def test_a_reason_is_refused(
    town: Town, act: Callable[[Town], object], error: type[BanjieError]
) -> None:
    carded(town)

    with pytest.raises(error) as caught:
        act(town)
    assert caught.value.zh
    assert caught.value.en
    assert only_card(town).reason in (None, "系统对接故障，已修复。")


def test_the_reason_is_demanded_within_two_working_days(town: Town) -> None:
    carded(town)

    assert [text for text in town.notices("linshu") if "限 2026-10-08 前" in text]
    answer(town, "linshu")
    case = only_card(town).case_id
    assert town.records(case, "card_answered")[0].body["late"] is False


def test_a_late_reason_is_taken_and_recorded_as_late(town: Town) -> None:
    case = carded(town)
    town.move("10-09 09:00")
    answer(town, "linshu")

    assert town.records(case, "card_answered")[0].body["late"] is True


def test_what_is_due_fires_before_the_reason_is_filed(town: Town) -> None:
    case = carded(town)
    town.move("10-13 09:00")
    answer(town, "linshu")

    kinds = [one.kind for one in town.records(case, "card_raised", "card_answered")]
    assert kinds == ["card_raised", "card_raised", "card_raised", "card_answered"]


def test_there_is_no_such_card(town: Town) -> None:
    with pytest.raises(NotFound), transaction(town.database) as session:
        answer_card(session, 99, "x", by="qinlan", at=town.now)


def test_the_chief_of_the_section_may_answer_too(town: Town) -> None:
    case = accepted(town)
    review_all(town, case, ("planning", "safety", "wage"))
    town.sweep("09-30 08:00")

    assert town.cards(case)[0][3] is None
    with reading(town.database) as session:
        card = only_card(town)
        assert may_answer(session, card, "zhaoguodong", town.now)
        assert not may_answer(session, card, "zhengkai", town.now)


def test_a_statutory_expiry_is_red_and_told_to_the_leaders(town: Town) -> None:
    case = accepted(town)
    review_all(town, case)
    town.sweep("10-13 08:00")

    assert [card[:3] for card in town.cards(case)] == [
        ("yellow", "decide_promise", "2026-09-30 24:00"),
        ("red", "decide", "2026-10-12 24:00"),
    ]
    red = "红牌：SGXK-2026-0001 许可决定（法定） 于 2026-10-12 24:00 届满"
    assert red in town.notices("wanghaibin")
    assert red in town.notices("zhengkai")
