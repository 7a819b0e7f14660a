"""A sweep over a database that cannot be written stops, says so once, and is made up for."""

import logging
from datetime import timedelta
from threading import Event

import breaking
import pytest
from builders import accepted, apply_plain
from towns import Town

from engine.clock import SystemClock
from engine.errors import Unavailable
from engine.scheduler import start_background
from engine.store.cases import Case
from engine.store.database import transaction
from engine.sweep import sweep

SOON_S = 10


@pytest.mark.parametrize("broken", [breaking.read_only, breaking.full])
def test_the_rest_is_not_tried_and_everything_fires_later(
    town: Town, broken: breaking.Break, caplog: pytest.LogCaptureFixture
) -> None:
    cases = [accepted(town), accepted(town)]
    town.move("10-14 09:00")
    with broken(town.database), pytest.raises(Unavailable):
        sweep(town.database, at=town.now)
    told = [one.levelno for one in caplog.records if one.levelno >= logging.ERROR]
    moved = sweep(town.database, at=town.now)

    assert len(told) == 1
    assert moved == len(cases)
    assert [len(town.fired(case)) for case in cases] == [12, 12]


def test_a_case_recorded_ahead_blocks_no_other(
    town: Town, caplog: pytest.LogCaptureFixture
) -> None:
    ahead, other = apply_plain(town), apply_plain(town)
    town.move("10-10 08:00")
    with transaction(town.database) as session:
        session.get_one(Case, ahead).recorded_at = town.now + timedelta(hours=1)

    assert sweep(town.database, at=town.now) == 1
    assert (len(town.fired(ahead)), len(town.fired(other))) == (0, 4)
    (line,) = [one for one in caplog.records if one.levelno >= logging.ERROR]
    assert "is before the last record" in line.getMessage()
    assert town.sweep("10-10 09:00") == 1
    assert len(town.fired(ahead)) == 4


def test_a_clock_set_back_stalls_no_scheduler(town: Town) -> None:
    looked = Event()
    scheduler = start_background(town.database, SystemClock(), lambda *_: looked.set())
    try:
        scheduler.pause()
        # As it is after the clock was set back an hour.
        scheduler.get_job("post").modify(next_run_time=SystemClock().now() + timedelta(hours=1))
        looked.clear()
        scheduler.resume()

        assert looked.wait(SOON_S)
    finally:
        scheduler.shutdown()
