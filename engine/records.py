"""The append-only record of each case, chained by hash, and the proof that it is whole."""

from datetime import UTC, date, datetime, timedelta
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from engine.days import ZONE
from engine.errors import Unavailable
from engine.store import json
from engine.store.cases import Case
from engine.store.records import Anchor, Record

#: Machines that work together differ by less, and nobody waits longer for a case.
LEVELLED = timedelta(minutes=1)


class ClockBehind(Unavailable):
    """The machine's clock shows a time before what is recorded of a case already."""

    code = "clock_behind"


def in_order(case: Case, now: datetime) -> datetime:
    """Return when something happens to a locked case: `now`, but not before its last record.

    Two machines never agree, and whoever waits for a case read the time before a rival wrote: up to
    LEVELLED is evened out. Raises ClockBehind when more is missing: the clock was set back, or was
    ahead when the record was written, and no limit can be counted from either.
    """
    last = case.recorded_at
    if last is None or now >= last:
        return now
    if last - now <= LEVELLED:
        return last
    shown, known = (f"{one.astimezone(ZONE):%Y-%m-%d %H:%M}" for one in (now, last))
    raise ClockBehind(
        f"服务器时间 {shown} 早于办件 {case.number} 最近一条留痕的时间 {known}，时限无从计算，"
        "刚才所做的没有保存。请管理员校准服务器时间（NTP）；如留痕的时间才是错的，见运维说明“时钟”。",
        f"The server's time {shown} is before the last record of case {case.number}, {known}; no "
        "limit can be counted, and what you did was not saved. An administrator must set the "
        "server's clock right (NTP); if the record is what is wrong, see “Time” in the operator's "
        "guide.",
    )


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
    """Append one entry to the chain of `case`, which must be locked; returns the entry.

    It is written no earlier than the one before it; raises ClockBehind.
    """
    written_at = in_order(case, written_at)
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
    case.recorded_at = written_at
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
