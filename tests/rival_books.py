"""What eight threads, or four processes, are given to do, and how it is checked afterwards."""

import re
from collections import Counter
from collections.abc import Callable
from functools import partial

import pytest
import rivals
from books import check
from builders import accept, apply_plain
from parallel import deploy_parallel
from permit_forms import FOUR
from towns import Town

from engine.clock import Clock, SystemClock
from engine.store.database import Database

Working = Callable[[Database, Clock], list[rivals.Told]]

WORKING = [
    pytest.param(partial(rivals.in_threads, number=8), id="8 threads"),
    pytest.param(partial(rivals.in_processes, number=4, threads=2), id="4 processes"),
]


def prepare(town: Town, permits: int, requests: int) -> int:
    """Open cases that several sections work on; return how many tasks they will have done."""
    deploy_parallel(town.database)
    for _ in range(permits):
        accept(town, apply_plain(town))
    rivals.open_requests(town, requests)
    return permits * (2 + len(FOUR)) + requests * 3


def running(town: Town) -> SystemClock:
    """Return a clock that goes on from the town's present."""
    return SystemClock(offset=town.now - SystemClock().now())


def check_rivals(town: Town, told: list[rivals.Told], expected: int) -> None:
    """Check that everything was done, once, and that the others were told so."""
    assert check(town.database) == expected
    done = Counter(one.task for one in told if one.kind == "done")
    assert set(done.values()) == {1}
    assert set(rivals.tally(told)) <= {"done", "task_completed", "busy"}
    late = [one for one in told if one.kind == "task_completed"]
    assert late
    for one in late:
        assert re.search(r"已由\S+于 \d\d-\d\d \d\d:\d\d 完成", one.zh), one.zh
        assert re.search(r"was completed by \S+ at \d\d-\d\d \d\d:\d\d", one.en), one.en
