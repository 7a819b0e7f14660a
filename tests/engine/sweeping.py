"""A scheduler of its own: sweeps once the database and moment it is told, and says what moved.

Run as a program: `python sweeping.py SQLITE_PATH|DATABASE MOMENT`.
"""

import sys
from datetime import datetime
from pathlib import Path

from databases import open_file, open_postgresql

from engine.sweep import share_sweep


def main(place: str, moment: str) -> None:
    """Wait for a line, then sweep."""
    database = open_file(Path(place)) if "/" in place else open_postgresql(place)
    print("ready", flush=True)  # noqa: T201 - it speaks through a pipe
    sys.stdin.readline()
    print(share_sweep(database, at=datetime.fromisoformat(moment)), flush=True)  # noqa: T201


if __name__ == "__main__":
    main(*sys.argv[1:])
