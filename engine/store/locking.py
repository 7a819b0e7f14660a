"""Locks: the case row first, always."""

from collections.abc import Callable, Mapping
from typing import Any

from sqlalchemy import ColumnElement, Select, bindparam, select, update
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.orm import Session

from engine.errors import Conflict, NotFound
from engine.store.base import Table
from engine.store.cases import Case, Task
from engine.store.hot_rows import columns_of, held
from engine.store.publishing import Counter
from engine.working_on import case_number


def lock_case(session: Session, case_id: int) -> Case:
    """Lock a case's row until the transaction ends and return it fresh."""
    case = _locked(session, _BY_ID, {"case": case_id})
    if case is None:
        raise NotFound(f"没有这个办件：{case_id}", f"There is no case {case_id}.")
    return case


def lock_free_case(session: Session, case_id: int) -> bool:
    """Lock a case's row if nobody else holds it; says whether it is locked now.

    On SQLite the whole database is locked already, so it always is.
    """
    free = select(Case.id).where(Case.id == case_id).with_for_update(skip_locked=True)
    return session.scalar(free) is not None


def lock_case_of(session: Session, task_id: str) -> Case:
    """Lock the row of a task's case until the transaction ends and return it fresh."""
    case = _locked(session, _BY_TASK, {"task": task_id})
    if case is None:
        raise NotFound(f"没有任务 {task_id}", f"There is no task {task_id}.")
    return case


_WHOLE = select(*columns_of(Case)).with_for_update()
_OF_TASK = select(Task.case_id).where(Task.id == bindparam("task")).scalar_subquery()
_BY_ID = _WHOLE.where(Case.id == bindparam("case"))
_BY_TASK = _WHOLE.where(Case.id == _OF_TASK)


def _locked(
    session: Session, whole: Select[*tuple[Any, ...]], which: Mapping[str, Any]
) -> Case | None:
    # What the session holds unwritten would be lost by reading the row afresh.
    session.flush()
    found = session.connection().execute(whole, which).first()
    case = held(session, Case, found) if found else None
    if case is not None:
        case_number.set(case.number)
    return case


def count_up(session: Session, key: str) -> int:
    """Raise the counter `key` by one in this transaction and return it; the first is 1."""
    return int(session.execute(_raised(session, key)).scalar_one())


def count_up_to(session: Session, key: str, most: int) -> int | None:
    """Raise the counter `key` as `count_up` does; None when it stands at `most` (1 or more)."""
    return session.execute(_raised(session, key, Counter.last < most)).scalar_one_or_none()


def give_back(session: Session, key: str) -> None:
    """Lower a counter that this transaction raised: its lock has kept everybody else away."""
    session.execute(update(Counter).where(Counter.key == key).values(last=Counter.last - 1))


def _raised(session: Session, key: str, where: ColumnElement[bool] | None = None) -> Any:
    return (
        _insert(session)(Counter)
        .values(key=key, last=1)
        .on_conflict_do_update(
            index_elements=[Counter.key], set_={"last": Counter.last + 1}, where=where
        )
        .returning(Counter.last)
    )


def continue_numbers(session: Session, key: str, *, last: int) -> None:
    """Carry on the series `key` after `last`, the last number given outside of this system.

    Raises Conflict when the series is past it: a number is never given twice.
    """
    counter = _lock_counter(session, key)
    if counter.last > last:
        raise Conflict(
            f"编号 {key} 已用到 {counter.last}，不能从 {last + 1} 接续。请改用更大的编号。",
            f"Series {key} has reached {counter.last}; it cannot go on from {last + 1}. "
            "Choose a higher number.",
            code="number_given",
        )
    counter.last = last
    session.flush()


def _lock_counter(session: Session, key: str) -> Counter:
    """Lock a counter; a new one is made at zero, by one of those who ask for it at once."""
    locked = select(Counter).where(Counter.key == key).with_for_update()
    locked = locked.execution_options(populate_existing=True)
    counter = session.scalar(locked)
    if counter is not None:
        return counter
    session.execute(_insert(session)(Counter).values(key=key, last=0).on_conflict_do_nothing())
    return session.scalars(locked).one()


def _insert(session: Session) -> Callable[[type[Table]], Any]:
    """Return the database's own insert: both know ON CONFLICT, SQLAlchemy has no common word."""
    return sqlite.insert if session.get_bind().dialect.name == "sqlite" else postgresql.insert
