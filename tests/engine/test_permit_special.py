"""Special procedures stop the clocks (行政许可法 45, counting.md 5-6)."""

import permit_forms as forms
import pytest
from builders import accepted, ask_special, decided, resume, review_all, reviewed, stop
from sqlalchemy import select
from towns import Town

from engine import clocks
from engine.errors import Conflict, InvalidSubmission, NotAllowed
from engine.handling import view_case
from engine.limits import explain
from engine.store.clocks import Stop
from engine.store.database import reading


def stopped_from_0928_to_1013(town: Town) -> int:
    case = accepted(town)
    review_all(town, case)
    town.sweep("09-28 10:00")
    stop(town, case)
    town.sweep("10-13 16:00")
    resume(town, case)
    return case


def test_the_owners_example_accepted_0924_is_due_1012(town: Town) -> None:
    case = accepted(town)

    assert town.timer(case, "decide").last_on.isoformat() == "2026-10-12"


def test_the_owners_example_a_special_procedure_moves_it_to_1022(town: Town) -> None:
    case = stopped_from_0928_to_1013(town)

    assert town.timer(case, "decide").last_on.isoformat() == "2026-10-22"
    assert town.timer(case, "decide_promise").last_on.isoformat() == "2026-10-16"
    assert town.cards(case) == []


def test_the_explanation_lists_each_day_with_its_reason(town: Town) -> None:
    case = stopped_from_0928_to_1013(town)
    with reading(town.database) as session:
        handling = view_case(session, town.case(case), at=town.now)
        facts = clocks.facts_of(handling, town.timer(case, "decide"))
        rows = explain(facts, handling.calendar).rows

    days = [row.day for row in rows]
    assert (f"{days[0]:%m-%d}", f"{days[-1]:%m-%d}", len(rows)) == ("09-24", "10-22", 29)
    assert [f"{row.day:%m-%d}" for row in rows if row.number] == [
        *("10-14", "10-15", "10-16", "10-19", "10-20", "10-21", "10-22"),
    ]
    stopped = [row for row in rows if row.kind == "stopped"]
    assert len(stopped) == 16
    assert stopped[0].reason_zh == "停表：专家评审（江建特告〔2026〕0001号）"
    assert all(row.reason_zh and row.reason_en for row in rows)


def test_while_stopped_there_is_no_due_moment_and_no_rung(town: Town) -> None:
    case = accepted(town)
    review_all(town, case)
    stop(town, case, days=30)
    town.sweep("10-30 09:00")

    clock = town.timer(case, "decide")
    assert (clock.state, clock.due_at, clock.next_rung_at) == ("suspended", None, None)
    assert town.fired(case) == []


def test_a_department_s_clock_and_timer_stop_with_the_case(town: Town) -> None:
    case = accepted(town)
    stop(town, case)
    town.sweep("10-12 09:00")

    assert "review:quality" in town.steps(case)
    assert town.timer(case, "dept_review", "quality").state == "suspended"
    resume(town, case)
    assert town.timer(case, "dept_review", "quality").last_on.isoformat() == "2026-10-14"
    town.sweep("10-15 00:00")
    assert "review_urged:quality" in town.steps(case)


def test_a_department_asked_while_stopped_joins_the_stop(town: Town) -> None:
    case = reviewed(town)
    town.do(case, "draft_opinion", forms.opinion(), by="hexiaoyu")
    stop(town, case)
    town.do(case, "chief_review", forms.chief("return_departments", "wage"))

    assert town.timer(case, "dept_review", "wage").state == "suspended"


def test_the_told_days_run_on_and_card_when_they_are_over(town: Town) -> None:
    case = accepted(town)
    review_all(town, case)
    stop(town, case, days=3)
    assert town.timer(case, "special").last_on.isoformat() == "2026-09-30"
    town.sweep("10-08 09:00")

    assert town.fired(case) == [
        ("special", "warn", "2026-09-29 24:00"),
        ("special", "expiry", "2026-09-30 24:00"),
    ]
    assert [card[:3] for card in town.cards(case)] == [("yellow", "special", "2026-09-30 24:00")]


def test_who_asked_may_not_approve(town: Town) -> None:
    from engine.people import get_person
    from engine.staffing import appoint
    from engine.store.database import transaction

    case = accepted(town)
    with transaction(town.database) as session:
        person = get_person(session, "limingyuan")
        appoint(session, person, "leaders", "deputy_director", from_on=town.now.date())
    ask_special(town, case)

    with pytest.raises(NotAllowed) as caught:
        town.do(case, "approve_special", forms.approve_special(), by="limingyuan")
    assert caught.value.code == "same_person"


def test_the_grounds_are_the_eight_of_the_law(town: Town) -> None:
    case = accepted(town)

    with pytest.raises(InvalidSubmission) as caught:
        ask_special(town, case, ground="site_visit")
    assert set(caught.value.errors) == {"ground"}
    ask_special(town, case, ground="hearing")


def test_one_at_a_time_and_any_number(town: Town) -> None:
    case = accepted(town)
    review_all(town, case)
    for day in ("09-28", "10-08", "10-10"):
        town.move(f"{day} 10:00")
        stop(town, case, days=2)
        assert "await_special" not in town.steps(case)
        town.move(f"{day} 15:00")
        resume(town, case)

    assert town.timer(case, "decide").last_on.isoformat() == "2026-10-12"  # same day: excludes none
    assert town.documents(case).count("special_procedure_notice") == 3


def test_a_request_that_is_not_approved_stops_nothing(town: Town) -> None:
    case = accepted(town)
    ask_special(town, case)
    town.do(case, "approve_special", forms.approve_special("reject"))

    assert "await_special" in town.steps(case)
    assert town.timer(case, "decide").state == "running"
    assert "special_procedure_notice" not in town.documents(case)


def test_the_ledger_keeps_ground_document_asker_and_approver(town: Town) -> None:
    case = stopped_from_0928_to_1013(town)
    with reading(town.database) as session:
        kept = session.scalars(select(Stop).where(Stop.case_id == case)).one()

    assert (kept.ground, kept.ground_name, kept.told) == ("expert_review", "专家评审", "10")
    assert (kept.asked_by, kept.approved_by) == ("limingyuan", "wanghaibin")
    assert kept.document_number == "江建特告〔2026〕0001号"


def test_counting_6_an_expired_clock_is_not_stopped(town: Town) -> None:
    case = accepted(town)
    review_all(town, case)
    ask_special(town, case)
    town.sweep("10-13 09:00")

    with pytest.raises(Conflict) as caught:
        town.do(case, "approve_special", forms.approve_special())
    assert caught.value.code == "clock_expired"
    assert "special_procedure_notice" not in town.documents(case)
    town.do(case, "approve_special", forms.approve_special("reject"))
    assert "await_special" in town.steps(case)


def test_a_decision_leaves_no_special_procedure_to_ask_for(town: Town) -> None:
    case = decided(town)

    assert town.steps(case) == {"serve"}
