"""The sweep: what is due fires, in time order, each case in its own transaction.

Rows say what is due, so a restart or an outage loses nothing. A rung or timer fires at its legal
instant, however late the sweep comes. Every use case that opens a case fires first what is due
for it, so a click never overtakes an expiry.
"""

import logging
from collections.abc import Callable
from datetime import datetime

from sqlalchemy import Select, func, select, union_all
from sqlalchemy.orm import Session

from engine import clocks, flow, rungs, stop_watch, timers
from engine.errors import Unavailable
from engine.handling import Handling, load_case, load_case_of, save
from engine.records import ClockBehind, in_order
from engine.store.clocks import Clock, Stop, Timer
from engine.store.database import Database, reading, transaction
from engine.store.locking import lock_free_case
from engine.store.records import Incident
from engine.working_on import case_number

log = logging.getLogger(__name__)


def open_case(session: Session, case_id: int, *, at: datetime, by: str | None = None) -> Handling:
    """Lock a case and fire what is due for it by `at`; returns its Handling at that moment.

    Raises ClockBehind when that lies before what is recorded of the case.
    """
    return _fired(load_case(session, case_id, at=at, now=at, by=by))


def open_case_of(session: Session, task_id: str, *, at: datetime, by: str) -> Handling:
    """Lock the case of a task and fire what is due, as `open_case` does."""
    return _fired(load_case_of(session, task_id, at=at, now=at, by=by))


def _fired(handling: Handling) -> Handling:
    handling.at = handling.now = in_order(handling.case, handling.at)
    at, by = handling.at, handling.by
    handling.by = None
    if fire_due(handling, until=at):
        save(handling)
    handling.at, handling.by = at, by
    return handling


def fire_due(handling: Handling, *, until: datetime) -> int:
    """Fire the case's rungs and timers due by `until`, in time order; returns how many."""
    fired = 0
    while True:
        due = _next_due(handling, until)
        if due is None:
            return fired + _retry_incidents(handling, until)
        fired += 1
        handling.by = None
        if isinstance(due, Clock):
            handling.at = due.next_rung_at or until
            rungs.fire_rung(handling, due)
        elif isinstance(due, Stop):
            handling.at = due.watch_at or until
            stop_watch.look(handling, due)
        else:
            handling.at = due.due_at or until
            _fire_timer(handling, due)


def _next_due(handling: Handling, until: datetime) -> Clock | Timer | Stop | None:
    """Return the earliest row due; at one instant rungs come before timers, stops last."""
    due: list[tuple[datetime, int, str, Clock | Timer | Stop]] = [
        (clock.next_rung_at, 0, f"{place:012}", clock)
        for place, clock in enumerate(clocks.live_clocks(handling))
        if clock.next_rung_at is not None and clock.next_rung_at <= until
    ]
    due += [
        (timer.due_at, 1, timer.activity_id, timer)
        for timer in timers.armed(handling)
        if timer.due_at is not None and timer.due_at <= until
    ]
    due += [
        (stop.watch_at, 2, f"{stop.id:012}", stop)
        for stop in handling.rows.open_stops()
        if stop.watch_at is not None and stop.watch_at <= until
    ]
    return min(due, key=lambda row: row[:3])[3] if due else None


def _fire_timer(handling: Handling, timer: Timer) -> None:
    element = handling.element(timer.element_id)
    handling.record("timer_fired", element_id=element.id, name=element.name, instant=timer.due_at)
    timers.end(handling, timer)
    handling.run.fire(timer.activity_id)
    flow.advance(handling)


def _retry_incidents(handling: Handling, until: datetime) -> int:
    due = [
        incident
        for incident in handling.rows.incidents
        if incident.retry_at is not None and incident.retry_at <= until
    ]
    if due:
        handling.at = until
        flow.advance(handling)
    return len(due)


def due_cases(session: Session, until: datetime) -> list[int]:
    """Return the ids of the cases with something due by `until`, the longest due first."""
    rows = session.execute(union_all(*_due_rows(until))).all()
    ordered = sorted((moment, case_id) for case_id, moment in rows if moment is not None)
    return list(dict.fromkeys(case_id for _, case_id in ordered))


def _due_rows(until: datetime) -> tuple[Select[int, datetime | None], ...]:
    rungs = select(Clock.case_id, Clock.next_rung_at).where(
        Clock.next_rung_at <= until, Clock.state != "ended"
    )
    armed = select(Timer.case_id, Timer.due_at).where(Timer.due_at <= until)
    watched = select(Stop.case_id, Stop.watch_at).where(Stop.watch_at <= until)
    waiting = select(Incident.case_id, Incident.retry_at).where(Incident.retry_at <= until)
    return rungs, armed, watched, waiting


def oldest_due_at(session: Session, until: datetime) -> datetime | None:
    """Return the moment of what waits longest of what is due by `until`; None when nothing is."""
    due = union_all(*_due_rows(until)).subquery()
    oldest: datetime | None = session.scalar(select(func.min(due.c[1])))
    return oldest


def next_due_at(session: Session, after: datetime) -> datetime | None:
    """Return the next moment after `after` at which a rung or timer is due."""
    moments = [
        session.scalar(
            select(Clock.next_rung_at)
            .where(Clock.next_rung_at > after, Clock.state != "ended")
            .order_by(Clock.next_rung_at)
            .limit(1)
        ),
        session.scalar(
            select(Timer.due_at).where(Timer.due_at > after).order_by(Timer.due_at).limit(1)
        ),
        session.scalar(
            select(Stop.watch_at).where(Stop.watch_at > after).order_by(Stop.watch_at).limit(1)
        ),
    ]
    return min((moment for moment in moments if moment is not None), default=None)


def sweep(database: Database, *, at: datetime) -> int:
    """Fire everything due by `at`, waiting for rivals; returns how many cases moved.

    One failing case is logged and never blocks the rest. Raises Unavailable when the database
    cannot be written: the rest would fail alike, and stays due.
    """
    return _sweep(database, _open_waiting, at)


def share_sweep(database: Database, *, at: datetime) -> int:
    """Fire what is due by `at` and no rival is at; returns how many cases moved.

    Many schedulers share the due cases so. On SQLite, where one writes at a time, it waits.
    """
    return _sweep(database, _open_free, at)


def _sweep(
    database: Database, opening: Callable[[Session, int, datetime], bool], at: datetime
) -> int:
    with reading(database) as session:
        case_ids = due_cases(session, at)
    moved = 0
    for case_id in case_ids:
        case_number.set("")
        try:
            with transaction(database) as session:
                has_moved = opening(session, case_id, at)
            moved += has_moved
        except ClockBehind as error:
            log.error("case %s could not be swept: %s", case_id, error)
        except Unavailable:
            raise
        except Exception:
            log.exception("case %s could not be swept", case_id)
    return moved


def _open_waiting(session: Session, case_id: int, at: datetime) -> bool:
    open_case(session, case_id, at=at)
    return True


def _open_free(session: Session, case_id: int, at: datetime) -> bool:
    """Open a case unless a rival holds it, or did what was due meanwhile."""
    if not lock_free_case(session, case_id):
        return False
    due = [rows.where(rows.selected_columns.case_id == case_id) for rows in _due_rows(at)]
    if session.execute(union_all(*due).limit(1)).first() is None:
        return False
    return _open_waiting(session, case_id, at)
