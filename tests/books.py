"""The books of a bureau: everything a database holds, and whether what is told agrees."""

from collections import Counter
from collections.abc import Iterable
from typing import Any

from sqlalchemy import select, text
from sqlalchemy.orm import Session

from engine.definitions import load_definition
from engine.flow import MANUAL
from engine.records import verify_records
from engine.store.base import Table
from engine.store.cases import Case, Step, Submission, Task
from engine.store.clocks import Card, Clock, Firing
from engine.store.database import Database, reading
from engine.store.records import Record

#: Large, and touched by no act on a case.
UNMOVED = {"definitions", "definition_files", "calendar_days", "limit_versions", "holdings"}


def everything(database: Database) -> dict[str, list[Any]]:
    """Return every row of every table a case can touch, as it lies there."""
    tables = [one for one in Table.metadata.sorted_tables if one.name not in UNMOVED]
    with reading(database) as session:
        return {
            table.name: sorted(map(repr, session.execute(text(f"SELECT * FROM {table.name}"))))
            for table in tables
        }


def check(database: Database) -> int:
    """Check that the books agree, each case for itself; returns how many tasks were completed."""
    with reading(database) as session:
        assert verify_records(session) == []
        cases = session.scalars(select(Case).order_by(Case.id)).all()
        return sum(_check_case(session, case) for case in cases)


def _check_case(session: Session, case: Case) -> int:
    """Check that completed tasks, finished steps and records of a case are the same acts."""
    tasks = _rows(session, Task, case)
    steps = _rows(session, Step, case)
    records = sorted(_rows(session, Record, case), key=lambda one: one.number)
    elements = load_definition(session, case.definition_id).process.elements
    is_manual = {key for key, element in elements.items() if element.type in MANUAL}

    done = [one for one in tasks if one.kind == "user" and one.state == "completed"]
    finished = [s for s in steps if s.element_id in is_manual and s.outcome == "completed"]
    told = [one for one in records if one.kind == "task_completed"]
    where = case.number

    assert Counter(s.activity_id for s in finished) == Counter(one.id for one in done), where
    assert Counter((r.element_id, r.body.get("item"), r.person_id) for r in told) == Counter(
        (one.element_id, one.item.get("name"), one.completed_by) for one in done
    ), where
    kept = Counter(one.task_id for one in _rows(session, Submission, case) if one.task_id)
    assert all(kept[one.id] == 1 for one in done if one.form_key), where
    assert sorted(step.number for step in steps) == [*range(1, case.step_count + 1)], where
    assert [one.number for one in records] == [*range(1, case.record_count + 1)], where
    written = [one.written_at for one in records]
    assert written == sorted(written), f"{where}: a record was written before the one before it"
    assert all(one.ended_at and one.ended_at >= one.opened_at for one in done), where
    open_tasks = [one for one in tasks if one.state == "open"]
    assert bool(open_tasks) == (case.state == "open"), where
    _check_rungs(session, case)
    return len(done)


def _check_rungs(session: Session, case: Case) -> None:
    """Check that each rung was reached once, and each yellow or red one has its card."""
    firings = [one for one in _rows(session, Firing, case) if one.voided_at is None]
    reached = Counter((one.clock_id, one.rung_key) for one in firings)
    assert set(reached.values()) <= {1}, case.number
    due = {one.id for one in firings if one.level in {"yellow", "red"} and not one.is_passed}
    assert Counter(card.firing_id for card in _rows(session, Card, case)) == Counter(due)
    for clock in _rows(session, Clock, case):
        assert set(clock.fired) == {k for c, k in reached if c == clock.id}, case.number


def _rows(session: Session, kind: Any, case: Case) -> list[Any]:
    return list(session.scalars(select(kind).where(kind.case_id == case.id)))


def differences(before: dict[str, list[Any]], after: dict[str, list[Any]]) -> Iterable[str]:
    """Return the names of the tables that differ."""
    return [name for name in before if before[name] != after[name]]
