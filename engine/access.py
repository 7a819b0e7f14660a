"""Closed cases: who a case is open to, and the one filter every read query passes.

A case is closed when its matter says `access = "closed"`; then it has rows in `readers`, and only
those they name see it or anything of it: who opened it, who holds or held its tasks, whom a named
post added, the posts that supervise it, and who may take what lies in a pool now. Whoever keeps
away sees nothing of it, whatever else they are. A case without rows is open to every officer.

Reading sessions are filtered as a whole (`guard`): every SELECT of a table that belongs to cases
leaves out what is closed to the viewer, also in counts and joins, so that no page can forget.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from functools import cache
from typing import Any, TypeVar

from sqlalchemy import ColumnElement, Select, and_, event, or_, select
from sqlalchemy.orm import (
    InstrumentedAttribute,
    ORMExecuteState,
    Session,
    with_loader_criteria,
)
from sqlalchemy.sql.util import find_tables

from engine import people
from engine.errors import Attempt, NotFound
from engine.matters import Matter
from engine.store.base import Table
from engine.store.cases import Case, Task
from engine.store.readers import Reader

OPENED, HELD, ADDED, SUPERVISES, RECUSED = "opened", "held", "added", "supervises", "recused"
_READERS: Any = Reader.__table__
_TASKS: Any = Task.__table__
#: What a session keeps for its viewer.
VIEWER, HAS_CLOSED, HIDDEN, CRITERIA = "viewer", "has_closed", "hidden", "criteria"
Row = TypeVar("Row", bound=Table)


@dataclass(frozen=True)
class Viewer:
    """Who looks: a person with the (section, post) pairs held today."""

    id: str
    held: tuple[tuple[str, str], ...]


def viewer_on(session: Session, person_id: str, day: date) -> Viewer:
    """Return a person as a viewer on a day."""
    return Viewer(person_id, tuple(people.posts_on(session, person_id, day)))


def is_closed(matter: Matter) -> bool:
    """Say whether the cases of a matter are closed."""
    return matter.access == "closed"


def note_viewer(session: Session, viewer: Viewer) -> None:
    """Keep for whom a session works; `find` then finds nothing that is closed to them."""
    session.info[VIEWER] = viewer


def guard(session: Session, viewer: Viewer) -> None:
    """Show in a reading session nothing of the cases that are closed to a viewer."""
    note_viewer(session, viewer)
    event.listen(session, "do_orm_execute", _filter)


def _filter(state: ORMExecuteState) -> None:
    session = state.session
    is_plain = state.is_select and not state.is_column_load and not state.is_relationship_load
    if is_plain and state.is_orm_statement and _has_closed(session):
        statement: Any = state.statement
        read = {str(table) for table in find_tables(statement, check_columns=True)}
        owned = sorted(read & set(_of_cases()))
        state.statement = statement.options(*(_criterion(session, name) for name in owned))


def _has_closed(session: Session) -> bool:
    """Say whether any case is closed at all, asked once a session: mostly none is."""
    if HAS_CLOSED not in session.info:
        found = session.connection().execute(select(_READERS.c.id).limit(1)).first()
        session.info[HAS_CLOSED] = found is not None
    return bool(session.info[HAS_CLOSED])


@cache
def _of_cases() -> dict[str, type[Table]]:
    """Return by name every table that belongs to cases."""
    tables = [mapper.class_ for mapper in Table.registry.mappers]
    owned = [one for one in tables if "case_id" in one.__table__.columns and one is not Reader]
    found: list[type[Table]] = [Case, *owned]
    return {str(one.__table__): one for one in found}


def _criterion(session: Session, name: str) -> Any:
    """Return what leaves out of a table the cases hidden from a session's viewer, made once."""
    known: dict[str, Any] = session.info.setdefault(CRITERIA, {})
    if name not in known:
        if HIDDEN not in session.info:
            session.info[HIDDEN] = hidden_from(session.info[VIEWER])
        known[name] = _left_out(_of_cases()[name], session.info[HIDDEN])
    return known[name]


def _left_out(table: type[Table], hidden: Select[Any]) -> Any:
    column = _column(table)
    place: ColumnElement[Any] = getattr(table, column)
    shown: ColumnElement[bool] = place.not_in(hidden)
    if table.__table__.columns[column].nullable:
        shown = or_(place.is_(None), shown)
    return with_loader_criteria(table, shown, propagate_to_loaders=False)


def hidden_from(viewer: Viewer) -> Select[Any]:
    """Return the ids of the closed cases that are not open to a viewer."""
    mine, shut = _mine(viewer), _shut(viewer)
    return (
        select(_READERS.c.case_id)
        .where(or_(_READERS.c.case_id.not_in(mine), _READERS.c.case_id.in_(shut)))
        .correlate(None)
    )


def _shut(viewer: Viewer) -> Select[Any]:
    return select(_READERS.c.case_id).where(
        _READERS.c.person_id == viewer.id, _READERS.c.how == RECUSED
    )


