"""Read queries of the pages: plain selects that return what a page shows."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any, Generic, TypeVar

from sqlalchemy import ColumnElement, Select, func, literal, or_, select
from sqlalchemy.orm import Session

from engine.store.cases import Case, Submission, Task
from engine.store.clocks import Card, Clock, ClockStop, Stop
from engine.store.records import Notice

T = TypeVar("T")

#: What a page counts is counted to here: nobody reads the number of a thousand.
MOST = 999


@dataclass(frozen=True)
class Page(Generic[T]):
    """One page of a list: its rows, how many there are in all, and which page it is."""

    rows: Sequence[T]
    #: MOST + 1 stands for more than MOST.
    total: int
    number: int
    size: int
    #: Whether another page follows this one.
    has_more: bool = False

    @property
    def pages(self) -> int:
        """Return how many pages are known of, at least one."""
        return max(1, -(-self.total // self.size), self.number + self.has_more)


@dataclass(frozen=True)
class ClockRow:
    """A clock with the stops that hold or held it."""

    clock: Clock
    stops: Sequence[Stop]


def submissions_of(session: Session, task_ids: Iterable[str]) -> dict[str, Submission]:
    """Return what was submitted in some tasks, by task."""
    rows = session.scalars(select(Submission).where(Submission.task_id.in_(list(task_ids))))
    return {row.task_id: row for row in rows if row.task_id}


def searched(q: str, matter: str) -> list[ColumnElement[bool]]:
    """Return the conditions of the cases a text is part of, and of a matter."""
    found: list[ColumnElement[bool]] = []
    if q:
        like = f"%{q}%"
        found.append(or_(Case.title.like(like), Case.number.like(like), Case.applicant.like(like)))
    if matter:
        found.append(Case.matter_key == matter)
    return found


def cases_page(
    session: Session,
    *,
    q: str = "",
    matter: str = "",
    state: str = "",
    outcome: str = "",
    number: int = 1,
    size: int = 20,
) -> Page[Case]:
    """Return one page of all cases, newest first."""
    cases = _cases(q, matter, state, outcome)
    rows = session.scalars(
        cases.order_by(Case.opened_at.desc(), Case.id.desc())
        .offset((number - 1) * size)
        .limit(size + 1)
    ).all()
    total = count_to_most(session, cases)
    return Page(rows[:size], total, number, size, has_more=len(rows) > size)


def count_cases(
    session: Session, *, q: str = "", matter: str = "", state: str = "", outcome: str = ""
) -> int:
    """Return how many cases there are of a kind, MOST + 1 for more than MOST."""
    return count_to_most(session, _cases(q, matter, state, outcome))


def _cases(q: str, matter: str, state: str, outcome: str) -> Select[Case]:
    cases = select(Case).where(*searched(q, matter))
    if state:
        cases = cases.where(Case.state == state)
    return cases.where(Case.outcome == outcome) if outcome else cases


def count_to_most(session: Session, rows: Select[Any]) -> int:
    """Return how many rows there are, MOST + 1 for more than MOST."""
    ones = rows.with_only_columns(literal(1), maintain_column_froms=True)
    few = ones.limit(MOST + 1).subquery()
    return session.scalar(select(func.count()).select_from(few)) or 0


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
    """Return how many notices a person has not read, MOST + 1 for more than MOST."""
    unread = select(Notice).where(Notice.person_id == person_id, Notice.read_at.is_(None))
    return count_to_most(session, unread)
