"""Timers that are their step's due moment move with a recount, without their case being loaded."""

from datetime import datetime

import pytest
from builders import accepted
from sqlalchemy import select, update
from towns import Town, moment

from engine.calendar_notices import apply_notice, draft_local
from engine.calendars import bureau_region
from engine.recounting import recount_batch
from engine.step_timers import move_timers
from engine.store.cases import Case
from engine.store.clocks import Clock, Timer
from engine.store.database import reading, transaction


@pytest.fixture
def case(town: Town) -> int:
    return accepted(town)


def close_offices(town: Town) -> None:
    """Close the bureau on Monday 28 September and recount."""
    with transaction(town.database) as session:
        region = bureau_region(session)
        days = "2026-09-28 休 台风停工"
        draft = draft_local(session, days, region=region, number="江政发〔2026〕7号")
        apply_notice(session, draft, reason="台风", by="maqian", at=town.now)
        recount_batch(session, at=town.now, cause="台风")


def timers(town: Town, case: int) -> dict[str, tuple[datetime | None, datetime | None]]:
    """Return when each timer of a step is due, beside its clock."""
    of_host = (Clock.activity_id == Timer.host_id) & (Clock.case_id == Timer.case_id)
    with reading(town.database) as session:
        rows = session.execute(
            select(Timer.activity_id, Timer.due_at, Clock.due_at)
            .join(Clock, of_host)
            .where(Timer.case_id == case, Timer.ended_at.is_(None))
        )
        return {activity_id: (due, of_clock) for activity_id, due, of_clock in rows}


def test_a_notice_moves_the_timers_of_steps_with_their_clocks(town: Town, case: int) -> None:
    before = timers(town, case)

    close_offices(town)

    after = timers(town, case)
    assert len(before) == len(after) == 4
    assert all(due == of_clock for due, of_clock in after.values())
    assert all(before[key] < after[key] for key in before)


def test_a_timer_that_says_something_else_is_left_to_its_case(town: Town, case: int) -> None:
    with transaction(town.database) as session:
        assert move_timers(session, {case}) == set()
        session.execute(update(Timer).values(expression='due("decide")'))

        assert move_timers(session, {case}) == {case}


def test_a_timer_that_is_left_to_its_case_moves_too(town: Town, case: int) -> None:
    with transaction(town.database) as session:
        session.execute(update(Timer).values(expression='due("decide")'))

    close_offices(town)

    moved = {due for due, _ in timers(town, case).values()}
    assert {town.timer(case, "decide").due_at} == moved
    assert {moment("10-14 00:00")} == moved


def test_timers_of_a_suspended_case_stay_without_a_moment(town: Town, case: int) -> None:
    with transaction(town.database) as session:
        session.execute(update(Case).values(suspended_at=town.now))
        session.execute(update(Timer).values(due_at=None))

    close_offices(town)

    assert {None} == {due for due, _ in timers(town, case).values()}