def _mine(viewer: Viewer) -> Any:
    posts = [f"{section}/{post}" for section, post in viewer.held]
    named = select(_READERS.c.case_id).where(
        or_(_READERS.c.person_id == viewer.id, _READERS.c.post.in_(posts))
    )
    in_pool = [
        and_(_TASKS.c.section_key == section, _TASKS.c.post_key == post)
        for section, post in viewer.held
    ]
    if not in_pool:
        return named
    closed = select(_READERS.c.case_id)
    pooled = select(_TASKS.c.case_id).where(
        _TASKS.c.state == "open",
        _TASKS.c.assignee_id.is_(None),
        _TASKS.c.is_personal.is_(False),
        or_(*in_pool),
        _TASKS.c.case_id.in_(closed),
    )
    return named.union_all(pooled)


def may_see(session: Session, case_id: int, viewer: Viewer) -> bool:
    """Say whether a case is open to a viewer."""
    is_hidden = hidden_from(viewer).where(_READERS.c.case_id == case_id).limit(1)
    return session.execute(is_hidden).first() is None


def find(
    session: Session,
    table: type[Row],
    column: InstrumentedAttribute[Any],
    value: object,
    missing: NotFound,
) -> Row:
    """Return the row of a case whose column has a value, for the viewer of a session.

    Raises `missing` where there is none or its case is closed to the viewer; then it is marked as
    an attempt. A session without a viewer is the system's: every case is open to it.
    """
    found = session.scalar(select(table).where(column == value))
    if found is None:
        raise _marked(session, missing, _case_of(session, table, column.key, value))
    refuse_outsider(session, getattr(found, _column(table)), missing)
    return found


def _column(table: type[Table]) -> str:
    return "id" if table is Case else "case_id"


def _case_of(session: Session, table: type[Table], column: str, value: object) -> int | None:
    """Return the case of a row, past every filter: the plain table is none of the mapped ones."""
    plain = table.__table__.c
    found: int | None = session.scalar(select(plain[_column(table)]).where(plain[column] == value))
    return found


def refuse_outsider(
    session: Session, case_id: int | None, missing: NotFound, viewer: Viewer | None = None
) -> None:
    """Raise `missing`, marked as an attempt, when a case is closed to the viewer."""
    viewer = viewer or session.info.get(VIEWER)
    if viewer is not None and case_id is not None and not may_see(session, case_id, viewer):
        missing.attempt = Attempt(case_id, viewer.id, "")
        raise missing


def _marked(session: Session, missing: NotFound, case_id: int | None) -> NotFound:
    viewer: Viewer | None = session.info.get(VIEWER)
    if viewer is not None and case_id is not None and not may_see(session, case_id, viewer):
        missing.attempt = Attempt(case_id, viewer.id, "")
    return missing


def no_case(number: str = "") -> NotFound:
    """Return what is said of a case that is not there, and of one that is closed to who asks.

    It names the number only to who named it.
    """
    return NotFound(
        f"没有办件 {number}，或者本件未对您公开。".replace(" ，", "，"),
        f"There is no case {number}, or it is not open to you.".replace(" ,", ","),
    )


def open_closed(session: Session, case: Case, matter: Matter, *, by: str, at: datetime) -> None:
    """Close a new case to all but who opened it and the posts that supervise its matter."""
    if is_closed(matter):
        rows = [Reader(post=post, how=SUPERVISES) for post in matter.supervisors]
        rows += [Reader(person_id=by, how=OPENED)] if by else []
        for row in rows:
            row.case_id, row.since_at = case.id, at
            session.add(row)


def enrol(
    session: Session, case: Case, matter: Matter, tasks: Iterable[Task], *, at: datetime
) -> None:
    """Open a closed case to whoever holds its tasks or did one."""
    if is_closed(matter):
        held = {one for task in tasks for one in (task.assignee_id, task.completed_by) if one}
        for person_id in sorted(held):
            admit(session, case, person_id, HELD, at=at)


def shut_out(
    session: Session, case: Case, matter: Matter, person_id: str, reason: str, *, at: datetime
) -> None:
    """Shut a closed case to a person who keeps away from it."""
    if is_closed(matter):
        admit(session, case, person_id, RECUSED, reason, at=at)


def admit(
    session: Session,
    case: Case,
    person_id: str,
    how: str,
    reason: str = "",
    *,
    at: datetime,
    by: str | None = None,
) -> None:
    """Note once how a closed case stands to a person."""
    pending = [one for one in session.new if isinstance(one, Reader) and one.case_id == case.id]
    written = select(Reader).where(Reader.case_id == case.id, Reader.person_id == person_id)
    with session.no_autoflush:
        known = {(one.person_id, one.how) for one in (*pending, *session.scalars(written))}
    if (person_id, how) not in known:
        row = Reader(case_id=case.id, person_id=person_id, how=how, reason=reason)
        row.since_at, row.by = at, by
        session.add(row)
