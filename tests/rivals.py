"""Many who complete the same tasks at the same time, and what each of them was told."""

import random
from collections import Counter
from collections.abc import Mapping
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from typing import Any

import children
import permit_forms as forms
from parallel import REQUEST
from sqlalchemy import select
from towns import Town

from engine.clock import Clock
from engine.days import day_of
from engine.errors import Busy, Conflict
from engine.people import holders_on
from engine.store.cases import Task
from engine.store.database import Database, reading, transaction
from forms.submit import submit_start, submit_task

CHECKED = {"result": "pass", "opinion": "通过"}
#: What is entered at the steps the rivals work on.
ENTERED: Mapping[str, Mapping[str, Any]] = {
    "review": forms.review(),
    "review_request": CHECKED,
    "visit_site": CHECKED,
    "decide_request": {"result": "grant"},
}


@dataclass(frozen=True)
class Told:
    """What somebody was told who tried a task: done, or the text of an error."""

    task: str
    kind: str
    zh: str = ""
    en: str = ""


def work_off(database: Database, clock: Clock, dice: random.Random) -> list[Told]:
    """Try every open task, again and again, until none is left; return what was told."""
    told = []
    while todo := open_tasks(database):
        dice.shuffle(todo)
        told += [attempt(database, clock, task, dice) for task in todo]
    return told


def open_tasks(database: Database) -> list[Task]:
    """Return the open tasks rivals know what to enter at."""
    with reading(database) as session:
        query = select(Task).where(Task.state == "open", Task.element_id.in_(ENTERED))
        return list(session.scalars(query))


def attempt(database: Database, clock: Clock, task: Task, dice: random.Random) -> Told:
    """Complete a task as somebody who may, or learn why not."""
    try:
        with transaction(database) as session:
            at = clock.now()
            holders = holders_on(session, task.section_key, task.post_key, day_of(at))
            by = task.assignee_id or dice.choice(holders).id
            submit_task(session, task.id, ENTERED[task.element_id], by=by, at=at)
    except (Conflict, Busy) as error:
        return Told(task.id, error.code, error.zh, error.en)
    return Told(task.id, "done")


def in_threads(database: Database, clock: Clock, number: int) -> list[Told]:
    """Let so many threads of this process work off everything."""
    with ThreadPoolExecutor(number) as pool:
        rivals = [
            pool.submit(work_off, database, clock, random.Random(seed)) for seed in range(number)
        ]
        return [one for rival in rivals for one in rival.result()]


def in_processes(database: Database, clock: Clock, number: int, threads: int) -> list[Told]:
    """Let so many processes, each with some threads, work off everything."""

    def work(own: Database, tell: Any) -> None:
        tell(in_threads(own, clock, threads))

    rivals = [children.start(database, work) for _ in range(number)]
    return [one for rival in rivals for (told,) in [rival.said()] for one in told]


def open_requests(town: Town, number: int) -> None:
    """Start so many cases of the parallel matter."""
    with transaction(town.database) as session:
        for _ in range(number):
            submit_start(session, "three_steps", REQUEST, by="chenting", at=town.now)


def tally(told: list[Told]) -> Counter[str]:
    """Return how often each kind of answer was given."""
    return Counter(one.kind for one in told)
