"""The append-only record of each case, chained by hash, and the proof that it is whole."""

from datetime import UTC, date, datetime
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from engine.store import json
from engine.store.cases import Case
from engine.store.records import Anchor, Record


def add_record(
    session: Session,
    case: Case,
    kind: str,
    *,
    at: datetime,
    written_at: datetime,
    by: str | None = None,
    element_id: str | None = None,
    **body: Any,
) -> Record:
    """Append one entry to the chain of `case`, which must be locked; returns the entry."""
    number = case.record_count + 1
    previous = case.record_head
    entry = Record(
        case_id=case.id,
        number=number,
        kind=kind,
        at=at,
        written_at=written_at,
        person_id=by,
        element_id=element_id,
        body=body,
        previous_hash=previous,
        hash="",
    )
    entry.hash = record_hash(entry)
    session.add(entry)
    case.record_count = number
    case.record_head = entry.hash
    return entry


def record_hash(entry: Record) -> str:
    """Return the hash that covers an entry and the hash of the entry before it."""
    return json.sha256(
        {
            "case": entry.case_id,
            "number": entry.number,
            "kind": entry.kind,
            "at": _text(entry.at),
            "written_at": _text(entry.written_at),
            "by": entry.person_id,
            "element": entry.element_id,
            "body": entry.body,
            "previous": entry.previous_hash,
        }
    )


def _text(moment: datetime) -> str:
    return moment.astimezone(UTC).isoformat()


def first_break(session: Session, case: Case) -> int | None:
    """Return the number of the first entry that does not fit its chain; None when it is whole."""
    previous, number = "", 0
    for entry in session.scalars(
        select(Record).where(Record.case_id == case.id).order_by(Record.number)
    ):
        number += 1
        is_next = entry.number == number and entry.previous_hash == previous
        if not is_next or record_hash(entry) != entry.hash:
            return number
        previous = entry.hash
    return None if (number, previous) == (case.record_count, case.record_head) else number + 1


def anchor_heads(session: Session, day: date, *, written_at: datetime) -> Anchor | None:
    """Hash the heads of all chains together, once a day; None when the day has its anchor."""
    if session.get(Anchor, day) is not None:
        return None
    rows = session.execute(select(Case.number, Case.record_head).order_by(Case.number))
    heads = {row.number: row.record_head for row in rows}
    anchor = Anchor(day=day, heads=heads, hash=json.sha256(heads), written_at=written_at)
    session.add(anchor)
    return anchor


def verify_records(session: Session) -> list[tuple[str, int]]:
    """Walk every chain and return (case number, entry number) of each break; [] when whole."""
    breaks = []
    for case in session.scalars(select(Case).order_by(Case.id)):
        number = first_break(session, case)
        if number is not None:
            breaks.append((case.number, number))
    return breaks
