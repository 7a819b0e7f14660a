"""The sweep: what is due fires once, in time order, at its legal instant, however late."""

import logging
from concurrent.futures import ThreadPoolExecutor

import pytest
from builders import accepted, apply_plain, decided, review_all, serve
from sqlalchemy import select, text
from towns import Town, moment

from engine.days import legal_text
from engine.store.clocks import Clock, Firing, Timer
from engine.store.database import reading, transaction
from engine.sweep import due_cases, next_due_at, sweep


def due_now(town: Town) -> list[int]:
    with reading(town.database) as session:
        return due_cases(session, town.now)


def test_after_a_week_out_everything_fires_in_time_order(any_town: Town) -> None:
    town = any_town
    case = accepted(town)
    town.move("10-14 09:00")
    assert town.sweep() == 1

    assert town.fired(case) == [
        *[("dept_review", "warn", "2026-09-28 24:00")] * 4,
        ("decide_promise", "warn", "2026-09-29 24:00"),
        *[("dept_review", "expiry", "2026-09-29 24:00")] * 4,
        ("decide_promise", "expiry", "2026-09-30 24:00"),
        ("decide", "warn", "2026-10-10 24:00"),
        ("decide", "expiry", "2026-10-12 24:00"),
    ]
    moments = [entry.at for entry in town.records(case) if entry.kind in {"rung_fired", "computed"}]
    assert moments == sorted(moments)


def test_nothing_fires_twice(town: Town) -> None:
    case = accepted(town)
    town.sweep("10-14 09:00")
    before = town.fired(case)

    assert town.sweep() == 0
    assert town.sweep("10-14 09:05") == 0
    assert town.fired(case) == before


def test_two_sweeps_at_once_fire_each_rung_once(any_town: Town) -> None:
    cases = [accepted(any_town) for _ in range(3)]
    any_town.move("10-14 09:00")
    with ThreadPoolExecutor(2) as schedulers:
        list(schedulers.map(lambda _: sweep(any_town.database, at=any_town.now), range(2)))

    for case in cases:
        assert len(any_town.fired(case)) == 12
        assert len(any_town.cards(case)) == 6


def test_a_failing_case_does_not_block_the_rest(
    town: Town, caplog: pytest.LogCaptureFixture
) -> None:
    broken, whole = accepted(town), accepted(town)
    with transaction(town.database) as session:
        session.execute(text("UPDATE cases SET run = '{}' WHERE id = :id"), {"id": broken})
    with caplog.at_level(logging.ERROR):
        assert town.sweep("10-14 09:00") == 1

    assert town.fired(broken) == []
    assert len(town.fired(whole)) == 12
    assert f"case {broken} could not be swept" in caplog.text


def test_the_longest_due_case_comes_first(town: Town) -> None:
    late = accepted(town)
    town.move("09-28 09:00")
    later = accepted(town)
    town.move("10-12 09:00")

    assert due_now(town) == [late, later]


def test_a_rung_is_due_at_its_instant_not_before(town: Town) -> None:
    case = apply_plain(town)
    town.move("10-08 23:59")
    assert due_now(town) == []
    town.move("10-09 00:00")

    assert due_now(town) == [case]


def test_the_next_due_moment_is_known(town: Town) -> None:
    apply_plain(town)
    with reading(town.database) as session:
        found = next_due_at(session, town.now)

    assert found is not None
    assert legal_text(found) == "2026-10-08 24:00"


def test_a_closed_case_has_nothing_due_any_more(town: Town) -> None:
    case = decided(town)
    serve(town, case)
    town.sweep("10-12 09:00")

    assert town.case(case).state == "closed"
    with reading(town.database) as session:
        clocks = session.scalars(select(Clock).where(Clock.next_rung_at.is_not(None))).all()
        armed = select(Timer).where(Timer.ended_at.is_(None))
        assert (clocks, session.scalars(armed).all()) == ([], [])
        assert next_due_at(session, town.now) is None


def test_a_timer_that_moved_while_the_sweep_slept_does_not_fire(town: Town) -> None:
    case = accepted(town)
    review_all(town, case)
    with transaction(town.database) as session:
        clock = session.scalars(select(Clock).where(Clock.limit_key == "decide")).one()
        clock.next_rung_at = moment("09-25 00:00")  # a stale projection
    town.sweep("09-25 09:00")

    assert town.fired(case) == []
    assert legal_text(town.timer(case, "decide").next_rung_at) == "2026-10-10 24:00"


def test_the_claim_is_unique_in_the_database(any_town: Town) -> None:
    case = accepted(any_town)
    any_town.sweep("09-29 09:00")
    with reading(any_town.database) as session:
        fired = session.scalars(select(Firing).where(Firing.case_id == case)).first()
    assert fired is not None

    with pytest.raises(Exception, match=r"(?i)unique"), transaction(any_town.database) as session:
        session.add(
            Firing(
                clock_id=fired.clock_id,
                case_id=case,
                rung_key=fired.rung_key,
                level=fired.level,
                instant_at=fired.instant_at,
                fired_at=any_town.now,
            )
        )
