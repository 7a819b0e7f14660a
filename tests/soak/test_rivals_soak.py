"""Rivals for long: many cases, all of them worked off by eight threads and by four processes."""

import pytest
import rivals
from rival_books import WORKING, Working, check_rivals, prepare, running
from towns import Town

PERMITS, REQUESTS = 20, 300


@pytest.mark.parametrize("working", WORKING)
def test_rivals_do_hundreds_of_tasks_once(town: Town, working: Working) -> None:
    expected = prepare(town, PERMITS, REQUESTS)

    told = working(town.database, running(town))

    check_rivals(town, told, expected)
    print(f"\n{expected} tasks, told {dict(rivals.tally(told))}")  # noqa: T201
