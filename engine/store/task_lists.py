"""Lists of tasks: a page reads its own rows only, however many tasks are open.

A list is some ranges of an index whose order is the list's own; a page takes as many rows of each
as it may need, and merges them. What is counted is counted to MOST.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Select, Subquery, func, select, union_all
from sqlalchemy.orm import Session, contains_eager, joinedload

from engine.store.cases import MOST_URGENT_FIRST, URGENCY, Task
from engine.store.lists import MOST, Page, searched

#: The conditions of one range of an index.
Range = tuple[ColumnElement[bool], ...]

RED, YELLOW, WARN, GREEN, NONE, STOPPED = range(len(URGENCY))


@dataclass(frozen=True)
class TaskList:
    """A list of tasks: the ranges it stands in, and the order it shares with their index."""

    ranges: tuple[Range, ...]
    order: tuple[Any, ...] = tuple(getattr(Task, name) for name in MOST_URGENT_FIRST)


@dataclass(frozen=True)
class Sought:
    """What a list is narrowed to; an empty text narrows nothing."""

    #: A part of the case's title, number or applicant.
    q: str = ""
    matter: str = ""
    #: The name a step is drawn with.
    step: str = ""

    def among(self, tasks: Select[*tuple[Any, ...]]) -> Select[*tuple[Any, ...]]:
        """Narrow a select of tasks."""
        if self.q or self.matter:
            tasks = tasks.join(Task.case).where(*searched(self.q, self.matter))
        return tasks.where(Task.name == self.step) if self.step else tasks


EVERYTHING = Sought()
_OPEN = (Task.state == "open", Task.kind == "user")


def held_by(person_id: str) -> TaskList:
    """Return the open user tasks a person holds, the most urgent first."""
    return TaskList(((*_OPEN, Task.assignee_id == person_id),))


def in_pool_of(posts: Iterable[tuple[str, str]]) -> TaskList:
    """Return the unheld user tasks of some (section, post) pairs, the most urgent first."""
    unheld = (*_OPEN, Task.assignee_id.is_(None))
    return TaskList(
        tuple(
            (*unheld, Task.section_key == section, Task.post_key == post)
            for section, post in dict.fromkeys(posts)
        )
    )


def done_by(person_id: str) -> TaskList:
    """Return the tasks a person completed, the newest first."""
    done = (Task.completed_by == person_id, Task.state == "completed")
    return TaskList((done,), order=(Task.ended_at.desc(), Task.id.desc()))


def groups(tasks: TaskList, *, until: datetime) -> dict[str, TaskList]:
    """Return the groups open tasks are counted in, "" being all of them.

    What is due by `until`, the end of the day, is due soon although no rung has said so.
    """
    spans: dict[str, tuple[Range, ...]] = {
        "": ((),),
        "overdue": ((Task.urgency == RED,), (Task.urgency == YELLOW,)),
        "soon": ((Task.urgency == WARN,), (Task.urgency == GREEN, Task.due_at <= until)),
        "in_time": ((Task.urgency == GREEN, Task.due_at > until), (Task.urgency == NONE,)),
        "stopped": ((Task.urgency == STOPPED,),),
    }
    return {
        group: replace(tasks, ranges=tuple((*one, *span) for one in tasks.ranges for span in found))
        for group, found in spans.items()
    }


def task_page(
    session: Session,
    tasks: TaskList,
    sought: Sought = EVERYTHING,
    *,
    number: int = 1,
    size: int = 20,
) -> Page[Task]:
    """Return one page of a list of tasks, with their cases."""
    if not tasks.ranges:
        return Page((), 0, number, size)
    found = _first(tasks, sought, number * size + 1)
    rows = session.scalars(
        select(Task)
        .join(found, found.c.id == Task.id)
        .join(Task.case)
        .options(contains_eager(Task.case))
        .order_by(*tasks.order)
        .offset((number - 1) * size)
        .limit(size + 1)
    ).all()
    total = count_tasks(session, tasks, sought)
    return Page(rows[:size], total, number, size, has_more=len(rows) > size)


def _first(tasks: TaskList, sought: Sought, most: int) -> Subquery:
    """Return id and name of at most so many tasks of each range, the first of its order."""
    each = [_first_of(tasks, one, sought, most) for one in tasks.ranges]
    return union_all(*(select(one) for one in each)).subquery()


def _first_of(tasks: TaskList, one: Range, sought: Sought, most: int) -> Subquery:
    # Asked for in the order of the index, or PostgreSQL gathers the whole range first.
    found = sought.among(select(Task.id, Task.name).where(*one))
    return found.order_by(*tasks.order).limit(most).subquery()


def steps_among(session: Session, tasks: TaskList, sought: Sought = EVERYTHING) -> list[Task]:
    """Return a task of each step among the first MOST tasks, by the name it is drawn with."""
    if not tasks.ranges:
        return []
    found = _first(tasks, sought, MOST)
    one_of_each = session.scalars(select(func.max(found.c.id)).group_by(found.c.name)).all()
    chosen = select(Task).where(Task.id.in_(one_of_each)).order_by(Task.name)
    return list(session.scalars(chosen.options(joinedload(Task.case))))


def count_tasks(session: Session, tasks: TaskList, sought: Sought = EVERYTHING) -> int:
    """Return how many tasks a list has, MOST + 1 for more than MOST."""
    return count_each(session, {"": tasks}, sought)[""]


def count_each(
    session: Session, lists: Mapping[str, TaskList], sought: Sought = EVERYTHING
) -> dict[str, int]:
    """Return how many tasks each list has, as `count_tasks` does, in one statement."""
    counted = [
        select(func.count()).select_from(_first_of(tasks, one, sought, MOST + 1)).scalar_subquery()
        for tasks in lists.values()
        for one in tasks.ranges
    ]
    numbers = iter(session.execute(select(*counted)).one() if counted else ())
    return {
        key: min(sum(next(numbers) for _ in tasks.ranges), MOST + 1) for key, tasks in lists.items()
    }
