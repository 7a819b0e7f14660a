"""Silence at the counter is acceptance, never a permit (行政许可法 32, counting.md 11)."""

import permit_forms as forms
import pytest
from builders import apply, apply_plain, review_all
from towns import Town

from engine.errors import Conflict


def silent(town: Town, swept: str) -> int:
    """Return a case of 09-24 nobody acted on until somebody looked."""
    case = apply_plain(town)
    town.sweep(swept)
    return case


def test_licensing_32_silence_is_acceptance_as_of_the_receipt(town: Town) -> None:
    case = silent(town, "10-10 08:00")

    document = town.case(case).document
    assert (document["accepted_on"], document["acceptance"]) == ("2026-09-24", "deemed")
    assert town.timer(case, "decide").start_on.isoformat() == "2026-09-24"
    assert town.timer(case, "decide").last_on.isoformat() == "2026-10-12"


def test_silence_raises_a_red_card_that_bears_its_legal_instant(town: Town) -> None:
    case = silent(town, "10-10 08:00")

    assert town.cards(case) == [("red", "notice", "2026-10-09 24:00", None)]


def test_promised_rungs_already_past_are_noted_without_a_card(town: Town) -> None:
    case = silent(town, "10-10 08:00")

    assert town.fired(case) == [
        ("notice", "warn", "2026-10-08 24:00"),
        ("notice", "expiry", "2026-10-09 24:00"),
        ("decide_promise", "warn passed", "2026-09-29 24:00"),
        ("decide_promise", "expiry passed", "2026-09-30 24:00"),
    ]
    assert town.timer(case, "decide_promise").level == "yellow"


def test_nothing_happens_before_the_last_day_is_over(town: Town) -> None:
    case = silent(town, "10-09 23:59")

    assert town.steps(case) == {"intake_review"}
    town.sweep("10-10 00:00")
    assert "intake_review" not in town.steps(case)


def test_the_task_the_counter_held_is_ended_and_its_draft_kept(town: Town) -> None:
    from engine.store.database import transaction
    from engine.tasks import claim_task, keep_draft

    case = apply(town)
    task = town.task(case, "intake_review")
    with transaction(town.database) as session:
        claim_task(session, task.id, by="liuyang", at=town.now)
        keep_draft(session, task.id, {"result": "complete"}, by="liuyang", at=town.now)
    town.sweep("10-10 08:00")

    ended = town.tasks(case, "cancelled")[0]
    assert (ended.element_id, ended.draft) == ("intake_review", {"result": "complete"})
    assert any("由系统终止" in text for text in town.notices("liuyang"))
    assert town.cards(case)[0][3] == "liuyang"


def test_departments_of_a_deemed_case_begin_when_it_is_deemed(town: Town) -> None:
    case = silent(town, "10-12 08:00")

    clock = town.timer(case, "dept_review", "planning")
    assert clock.start_at.isoformat() == "2026-10-09T16:00:00+00:00"
    assert clock.last_on.isoformat() == "2026-10-13"
    review_all(town, case)
    assert "draft_opinion" in town.steps(case)


def test_no_case_is_ever_granted_by_silence(town: Town) -> None:
    case = silent(town, "10-10 08:00")
    town.sweep("12-31 08:00")

    assert town.case(case).state == "open"
    assert "permit" not in town.documents(case)
    assert ("red", "decide", "2026-10-12 24:00") in [card[:3] for card in town.cards(case)]


def test_counting_4_a_click_never_overtakes_the_expiry(town: Town) -> None:
    case = apply_plain(town)
    task = town.task(case, "intake_review")
    town.move("10-10 00:00")

    with pytest.raises(Conflict) as caught:
        town.submit(task, forms.intake(), by="chenting")
    assert caught.value.code == "task_cancelled"
    town.sweep()
    assert town.case(case).document["acceptance"] == "deemed"


def test_counting_4_a_click_before_the_expiry_is_in_time(town: Town) -> None:
    case = apply_plain(town)
    town.move("10-09 23:58")
    town.do(case, "intake_review", forms.intake())
    town.do(case, "accept", forms.accept())

    assert town.case(case).document["acceptance"] == "accepted"
    assert town.cards(case) == []
