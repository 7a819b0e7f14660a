"""The append-only record of what designers do to a matter, chained by hash like a case's."""

from datetime import UTC, datetime
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from engine.store import json
from engine.store.drafts import MatterRecord


def add_matter_record(
    session: Session,
    matter_key: str,
    kind: str,
    *,
    at: datetime,
    by: str | None,
    reason: str = "",
    **body: Any,
) -> MatterRecord:
    """Append one act to the chain of a matter, whose draft or row must be locked."""
    last = session.scalar(_newest_first(matter_key).limit(1))
    record = MatterRecord(
        matter_key=matter_key,
        number=last.number + 1 if last else 1,
        kind=kind,
        at=at,
        person_id=by,
        reason=reason,
        body=body,
        previous_hash=last.hash if last else "",
    )
    record.hash = record_hash(record)
    session.add(record)
    session.flush()
    return record


def matter_records(
    session: Session, matter_key: str, *, before: int | None = None, most: int = 50
) -> list[MatterRecord]:
    """Return the latest acts on a matter, or those before a number, newest first."""
    query = _newest_first(matter_key)
    if before is not None:
        query = query.where(MatterRecord.number < before)
    return list(session.scalars(query.limit(most)))


def _newest_first(matter_key: str) -> Any:
    of_matter = select(MatterRecord).where(MatterRecord.matter_key == matter_key)
    return of_matter.order_by(MatterRecord.number.desc())


def record_hash(record: MatterRecord) -> str:
    """Return the hash that covers an act and the hash of the act before it."""
    return json.sha256(
        {
            "matter": record.matter_key,
            "number": record.number,
            "kind": record.kind,
            "at": record.at.astimezone(UTC).isoformat(),
            "by": record.person_id,
            "reason": record.reason,
            "body": record.body,
            "previous": record.previous_hash,
        }
    )


def first_break(session: Session, matter_key: str) -> int | None:
    """Return the number of the first act that does not fit its chain; None when it is whole."""
    previous = ""
    whole = reversed(list(session.scalars(_newest_first(matter_key))))
    for number, record in enumerate(whole, start=1):
        is_next = record.number == number and record.previous_hash == previous
        if not is_next or record_hash(record) != record.hash:
            return number
        previous = record.hash
    return None
