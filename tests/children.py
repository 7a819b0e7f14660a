"""Processes of their own that work on the tests' database: forked while warm, killed at will."""

import os
import pickle
import signal
import sys
import traceback
import warnings
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, BinaryIO

from engine.store.database import Database


@dataclass
class Child:
    """A process that works on a database by connections of its own."""

    pid: int
    answers: BinaryIO

    def kill(self) -> None:
        """End it as the kernel would."""
        os.kill(self.pid, signal.SIGKILL)

    def said(self) -> list[Any]:
        """Wait until it is over and return what it told until then."""
        found = []
        with self.answers:
            while True:
                try:
                    found.append(pickle.load(self.answers))
                except (EOFError, pickle.UnpicklingError):
                    break
        _, status = os.waitpid(self.pid, 0)
        assert status in (0, signal.SIGKILL), f"process {self.pid} ended with {status}"
        return found


#: What a child does: it gets the database and a function that tells the parent something.
Work = Callable[[Database, Callable[[Any], None]], None]


def start(database: Database, work: Work) -> Child:
    """Start a process that opens its own connections; the parent's are closed, none is shared."""
    database.close()
    reading, writing = os.pipe()
    sys.stdout.flush()
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", DeprecationWarning)  # of threads that may be running
        pid = os.fork()
    if pid:
        os.close(writing)
        return Child(pid, os.fdopen(reading, "rb"))
    os.close(reading)
    os._exit(_run(database, work, writing))


def _run(database: Database, work: Work, writing: int) -> int:
    def tell(value: Any) -> None:
        os.write(writing, pickle.dumps(value))

    try:
        work(database, tell)
    except BaseException:
        traceback.print_exc(file=sys.__stderr__)
        return 1
    return 0


def ask(database: Database, question: Callable[[Database], Any]) -> Any:
    """Return what a fresh process finds in a database."""
    (answer,) = start(database, lambda own, tell: tell(question(own))).said()
    return answer
