"""An act killed before and after each of its statements and its commit: all of it, or nothing."""

import hashlib
import os
import signal
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from books import check, everything
from children import ask, start
from sqlalchemy import event
from sqlalchemy.orm import Session

from engine.store.database import Database, transaction

#: The number of a statement, or the commit; death comes before or after it.
Point = tuple[int | str, str]
COMMIT = "COMMIT"


@dataclass(frozen=True)
class Act:
    """Something people or time do to a case."""

    #: What it does in a transaction.
    do: Callable[[Session], object]
    #: What is found when it is done once more although it was done.
    repeat: Callable[[Session], object]
    #: How it is done as a whole, where it opens its transactions itself.
    run: Callable[[Database], object] | None = None

    def perform(self, database: Database) -> None:
        if self.run is not None:
            self.run(database)
            return
        with transaction(database) as session:
            self.do(session)


@dataclass
class Reaper:
    """Kills its own process at a point of what is sent to a database, and says how far it came."""

    point: Point
    tell: Callable[[Any], None]
    sent: int = 0

    def await_at(self, database: Database) -> None:
        event.listen(database.engine, "before_cursor_execute", self._before)
        event.listen(database.engine, "after_cursor_execute", self._after)
        event.listen(database.engine, "commit", lambda _: self._reach((COMMIT, "before")))
        event.listen(database.write, "after_commit", lambda _: self._reach((COMMIT, "after")))

    def _before(self, *_: object) -> None:
        self.sent += 1
        self._reach((self.sent, "before"))

    def _after(self, *_: object) -> None:
        self._reach((self.sent, "after"))

    def _reach(self, here: Point) -> None:
        if here == self.point:
            self.tell(self.sent)
            os.kill(os.getpid(), signal.SIGKILL)


def kill_everywhere(database: Database, act: Act, *, step: int = 1) -> int:
    """Kill an act at every `step`th of its points; returns how many were tried.

    Each time a fresh process finds that nothing was done, and could do the act whole; after the
    commit one finds all of it, and what doing it again is answered.
    """
    whole(database, act.do)  # what is read once per process is read before the forks
    before = ask(database, digest)
    statements = die(database, act, (COMMIT, "before"))
    every = [(number, side) for number in range(1, statements + 1) for side in ("before", "after")]
    chosen = every[::step]
    for point in chosen:
        die(database, act, point)
        assert ask(database, lambda own: (digest(own), whole(own, act.do))) == (before, True), point
    die(database, act, (COMMIT, "after"))
    after, done, _ = ask(database, lambda own: (digest(own), whole(own, act.repeat), check(own)))
    assert done
    assert after != before
    return len(chosen) + 2


def die(database: Database, act: Act, point: Point) -> int:
    """Let a process do an act and die at a point; returns how many statements it had sent."""

    def work(own: Database, tell: Callable[[Any], None]) -> None:
        Reaper(point, tell).await_at(own)
        act.perform(own)

    told = start(database, work).said()
    assert len(told) == 1, f"it lived on: {point} is not on its way"
    return int(told[0])


def digest(database: Database) -> str:
    """Return a hash of everything a database holds."""
    return hashlib.sha256(repr(everything(database)).encode()).hexdigest()


def whole(database: Database, do: Callable[[Session], object]) -> bool:
    """Do something to its end, and keep nothing of it."""
    with database.write() as session:
        do(session)
        session.flush()
    return True
