"""Measuring: what a piece of work takes and sends, and the same sent by the bare driver."""

import gc
import statistics
import time
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy import event

from engine.store.database import Database

#: How often a figure is taken anew when it misses its goal: a busy machine is no proof.
TRIES = 3


def milliseconds(act: Callable[[], object]) -> float:
    """Return what one call takes; the garbage of others is collected between calls."""
    gc.disable()
    try:
        began = time.perf_counter()
        act()
        return (time.perf_counter() - began) * 1e3
    finally:
        gc.enable()


def median(times: Iterable[float]) -> float:
    return round(statistics.median(times), 3)


@dataclass
class Sent:
    """What was sent to a database; BEGIN and COMMIT are no statements, an executemany is one."""

    statements: list[tuple[str, Any, bool]] = field(default_factory=list)
    commits: int = 0


@contextmanager
def recorded(database: Database) -> Iterator[Sent]:
    """Record what is sent to a database meanwhile."""
    sent = Sent()

    def note(_c: Any, _cursor: Any, statement: str, given: Any, _x: Any, many: bool) -> None:
        if not statement.startswith("BEGIN"):
            sent.statements.append((statement, given, many and isinstance(given, list)))

    def commit(_connection: Any) -> None:
        sent.commits += 1

    event.listen(database.engine, "before_cursor_execute", note)
    event.listen(database.engine, "commit", commit)
    try:
        yield sent
    finally:
        event.remove(database.engine, "before_cursor_execute", note)
        event.remove(database.engine, "commit", commit)


def replay(driver: Any, sent: Sent) -> None:
    """Send the same statements by the bare driver, in one commit."""
    cursor = driver.cursor()
    cursor.execute("BEGIN IMMEDIATE" if hasattr(driver, "iterdump") else "BEGIN")
    for statement, given, many in sent.statements:
        (cursor.executemany if many else cursor.execute)(statement, given)
        if cursor.description:
            cursor.fetchall()
    cursor.execute("COMMIT")
