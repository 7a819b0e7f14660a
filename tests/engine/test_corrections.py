"""A wrong fact corrected: both stay recorded, its clocks are counted anew (counting.md 16)."""

from collections.abc import Callable
from typing import Any

import pytest
from acting import ask_for, settle
from builders import accepted, apply_plain, decide, resume, review_all, stop
from sqlalchemy import select
from towns import HERE, Town, moment

from engine.cases import open_by_message
from engine.correcting import start_facts
from engine.definitions import deploy_files, read_folder
from engine.errors import BanjieError, Conflict, InvalidSubmission, NotAllowed
from engine.handling import view_case
from engine.recounting import differences
from engine.store.acts import Act
from engine.store.clocks import Card, Firing
from engine.store.database import reading, transaction


def ask_correction(town: Town, case: int, new: str, fact: str = "accepted_on", **how: Any) -> int:
    """Ask for the correction of a fact."""
    return ask_for(town, case, "correct", details={"fact": fact, "new": new}, **how)


def correct(town: Town, case: int, new: str, fact: str = "accepted_on") -> Act:
    """Correct a fact by two persons."""
    return settle(town, ask_correction(town, case, new, fact))


def last_day(town: Town, case: int, limit: str = "decide") -> str:
    return f"{town.timer(case, limit).last_on:%m-%d}"


def test_the_facts_are_those_live_clocks_count_from(town: Town) -> None:
    case = accepted(town)
    with reading(town.database) as session:
        facts = start_facts(view_case(session, town.case(case), at=town.now))

    labels = {fact.key: fact.label for fact in facts}
    assert labels["accepted_on"] == "受理日期"
    assert "起算 · 部门审查" in labels.values()


def test_a_wrong_day_of_acceptance_moves_both_clocks(town: Town) -> None:
    case = accepted(town)
    town.sweep("09-28 09:00")
    act = correct(town, case, "2026-09-22")

    assert (last_day(town, case), last_day(town, case, "decide_promise")) == ("10-09", "09-28")
    assert town.case(case).document["accepted_on"] == "2026-09-22"
    assert (act.details["old"], act.details["new"]) == ("2026-09-24", "2026-09-22")
    entry = town.records(case, "fact_corrected")[0]
    assert (entry.body["old"], entry.body["new"]) == ("2026-09-24", "2026-09-22")
    assert entry.body["reason"] == "建设单位来函说明情况。"
    assert {one["limit"] for one in entry.body["clocks"]} == {"decide", "decide_promise"}


def test_counting_16_a_rung_in_the_future_again_is_voided_with_its_card(town: Town) -> None:
    case = accepted(town)
    review_all(town, case)
    town.sweep("10-09 09:00")  # the promise ended on 09-30
    assert [card[:2] for card in town.cards(case)] == [("yellow", "decide_promise")]
    town.sweep("10-09 10:00")
    correct(town, case, "2026-10-09")

    with reading(town.database) as session:
        card = session.scalars(select(Card)).one()
        voided = session.scalars(select(Firing).where(Firing.voided_at.is_not(None))).all()
    assert card.revoked_reason == "建设单位来函说明情况。"
    assert {firing.rung_key for firing in voided} == {"warn", "expiry"}
    assert town.timer(case, "decide_promise").level == "none"


def test_counting_16_a_voided_rung_fires_anew(town: Town) -> None:
    case = accepted(town)
    review_all(town, case)
    town.sweep("10-09 09:00")
    correct(town, case, "2026-10-09")
    town.sweep("10-15 09:00")

    fired = [one for one in town.fired(case) if one[:2] == ("decide_promise", "expiry")]
    assert [instant for *_, instant in fired] == ["2026-09-30 24:00", "2026-10-13 24:00"]
    assert len(town.cards(case)) == 2


def test_counting_11_what_a_correction_puts_into_the_past_is_noted_without_a_card(
    town: Town,
) -> None:
    case = accepted(town)
    review_all(town, case)
    town.sweep("09-28 09:00")
    correct(town, case, "2026-09-15")
    town.sweep("09-28 09:01")

    assert ("decide_promise", "expiry passed", "2026-09-18 24:00") in town.fired(case)
    assert [card[:3] for card in town.cards(case)] == [("red", "decide", "2026-09-23 24:00")]


def test_counting_9_what_a_later_stop_moved_stays_fired(town: Town) -> None:
    case = accepted(town)
    review_all(town, case)
    town.sweep("10-09 09:00")
    stop(town, case)
    town.sweep("10-13 09:00")
    resume(town, case)
    fired = town.fired(case)
    correct(town, case, "2026-09-25")

    assert town.fired(case) == fired
    assert town.timer(case, "decide_promise").level == "yellow"


