"""Crowds: very many open tasks and running clocks, copied from one real case by the database.

Each copy is a case of its own that can be opened, worked on and swept like the first.
"""

from datetime import timedelta
from typing import Any

from sqlalchemy import (
    Column,
    ColumnElement,
    Select,
    String,
    Table,
    Text,
    case,
    cast,
    func,
    insert,
    literal,
    select,
    type_coerce,
)
from sqlalchemy.orm import Session
from towns import Town

from engine.store.base import Json
from engine.store.cases import URGENCY, Case, Task
from engine.store.clocks import Clock
from engine.store.database import transaction

#: Copies are numbered from here: their ids never meet those of real cases.
FIRST = 10**6
#: The last digits of an activity's id tell its copies apart.
LAST = 8


def multiply(town: Town, case_id: int, number: int, *, first: int = FIRST, **task: Any) -> None:
    """Copy a case with one open task `number` times; `task` names columns that are to differ.

    Lamps and due moments are spread, so that lists have an order.
    """
    with transaction(town.database) as session:
        is_open = (Task.case_id == case_id) & (Task.state == "open")
        activity_id = session.scalars(select(Task.id).where(is_open)).one()
        numbers = _numbers(first, number)
        n = numbers.c.n
        copy = literal(activity_id[:-LAST]) + cast(10**LAST // 2 + n, String)
        _copy(
            session,
            Case,
            numbers,
            Case.id == case_id,
            id=n,
            number=literal("B-") + cast(n, String),
            run=_replaced(Case.run, activity_id, copy),
        )
        due = {step: literal(town.now + timedelta(hours=step)) for step in range(1000)}
        spread = {"urgency": n % len(URGENCY), "due_at": case(due, value=n % len(due))}
        task = {**spread, **task}
        _copy(session, Task, numbers, Task.id == activity_id, id=copy, case_id=n, **task)
        clock = {"id": n, "case_id": n, "activity_id": copy}
        _copy(session, Clock, numbers, Clock.activity_id == activity_id, **clock)


def _numbers(first: int, number: int) -> Any:
    """Return the numbers of the copies, as rows both databases make."""
    n = select(literal(first).label("n")).cte("numbers", recursive=True)
    return n.union_all(select(n.c.n + 1).where(n.c.n < first + number - 1))


def _replaced(column: Any, old: str, new: ColumnElement[str]) -> ColumnElement[Any]:
    """Return a JSON column with an id in its text replaced."""
    return type_coerce(func.replace(cast(column, Text), old, new), Json)


def _copy(
    session: Session, kind: Any, numbers: Any, which: ColumnElement[bool], **changed: Any
) -> None:
    table: Table = kind.__table__
    columns: list[Column[Any]] = [one for one in table.columns if one.name != "place"]
    values = [changed.get(one.name, one) for one in columns]
    values = [one if hasattr(one, "label") else literal(one) for one in values]
    copies: Select[Any] = select(*values).select_from(table.join(numbers, literal(1) == 1))
    session.execute(insert(table).from_select(columns, copies.where(which)))
