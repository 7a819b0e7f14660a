"""A change of the calendar passes over the clocks that end before the first day it changes."""

from datetime import date

import pytest
from builders import accepted
from notices import NOTICE, NUMBER
from sqlalchemy import select
from sqlalchemy.orm import Session
from towns import Town, moment

from engine.calendar_notices import NoticeDraft, apply_notice, draft_local, draft_year, take_back
from engine.calendars import first_differences, load_calendars
from engine.clock import SettableClock
from engine.open_clocks import pass_over
from engine.recounting import differences, recount_batch
from engine.staleness import count_stale
from engine.store.clocks import Clock
from engine.store.database import reading, transaction
from engine.store.publishing import Setting

REGION = "990102"


@pytest.fixture
def clock() -> SettableClock:
    """Give a clock shortly before a year without a notice."""
    return SettableClock(moment("12-24 09:00"))


def publish(town: Town) -> int:
    """Publish 2027 without recounting."""
    with transaction(town.database) as session:
        draft = draft_year(session, NOTICE, year=2027, number=NUMBER)
        return _applied(session, draft, town)


def close(town: Town, day: str) -> int:
    """Close the office of the bureau's own region for a day without recounting."""
    with transaction(town.database) as session:
        draft = draft_local(session, f"{day} 休 台风", region=REGION, number="江政发〔2026〕7号")
        return _applied(session, draft, town)


def _applied(session: Session, draft: NoticeDraft, town: Town) -> int:
    row = apply_notice(session, draft, reason="x", by="maqian", at=town.now)
    session.flush()
    return row.id


def passed_over(town: Town) -> set[date | None]:
    """Pass over what may be; return the last days of those clocks."""
    with transaction(town.database) as session:
        calendars = load_calendars(session)
        pass_over(session, calendars, 500)
        session.expire_all()
        clocks = session.scalars(select(Clock).where(Clock.state != "ended"))
        return {one.last_on for one in clocks if one.calendar_version == calendars.of("").version}


def test_only_clocks_that_end_before_the_first_changed_day_are_passed_over(town: Town) -> None:
    accepted(town)
    with reading(town.database) as session:
        last_days = set(session.scalars(select(Clock.last_on).where(Clock.state == "running")))
    publish(town)
    with reading(town.database) as session:
        (first,) = set(first_differences(session, load_calendars(session).home).values())
    before = {day for day in last_days if day and day < first}

    assert before
    assert before != last_days
    assert passed_over(town) == before


@pytest.mark.parametrize("batch", [1, 3, 500])
def test_in_batches_of_any_size_every_clock_comes_out_right(town: Town, batch: int) -> None:
    for _ in range(3):
        accepted(town)
    publish(town)
    with reading(town.database) as session:
        waiting = count_stale(session)
    counted = 0
    while True:
        with transaction(town.database) as session:
            one = recount_batch(session, at=town.now, cause=NUMBER, size=batch)
        counted += one.clocks
        if not one.clocks:
            break

    assert counted == waiting
    with reading(town.database) as session:
        assert (count_stale(session), differences(session)) == (0, [])


def test_a_stopped_clock_is_not_passed_over(town: Town) -> None:
    accepted(town)
    with transaction(town.database) as session:
        for one in session.scalars(select(Clock).where(Clock.state == "running")):
            one.state, one.last_on = "suspended", None
    publish(town)

    assert passed_over(town) == set()


def test_the_earliest_of_several_changes_decides(town: Town) -> None:
    """A clock counted before two changes is passed over only before both."""
    accepted(town)
    publish(town)
    close(town, "2026-12-28")

    assert all(day is not None and day < date(2026, 12, 28) for day in passed_over(town))


def test_what_is_taken_back_counts_as_a_change(town: Town) -> None:
    accepted(town)
    notice = publish(town)
    with transaction(town.database) as session:
        recount_batch(session, at=town.now, cause=NUMBER)
        take_back(session, notice, reason="x", by="maqian", at=town.now)
    with transaction(town.database) as session:
        recount_batch(session, at=town.now, cause=NUMBER)
    with reading(town.database) as session:
        assert (count_stale(session), differences(session)) == (0, [])


def test_after_the_bureau_moved_nothing_is_passed_over(town: Town) -> None:
    """What differs was worked out for the region it sat in."""
    accepted(town)
    publish(town)
    with transaction(town.database) as session:
        row = session.get_one(Setting, "bureau")
        row.value = {**row.value, "region": "110000"}

    assert passed_over(town) == set()
