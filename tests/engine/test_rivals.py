"""Eight threads, or four processes, complete the same and different tasks of the same cases.

Everything is done once; who came too late learns who did it and when; two departments of one case
both succeed; the books agree. The long form is in tests/soak.
"""

import pytest
from rival_books import WORKING, Working, check_rivals, prepare, running
from towns import Town


@pytest.mark.parametrize("working", WORKING)
def test_rivals_do_everything_once_and_know_who_did_it(town: Town, working: Working) -> None:
    expected = prepare(town, permits=2, requests=3)

    told = working(town.database, running(town))

    check_rivals(town, told, expected)
