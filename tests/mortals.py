"""Processes that work until they are killed, and what they had said was done."""

import os
import random
import subprocess
import sys
from contextlib import suppress
from pathlib import Path
from threading import Event
from typing import Any

import rivals
from books import check
from children import Child, ask, start
from parallel import REQUEST
from servers import COMMAND
from sqlalchemy import select

from engine.clock import Clock
from engine.errors import Busy
from engine.store.cases import Task
from engine.store.database import Database, reading, transaction
from forms.submit import submit_start

#: So many work at a time.
WORKERS = 2
#: A worker opens a case when fewer tasks than this wait.
ENOUGH = 8


def work(database: Database, clock: Clock, seed: int, tell: Any) -> None:
    """Complete one task after another, without end; tell each that was acknowledged."""
    dice = random.Random(seed)
    while True:
        todo = rivals.open_tasks(database)
        if len(todo) < ENOUGH:
            with suppress(Busy), transaction(database) as session:
                submit_start(session, "three_steps", REQUEST, by="chenting", at=clock.now())
            continue
        told = rivals.attempt(database, clock, dice.choice(todo), dice)
        if told.kind == "done":
            tell(told.task)


def work_and_die(
    database: Database, clock: Clock, *, completions: int, life_s: float
) -> tuple[list[str], int]:
    """Let workers complete tasks, one of them killed every so often; return what was told, kills.

    A worker that was killed is replaced; at the end all are killed.
    """
    dice, seeds = random.Random(), iter(range(10**6))

    def born() -> Child:
        seed = next(seeds)
        return start(database, lambda own, tell: work(own, clock, seed, tell))

    alive, told, kills = [born() for _ in range(WORKERS)], list[str](), 0
    try:
        while len(told) < completions:
            Event().wait(dice.uniform(0.5, 1.5) * life_s)
            told += killed(alive.pop(dice.randrange(len(alive))))
            kills += 1
            alive.append(born())
    finally:
        last = [one for child in alive for one in killed(child)]
    return told + last, kills + len(alive)


def killed(child: Child) -> list[str]:
    """Kill a worker and return what it had told."""
    child.kill()
    return [str(one) for one in child.said()]


def completed(database: Database) -> set[str]:
    """Return the tasks people completed, as a database holds them."""
    with reading(database) as session:
        query = select(Task.id).where(Task.state == "completed", Task.kind == "user")
        return set(session.scalars(query))


def check_after(database: Database, told: list[str], kills: int, home: Path) -> int:
    """Let fresh processes compare what is kept with what was told; return how many tasks are done.

    A worker may die between the commit and telling of it; nothing told may be missing.
    """
    kept = ask(database, completed)
    assert len(told) == len(set(told)), "a task was done twice"
    assert set(told) <= kept, "what was acknowledged is lost"
    assert len(kept) <= len(told) + kills
    assert ask(database, check) == len(kept)
    url = database.engine.url.render_as_string(hide_password=False)
    verified = subprocess.run(
        [sys.executable, "-c", COMMAND, "verify", "--home", str(home)],
        env={**os.environ, "BANJIE_DATABASE_URL": url},
        capture_output=True,
        text=True,
        check=False,
    )
    assert verified.returncode == 0, verified.stdout + verified.stderr
    return len(kept)
