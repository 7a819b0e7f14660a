"""Say what is being measured, and since when: some of it takes minutes to build."""

import sys
import time

import pytest

BEGAN = time.monotonic()
NUMBERS: dict[str, str] = {}


def pytest_collection_finish(session: pytest.Session) -> None:
    """Number what will be measured."""
    for number, item in enumerate(session.items, 1):
        NUMBERS[item.nodeid] = f"{number}/{len(session.items)}"


def pytest_runtest_logstart(nodeid: str) -> None:
    """Tell what comes next."""
    minutes, seconds = divmod(round(time.monotonic() - BEGAN), 60)
    name = nodeid.removeprefix("tests/bench/")
    sys.stdout.write(f"\n[{minutes:02}:{seconds:02}] {NUMBERS.get(nodeid, '')} {name}\n")
    sys.stdout.flush()
