"""One writer of `test_writers_bench`: a process that completes the tasks of its own cases."""

import sys
import time
from pathlib import Path

import rounds
from towns import Town, moment

from engine.attachments import FileStore
from engine.clock import SettableClock
from engine.errors import Busy
from engine.store.database import open_database


def main(url: str, first: int, number: int, times: int) -> None:
    """Say "ready", wait for a line, complete so often, and print when it began and ended."""
    database = open_database(url)
    town = Town(database, SettableClock(moment("09-25 16:00")), FileStore(Path()))
    cases = range(first, first + number)
    for case in cases:
        rounds.complete(town, case)
    sys.stdout.write("ready\n")
    sys.stdout.flush()
    sys.stdin.readline()
    began, done = time.time(), 0  # noqa: TID251 - seen from another process
    while done < times:
        try:
            rounds.complete(town, cases[done % number])
            done += 1
        except Busy:
            continue
    sys.stdout.write(f"{began} {time.time()}\n")  # noqa: TID251
    database.close()


if __name__ == "__main__":
    main(sys.argv[1], *map(int, sys.argv[2:]))
