"""Read queries of the pages: plain selects that return what a page shows."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from sqlalchemy import ColumnElement, and_, func, or_, select
from sqlalchemy.orm import Session

from engine.store.cases import Case, Submission, Task
from engine.store.clocks import Card, Clock, ClockStop, Stop
from engine.store.records import Notice


@dataclass(frozen=True)
class Page:
    """One page of a list: its rows, how many there are in all, and which page it is."""

    rows: Sequence[Task] | Sequence[Case]
    total: int
    number: int
    size: int

    @property
    def pages(self) -> int:
        """Return how many pages there are, at least one."""
        return max(1, -(-self.total // self.size))


@dataclass(frozen=True)
class ClockRow:
    """A clock with the stops that hold or held it."""

    clock: Clock
    stops: Sequence[Stop]


def held_by(person_id: str) -> ColumnElement[bool]:
    """Return the condition of the user tasks a person holds."""
    return and_(Task.state == "open", Task.kind == "user", Task.assignee_id == person_id)


def in_pool_of(posts: Iterable[tuple[str, str]]) -> ColumnElement[bool]:
    """Return the condition of the unheld user tasks of some (section, post) pairs."""
    pairs = [and_(Task.section_key == section, Task.post_key == post) for section, post in posts]
    return and_(
        Task.state == "open", Task.kind == "user", Task.assignee_id.is_(None), or_(False, *pairs)
    )


def done_by(person_id: str) -> ColumnElement[bool]:
    """Return the condition of the tasks a person completed."""
    return and_(Task.state == "completed", Task.completed_by == person_id)


def done_page(
    session: Session,
    person_id: str,
    *,
    q: str = "",
    matter: str = "",
    step: str = "",
    number: int = 1,
    size: int = 20,
) -> Page:
    """Return one page of the tasks a person completed, newest first; `step` is a drawn name."""
    conditions = [done_by(person_id), *_searched(q, matter)]
    if step:
        conditions.append(Task.name == step)
    counting = select(func.count()).select_from(Task).join(Task.case).where(*conditions)
    rows = session.scalars(
        select(Task)
        .join(Task.case)
        .where(*conditions)
        .order_by(Task.ended_at.desc(), Task.id)
        .offset((number - 1) * size)
        .limit(size)
    )
    return Page(list(rows), session.scalar(counting) or 0, number, size)


def done_steps(session: Session, person_id: str) -> list[Task]:
    """Return one task of each step a person ever completed, by the name it is drawn with."""
    newest = select(func.max(Task.id)).where(done_by(person_id)).group_by(Task.name)
    return list(session.scalars(select(Task).where(Task.id.in_(newest)).order_by(Task.name)))


def submissions_of(session: Session, task_ids: Iterable[str]) -> dict[str, Submission]:
    """Return what was submitted in some tasks, by task."""
    rows = session.scalars(select(Submission).where(Submission.task_id.in_(list(task_ids))))
    return {row.task_id: row for row in rows if row.task_id}


def tasks_where(
    session: Session, condition: ColumnElement[bool], *, q: str = "", matter: str = ""
) -> list[Task]:
    """Return tasks with their cases, oldest first for open ones."""
    query = select(Task).join(Task.case).where(condition, *_searched(q, matter))
    return list(session.scalars(query.order_by(Task.opened_at, Task.id)))


def _searched(q: str, matter: str) -> list[ColumnElement[bool]]:
    found: list[ColumnElement[bool]] = []
    if q:
        like = f"%{q}%"
        found.append(or_(Case.title.like(like), Case.number.like(like), Case.applicant.like(like)))
    if matter:
        found.append(Case.matter_key == matter)
    return found


def count_tasks(session: Session, condition: ColumnElement[bool]) -> int:
    """Return how many tasks fit a condition."""
    return session.scalar(select(func.count()).select_from(Task).where(condition)) or 0


def cases_page(
    session: Session,
    *,
    q: str = "",
    matter: str = "",
    state: str = "",
    outcome: str = "",
    number: int = 1,
    size: int = 20,
) -> Page:
    """Return one page of all cases, newest first."""
    conditions = _searched(q, matter)
    if state:
        conditions.append(Case.state == state)
    if outcome:
        conditions.append(Case.outcome == outcome)
    total = session.scalar(select(func.count()).select_from(Case).where(*conditions)) or 0
    rows = session.scalars(
        select(Case)
        .where(*conditions)
        .order_by(Case.opened_at.desc(), Case.id.desc())
        .offset((number - 1) * size)
        .limit(size)
    )
    return Page(list(rows), total, number, size)


def clocks_of(session: Session, case_ids: Iterable[int]) -> dict[int, list[ClockRow]]:
    """Return the clocks of some cases with their stops, oldest first, by case."""
    ids = sorted(set(case_ids))
    found: dict[int, list[ClockRow]] = defaultdict(list)
    if not ids:
        return found
    stops = defaultdict(list)
    for clock_id, stop in session.execute(
        select(ClockStop.clock_id, Stop)
        .join(Stop, Stop.id == ClockStop.stop_id)
        .where(Stop.case_id.in_(ids))
        .order_by(Stop.stopped_at)
    ):
        stops[clock_id].append(stop)
    for clock in session.scalars(select(Clock).where(Clock.case_id.in_(ids)).order_by(Clock.id)):
        found[clock.case_id].append(ClockRow(clock, stops[clock.id]))
    return found


def open_tasks_of(session: Session, case_ids: Iterable[int]) -> dict[int, list[Task]]:
    """Return the open tasks of some cases by case."""
    found: dict[int, list[Task]] = defaultdict(list)
    for task in session.scalars(
        select(Task)
        .where(Task.case_id.in_(sorted(set(case_ids))), Task.state == "open")
        .order_by(Task.opened_at, Task.id)
    ):
        found[task.case_id].append(task)
    return found


def cards_where(session: Session, *conditions: ColumnElement[bool]) -> list[Card]:
    """Return cards, newest first."""
    return list(
        session.scalars(
            select(Card).where(*conditions).order_by(Card.instant_at.desc(), Card.id.desc())
        )
    )


def notices_of(session: Session, person_id: str, *, most: int = 100) -> list[Notice]:
    """Return a person's notices, newest first."""
    return list(
        session.scalars(
            select(Notice)
            .where(Notice.person_id == person_id)
            .order_by(Notice.made_at.desc(), Notice.id.desc())
            .limit(most)
        )
    )


def count_unread(session: Session, person_id: str) -> int:
    """Return how many notices a person has not read."""
    return (
        session.scalar(
            select(func.count())
            .select_from(Notice)
            .where(Notice.person_id == person_id, Notice.read_at.is_(None))
        )
        or 0
    )