def test_a_deemed_acceptance_can_be_entered_afterwards(town: Town) -> None:
    case = accepted(town)
    town.sweep("09-28 09:00")
    settle(town, ask_correction(town, case, "2026-09-23", ground="deemed_accepted"))

    assert last_day(town, case) == "10-10"


def test_a_step_s_own_start_can_be_corrected(town: Town) -> None:
    case = accepted(town)
    town.sweep("09-25 09:00")
    clock = town.timer(case, "dept_review", "planning")
    correct(town, case, "2026-09-23", f"clock:{clock.id}")

    assert f"{town.timer(case, 'dept_review', 'planning').last_on:%m-%d}" == "09-28"
    assert f"{town.timer(case, 'dept_review', 'quality').last_on:%m-%d}" == "09-29"


def test_drawn_timers_move_in_the_same_transaction(town: Town) -> None:
    case = apply_plain(town)
    town.sweep("09-29 09:00")
    correct(town, case, "2026-09-20", "received_on")
    town.sweep("09-29 09:01")

    assert town.case(case).document["acceptance"] == "deemed"


def test_what_is_stored_is_what_the_corrected_facts_give(town: Town) -> None:
    case = accepted(town)
    town.sweep("09-28 09:00")
    correct(town, case, "2026-09-22")

    with reading(town.database) as session:
        assert differences(session) == []


def meanwhile(town: Town, case: int) -> None:
    act = ask_correction(town, case, "2026-09-22")
    review_all(town, case)
    decide(town, case)
    settle(town, act)


def by_who_asked(town: Town, case: int) -> None:
    settle(town, ask_correction(town, case, "2026-09-22"), by="chenting")


@pytest.mark.parametrize(
    ("act", "error", "code"),
    [
        pytest.param(
            lambda town, case: ask_correction(town, case, "2026-09-24"),
            InvalidSubmission,
            "new",
            id="nothing would change",
        ),
        pytest.param(
            lambda town, case: ask_correction(town, case, "2026-09-31"),
            InvalidSubmission,
            "new",
            id="no such day",
        ),
        pytest.param(
            lambda town, case: ask_correction(town, case, "2026-10-24"),
            InvalidSubmission,
            "new",
            id="in the future",
        ),
        pytest.param(
            lambda town, case: ask_correction(town, case, "2026-09-22", "decided_on"),
            InvalidSubmission,
            "fact",
            id="no clock counts from it",
        ),
        pytest.param(
            lambda town, case: ask_correction(town, case, "2026-09-22", basis=""),
            InvalidSubmission,
            "basis",
            id="no document",
        ),
        pytest.param(
            lambda town, case: ask_correction(town, case, "2026-09-22", ground="mistake"),
            InvalidSubmission,
            "ground",
            id="a ground not in the list",
        ),
        pytest.param(
            lambda town, case: settle(
                town, ask_correction(town, case, "2026-09-22"), by="chenting"
            ),
            NotAllowed,
            "post_not_held",
            id="approved by who asked",
        ),
        pytest.param(meanwhile, Conflict, "fact_changed", id="its clock ended meanwhile"),
    ],
)
def test_a_correction_is_refused_and_nothing_changes(
    town: Town, act: Callable[[Town, int], object], error: type[BanjieError], code: str
) -> None:
    case = accepted(town)

    with pytest.raises(error) as caught:
        act(town, case)
    if isinstance(caught.value, InvalidSubmission):
        assert set(caught.value.errors) == {code}
    else:
        assert caught.value.code == code
    assert town.case(case).document["accepted_on"] == "2026-09-24"
    assert town.records(case, "fact_corrected") == []


CORRECTABLE = """
[acts.correct]
asks = ["window/clerk"]
decides = ["supervision/supervisor"]
grounds = [{ key = "wrong_entry", name = "登记错误", article = "本局规定" }]
"""


def test_counting_14_a_limit_in_hours_is_corrected_to_the_minute(town: Town) -> None:
    files = dict(read_folder(HERE / "matters/asking"))
    files["matter.toml"] += CORRECTABLE.encode()
    files["limits.toml"] = files["limits.toml"].replace(b'"7WD"', b'"4WH"')
    with transaction(town.database) as session:
        definition = deploy_files(session, files, at=town.now)
        case = open_by_message(session, definition, {}, message="", at=town.now).id
    clock = town.timer(case, "decide")
    assert clock.due_at == moment("09-24 14:00")  # 9 to 12, and one hour after noon
    town.sweep("09-24 11:00")
    correct(town, case, "2026-09-24 10:30", f"clock:{clock.id}")

    assert town.timer(case, "decide").due_at == moment("09-24 15:30")
