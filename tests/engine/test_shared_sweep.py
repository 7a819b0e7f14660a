"""Many scheduler processes share what is due: each rung is reached once, on both databases."""

import os
import subprocess
import sys
from pathlib import Path

from builders import accepted
from towns import Town

from engine.store.database import transaction
from engine.store.locking import lock_case, lock_free_case
from engine.sweep import share_sweep

TESTS = Path(__file__).parent.parent
SCHEDULERS, CASES = 2, 4


def scheduler(town: Town) -> subprocess.Popen[str]:
    place = str(town.database.engine.url.database)
    command = [sys.executable, str(TESTS / "engine/sweeping.py"), place]
    return subprocess.Popen(
        [*command, town.now.isoformat()],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
        env={**os.environ, "PYTHONPATH": f"{TESTS.parent}:{TESTS}"},
    )


def test_processes_share_what_is_due_and_fire_it_once(any_town: Town) -> None:
    cases = [accepted(any_town) for _ in range(CASES)]
    any_town.move("10-14 09:00")
    schedulers = [scheduler(any_town) for _ in range(SCHEDULERS)]
    for one in schedulers:
        assert one.stdout is not None
        assert one.stdout.readline() == "ready\n"
    moved = [int(one.communicate("go\n", timeout=120)[0]) for one in schedulers]
    share_sweep(any_town.database, at=any_town.now)  # what a rival held too long

    assert sum(moved) <= CASES
    for case in cases:
        assert len(any_town.fired(case)) == 12
        assert len(any_town.cards(case)) == 6


def test_a_case_that_is_held_is_passed_over(any_town: Town) -> None:
    if any_town.database.is_sqlite:
        return  # one writes at a time: there is nobody to pass over
    held, free = accepted(any_town), accepted(any_town)
    any_town.move("10-14 09:00")
    with transaction(any_town.database) as session:
        lock_case(session, held)
        assert share_sweep(any_town.database, at=any_town.now) == 1
        with transaction(any_town.database) as other:
            assert not lock_free_case(other, held)

    assert (len(any_town.fired(held)), len(any_town.fired(free))) == (0, 12)


def test_what_another_did_meanwhile_is_not_done_again(any_town: Town) -> None:
    case = accepted(any_town)
    any_town.move("10-14 09:00")
    any_town.sweep()

    assert share_sweep(any_town.database, at=any_town.now) == 0
    assert len(any_town.fired(case)) == 12
