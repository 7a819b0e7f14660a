"""Where a second person is asked for, a change waits until another than its proposer approves."""

from datetime import date

import pytest
from builders import PERMIT, accepted
from notices import NOTICE, NUMBER
from sqlalchemy import select
from towns import Town

from engine import proposals
from engine.calendar_notices import draft_year
from engine.calendars import is_published
from engine.errors import Conflict, InvalidSubmission, NotAllowed, NotFound
from engine.limit_changes import apply_change
from engine.limit_drafts import draft_change
from engine.limit_rules import rule_on
from engine.store.database import reading, transaction
from engine.store.publishing import CalendarNotice, LimitVersion, Proposal

DAY = date(2026, 9, 1)


@pytest.fixture(autouse=True)
def _second(town: Town) -> None:
    with transaction(town.database) as session:
        proposals.ask_for_second(session, proposals.KINDS)


def propose(town: Town, amount: str = "2WD") -> int:
    with transaction(town.database) as session:
        draft = draft_change(
            session, PERMIT, "decide_promise", {"amount": amount}, from_on=DAY, reach="all"
        )
        found = proposals.change_limit(session, draft, reason="提速", by="maqian", at=town.now)
        assert isinstance(found, Proposal)
        return found.id


def approve(town: Town, proposal: int, by: str = "wanghaibin") -> None:
    with transaction(town.database) as session:
        proposals.approve(session, proposal, by=by, at=town.now)


def amount(town: Town) -> str:
    with reading(town.database) as session:
        return rule_on(session, PERMIT, "decide_promise", DAY).amount


def state(town: Town, proposal: int) -> str:
    with reading(town.database) as session:
        return proposals.find_proposal(session, proposal).state


def test_nothing_changes_until_another_approves(any_town: Town) -> None:
    case = accepted(any_town)
    before = any_town.timer(case, "decide_promise").last_on
    waiting = propose(any_town)
    assert (amount(any_town), state(any_town, waiting)) == ("3WD", "waiting")
    approve(any_town, waiting)

    assert (amount(any_town), state(any_town, waiting)) == ("2WD", "approved")
    clock = any_town.timer(case, "decide_promise")
    assert (clock.amount, clock.last_on) == ("2WD", before)
    with reading(any_town.database) as session:
        version = session.scalars(select(LimitVersion).order_by(LimitVersion.id)).all()[-1]
        assert (version.changed_by, version.approved_by) == ("maqian", "wanghaibin")


def test_the_approvers_and_then_the_proposer_are_told(town: Town) -> None:
    waiting = propose(town)
    assert any("待您批准" in text for text in town.notices("wanghaibin"))
    assert not town.notices("maqian")
    approve(town, waiting)

    assert any("已批准" in text for text in town.notices("maqian"))


@pytest.mark.parametrize(("by", "code"), [("maqian", "same_person"), ("limingyuan", "not_allowed")])
def test_only_another_who_may_is_the_second_person(town: Town, by: str, code: str) -> None:
    waiting = propose(town)

    with pytest.raises(NotAllowed) as caught:
        approve(town, waiting, by)
    assert (caught.value.code, amount(town), state(town, waiting)) == (code, "3WD", "waiting")


def test_a_refusal_needs_a_reason_and_changes_nothing(town: Town) -> None:
    waiting = propose(town)
    with pytest.raises(InvalidSubmission), transaction(town.database) as session:
        proposals.refuse(session, waiting, " ", by="wanghaibin", at=town.now)
    with transaction(town.database) as session:
        proposals.refuse(session, waiting, "人手不足", by="wanghaibin", at=town.now)

    assert (amount(town), state(town, waiting)) == ("3WD", "refused")
    with pytest.raises(Conflict):
        approve(town, waiting)


def test_only_the_proposer_withdraws(town: Town) -> None:
    waiting = propose(town)
    with pytest.raises(NotAllowed), transaction(town.database) as session:
        proposals.withdraw(session, waiting, by="wanghaibin", at=town.now)
    with transaction(town.database) as session:
        proposals.withdraw(session, waiting, by="maqian", at=town.now)

    assert state(town, waiting) == "withdrawn"


def test_what_became_unlawful_meanwhile_is_not_approved(town: Town) -> None:
    """Another promise began on the same day before the second person looked."""
    waiting, other = propose(town), propose(town, "1WD")
    approve(town, other)

    with pytest.raises(InvalidSubmission):
        approve(town, waiting)
    assert (amount(town), state(town, waiting)) == ("1WD", "waiting")


def test_a_notice_waits_too(town: Town) -> None:
    with transaction(town.database) as session:
        draft = draft_year(session, NOTICE, year=2027, number=NUMBER)
        waiting = proposals.publish_notice(
            session, draft, reason="国务院办公厅发布", by="maqian", at=town.now
        ).id
    with reading(town.database) as session:
        assert not is_published(session, 2027)
    approve(town, waiting)

    with reading(town.database) as session:
        assert is_published(session, 2027)
        assert session.scalars(select(CalendarNotice)).one().approved_by == "wanghaibin"


def test_without_the_setting_a_change_is_made_at_once(town: Town) -> None:
    with transaction(town.database) as session:
        proposals.ask_for_second(session, ["notice"])
        draft = draft_change(session, PERMIT, "decide_promise", {"amount": "2WD"}, from_on=DAY)
        made = proposals.change_limit(session, draft, reason="提速", by="maqian", at=town.now)
        assert isinstance(made, LimitVersion)

    assert amount(town) == "2WD"


def test_what_was_never_proposed_is_not_found(town: Town) -> None:
    with pytest.raises(NotFound):
        approve(town, 99)


def test_a_change_keeps_its_second_person(town: Town) -> None:
    with transaction(town.database) as session:
        draft = draft_change(session, PERMIT, "decide_promise", {"amount": "2WD"}, from_on=DAY)
        known = {"by": "maqian", "at": town.now, "approved_by": "wanghaibin"}
        version = apply_change(session, draft, reason="提速", **known)

        assert version.approved_by == "wanghaibin"
