"""The machine's clock is set back, on, or over a year's end: what is kept stays in order.

A case's time never runs back. A little is levelled; more is refused, in words, until the clock is
right again. What is due fires once, however often the clock passes it.
"""

import logging
from datetime import UTC, datetime, timedelta

import permit_forms as forms
import pytest
from books import check
from builders import accepted, apply_plain
from parallel import REQUEST
from sqlalchemy import select
from towns import Town, moment

from engine.clock import Machine, SystemClock
from engine.errors import Conflict
from engine.records import ClockBehind, verify_records
from engine.records_ahead import ahead, entries_ahead, go_on
from engine.recounting import rebuild
from engine.scheduler import recount
from engine.store.cases import Task
from engine.store.clocks import Clock
from engine.store.database import reading, transaction
from engine.sweep import sweep
from engine.tasks import claim_task
from forms.submit import submit_start, submit_task

HOUR = timedelta(hours=1)


def review(town: Town, case: int, department: str, at: datetime) -> None:
    task = town.task(case, f"review:{department}")
    with transaction(town.database) as session:
        submit_task(session, task.id, forms.review(), by=town.who_may(task), at=at)


def test_what_began_before_a_rival_ended_is_written_after_it(town: Town) -> None:
    case = accepted(town)
    early, late = town.now, town.now + timedelta(seconds=2)
    review(town, case, "planning", at=late)
    review(town, case, "quality", at=early)  # it had read its time, and waited for the case

    written = [one.written_at for one in town.records(case)]
    assert written == sorted(written)
    ended = {one.item_key: one.ended_at for one in town.tasks(case, "completed") if one.item_key}
    assert ended == {"planning": late, "quality": late}
    check(town.database)


def test_a_clock_set_back_an_hour_stops_the_case_it_would_confuse(town: Town) -> None:
    case, other = accepted(town), apply_plain(town)
    town.clock.move_to(town.now + HOUR)
    review(town, case, "planning", at=town.now)
    back = town.now - HOUR
    before = len(town.records(case))
    with pytest.raises(ClockBehind) as refused:
        review(town, case, "quality", at=back)
    claimed = town.task(other, "intake_review")
    with transaction(town.database) as session:
        claim_task(session, claimed.id, by=town.who_may(claimed), at=back)
    review_again = town.now + timedelta(minutes=1)
    kept = len(town.records(case))
    review(town, case, "quality", at=review_again)

    assert kept == before
    assert f"{back.astimezone(UTC) + 8 * HOUR:%m-%d %H:%M}" in refused.value.zh
    assert "NTP" in refused.value.zh
    assert "NTP" in refused.value.en
    check(town.database)


def test_no_rung_fires_twice_when_the_clock_passes_it_again(town: Town) -> None:
    case = accepted(town)
    town.move("10-14 09:00")
    sweep(town.database, at=town.now)
    fired, cards = town.fired(case), town.cards(case)
    for at in (town.now - HOUR, town.now, town.now + HOUR, moment("09-25 09:00"), town.now):
        sweep(town.database, at=at)

    assert (town.fired(case), town.cards(case)) == (fired, cards)
    assert len(fired) == 12
    check(town.database)


def test_a_clock_set_over_the_years_end_gives_no_firm_date_and_no_number_twice(
    town: Town,
) -> None:
    def begin(at: datetime) -> str:
        with transaction(town.database) as session:
            return submit_start(session, "three_steps", REQUEST, by="chenting", at=at).number

    ahead = datetime(2027, 1, 4, 2, tzinfo=UTC)
    later = town.now + HOUR
    numbers = [begin(town.now), begin(ahead), begin(later)]

    assert numbers == ["YJSG-2026-0001", "YJSG-2027-0001", "YJSG-2026-0002"]
    assert [town.timer(case, "review").is_provisional for case in (1, 2, 3)] == [
        False,
        True,
        False,
    ]
    town.clock.move_to(later)
    with pytest.raises(ClockBehind):
        town.do(2, "review_request", {"result": "pass", "opinion": "通过"}, by="limingyuan")
    town.do(3, "review_request", {"result": "pass", "opinion": "通过"}, by="limingyuan")
    check(town.database)


def test_a_case_written_ahead_goes_on_when_somebody_says_so(town: Town) -> None:
    case = accepted(town)
    present, number = town.now, town.case(case).number
    review(town, case, "planning", at=present + 3 * HOUR)
    with reading(town.database) as session:
        (found,) = ahead(session, at=present)
        kinds = {one.kind for one in entries_ahead(session, found, at=present)}
    with transaction(town.database) as session:
        go_on(session, number, by="luyi", reason="服务器时间误快三小时", at=present)
    review(town, case, "quality", at=present)
    with pytest.raises(Conflict) as refused, transaction(town.database) as session:
        go_on(session, number, by="luyi", reason="再来一次", at=present)

    assert (found.id, "task_completed" in kinds) == (case, True)
    (entry,) = town.records(case, "time_corrected")
    assert (entry.person_id, entry.body["reason"]) == ("luyi", "服务器时间误快三小时")
    assert entry.body["before"].startswith("2026-09-24")
    assert refused.value.code == "not_ahead"
    with reading(town.database) as session:
        assert verify_records(session) == []


def test_a_recount_is_never_refused_and_stays_in_order(town: Town) -> None:
    case = accepted(town)
    review(town, case, "planning", at=town.now + HOUR)
    with transaction(town.database) as session:
        bent = session.get_one(Clock, town.timer(case, "decide").id)
        bent.last_on = moment("12-31").date()
        rebuild(session)
    recount(town.database, town.clock)

    assert town.records(case, "clock_recounted")
    check(town.database)


def test_what_is_typed_is_kept_whatever_the_clock_says(town: Town) -> None:
    from engine.tasks import keep_draft

    case = accepted(town)
    task = town.task(case, "review:planning")
    with transaction(town.database) as session:
        keep_draft(session, task.id, {"opinion": "同意"}, by=town.who_may(task), at=town.now - HOUR)
    with reading(town.database) as session:
        kept = session.scalars(select(Task.draft).where(Task.id == task.id)).one()

    assert kept == {"opinion": "同意"}


@pytest.mark.parametrize(
    ("step", "is_told"),
    [
        pytest.param(HOUR, True, id="an hour on"),
        pytest.param(-HOUR, True, id="an hour back"),
        pytest.param(timedelta(days=100), True, id="over the year's end"),
        pytest.param(timedelta(seconds=20), False, id="a small correction"),
        pytest.param(timedelta(0), False, id="not at all"),
    ],
)
def test_a_step_of_the_machines_clock_is_logged(
    step: timedelta, is_told: bool, caplog: pytest.LogCaptureFixture
) -> None:
    begun = datetime(2026, 9, 24, 1, tzinfo=UTC)
    shown = [begun, begun + timedelta(seconds=5) + step, begun + timedelta(seconds=6) + step]
    looks = iter(zip(shown, (100.0, 105.0, 106.0), strict=True))
    clock = SystemClock(machine=Machine(lambda: next(looks)))
    with caplog.at_level(logging.WARNING):
        times = [clock.now() for _ in shown]

    assert times == shown
    assert [one.levelname for one in caplog.records] == ["ERROR"] * is_told
