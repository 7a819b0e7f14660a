"""Cases whose record was written while the machine's clock was ahead, and how they go on.

Until the present reaches their last record nothing more is written of them (`records.in_order`).
Whoever knows that the record is what is wrong says so; that is recorded, and nothing is erased.
"""

from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from engine.cases import find_case
from engine.errors import Conflict
from engine.people import get_person
from engine.records import LEVELLED, add_record
from engine.store.cases import Case
from engine.store.locking import lock_case
from engine.store.records import Record


def ahead(session: Session, *, at: datetime) -> list[Case]:
    """Return the cases that were written later than `at`, beyond what is evened out."""
    query = select(Case).where(Case.recorded_at > at + LEVELLED).order_by(Case.id)
    return list(session.scalars(query))


def entries_ahead(session: Session, case: Case, *, at: datetime) -> list[Record]:
    """Return what was recorded of a case as of a moment later than `at`, oldest first."""
    query = select(Record).where(Record.case_id == case.id, Record.written_at > at)
    return list(session.scalars(query.order_by(Record.number)))


def go_on(session: Session, number: str, *, by: str, reason: str, at: datetime) -> Case:
    """Let a case go on at the present, after a record of who let it and why.

    Clocks that started, rungs and cards that came in the wrong time stay as they are recorded; they
    are corrected and revoked one by one. Raises NotFound; Conflict when nothing is ahead.
    """
    case = lock_case(session, find_case(session, number).id)
    get_person(session, by)
    last = case.recorded_at
    if last is None or last <= at + LEVELLED:
        raise Conflict(
            f"办件 {number} 没有超前的留痕，可以照常办理。",
            f"Nothing recorded of case {number} is ahead of the present; work goes on as it is.",
            code="not_ahead",
        )
    case.recorded_at = None
    add_record(
        session,
        case,
        "time_corrected",
        at=at,
        written_at=at,
        by=by,
        before=last.isoformat(),
        reason=reason,
    )
    return case
