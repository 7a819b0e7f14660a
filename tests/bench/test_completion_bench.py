"""What completing a task of the permit costs, beside the bare driver doing the same.

Two copies of one SQLite file, synchronous FULL. On the first the task is completed through its
form; on the second the driver alone sends the very statements this sent, in one commit. Rounds
are interleaved, so that a busy machine disturbs both alike.
"""

import shutil
import sqlite3
import statistics
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import permit_forms as forms
from builders import apply_plain, review_all
from databases import close_whole
from sqlalchemy import event
from towns import Town

from engine.clock import SettableClock
from engine.store.database import Database, open_database
from tests.bench.report import keep

ROUNDS = 12
WARM_UP = 2

Sent = list[tuple[str, Any, bool]]


@contextmanager
def recorded(database: Database) -> Iterator[Sent]:
    """Record what is sent to a database meanwhile."""
    sent: Sent = []

    def note(_c: Any, _cursor: Any, statement: str, given: Any, _x: Any, many: bool) -> None:
        if not statement.startswith("BEGIN"):
            sent.append((statement, given, many and isinstance(given, list)))

    event.listen(database.engine, "before_cursor_execute", note)
    yield sent
    event.remove(database.engine, "before_cursor_execute", note)


def _waiting_for_the_chief(town: Town) -> int:
    case = apply_plain(town)
    town.do(case, "intake_review", forms.intake())
    town.do(case, "accept", forms.accept())
    review_all(town, case)
    town.do(case, "draft_opinion", forms.opinion(), by="hexiaoyu")
    return case


def _replay(driver: sqlite3.Connection, sent: Sent) -> float:
    began = time.perf_counter()
    driver.execute("BEGIN IMMEDIATE")
    for statement, given, many in sent:
        act = driver.executemany if many else driver.execute
        act(statement, given).fetchall()
    driver.execute("COMMIT")
    return (time.perf_counter() - began) * 1e3


def _complete(town: Town, case: int) -> float:
    task = town.task(case, "chief_review")
    who = town.who_may(task)
    began = time.perf_counter()
    town.submit(task, forms.chief(), who)
    return (time.perf_counter() - began) * 1e3


def test_completing_a_task(town: Town, clock: SettableClock, tmp_path: Path) -> None:
    cases = [_waiting_for_the_chief(town) for _ in range(ROUNDS)]
    close_whole(town.database)
    ours, floor = tmp_path / "ours.sqlite3", tmp_path / "floor.sqlite3"
    for copy in (ours, floor):
        shutil.copyfile(str(town.database.engine.url.database), copy)
    database = open_database(f"sqlite:///{ours}")
    driver = sqlite3.connect(floor, isolation_level=None)
    for pragma in ("journal_mode=WAL", "synchronous=FULL", "foreign_keys=ON"):
        driver.execute(f"PRAGMA {pragma}")
    measured = Town(database, clock, town.files)

    times: list[tuple[float, float]] = []
    statements = 0
    for case in cases:
        with recorded(database) as sent:
            spent = _complete(measured, case)
        # What the test itself looked up is no part of it.
        completion = sent[next(i for i, one in enumerate(sent) if "FROM cases" in one[0]) :]
        times.append((spent, _replay(driver, completion)))
        statements = len(completion)

    complete, bare = (statistics.median(column) for column in zip(*times[WARM_UP:], strict=True))
    figures = {
        "complete_ms": round(complete, 2),
        "floor_ms": round(bare, 2),
        "to_floor": round(complete / bare, 2),
        "statements": statements,
    }
    keep("completion", {"sqlite": figures})
    sys.stdout.write(f"\n{figures}")
    database.close()
    driver.close()

    assert statements <= 14
