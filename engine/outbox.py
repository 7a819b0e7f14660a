"""The outbox: what is to happen outside of the database, put with the act, sent after commit.

An effect is put in the transaction that wants it, so it exists exactly when the act does. It is
sent at least once: its key tells a receiver that a second arrival is the same. Times here are the
wall clock's, except for `made_at`.
"""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import ColumnElement, Select, func, or_, select, update
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.orm import Session

from engine.case_document import plain
from engine.errors import Conflict, NotFound
from engine.store.outbox import Outbox

#: After the first failure, the second and so on; after the last wait and one more, it is dead.
BACK_OFF = (
    timedelta(minutes=1),
    timedelta(minutes=5),
    timedelta(minutes=30),
    timedelta(hours=2),
    timedelta(hours=6),
)
#: Longer than any sending may take: past it, who held the row is gone.
HELD_FOR = timedelta(minutes=2)
#: What was handed to a worker and is not sent by then is handed over again.
HANDED_FOR = timedelta(minutes=5)
LONGEST_ERROR = 500


@dataclass(frozen=True)
class Parcel:
    """One effect taken up for sending; `attempt` counts from 1 and says whose try it is."""

    id: int
    key: str
    kind: str
    payload: Mapping[str, Any]
    made_at: datetime
    attempt: int


@dataclass(frozen=True)
class Effect:
    """One effect to be put: a kind of handler, what it needs, and the key that makes it one."""

    kind: str
    key: str
    payload: Mapping[str, Any]


def put(
    session: Session, effects: Iterable[Effect], *, case_id: int | None, made_at: datetime
) -> None:
    """Write effects to be sent after commit; one whose key is there already is left as it is."""
    rows = [
        {
            "kind": effect.kind,
            "key": effect.key,
            "payload": plain(effect.payload),
            "case_id": case_id,
            "made_at": made_at,
        }
        for effect in effects
    ]
    if not rows:
        return
    insert = sqlite.insert if session.get_bind().dialect.name == "sqlite" else postgresql.insert
    session.execute(insert(Outbox).values(rows).on_conflict_do_nothing())


def find(session: Session, key: str) -> Outbox | None:
    """Return the effect of a key; None when there is none."""
    return session.scalar(select(Outbox).where(Outbox.key == key))


def is_any_due(session: Session, kinds: Collection[str], *, at: datetime) -> bool:
    """Say whether an effect of some kinds may be taken up."""
    return session.scalar(select(Outbox.id).where(*_due(kinds, at)).limit(1)) is not None


def take_next(session: Session, kinds: Collection[str], *, at: datetime) -> Parcel | None:
    """Take up the effect that is due longest; None when none is. Rivals take others."""
    row = session.scalar(_locked(*_due(kinds, at)))
    return None if row is None else _hold(row, at)


def take(session: Session, row_id: int, *, at: datetime) -> Parcel | None:
    """Take up one effect; None when it is sent, dead or being sent by somebody else."""
    row = session.scalar(_locked(Outbox.id == row_id, Outbox.state == "waiting", _is_free(at)))
    return None if row is None else _hold(row, at)


def _locked(*conditions: ColumnElement[bool]) -> Select[Outbox]:
    return (
        select(Outbox)
        .where(*conditions)
        .order_by(Outbox.id)
        .limit(1)
        .with_for_update(skip_locked=True)
    )


def _due(kinds: Collection[str], at: datetime) -> tuple[ColumnElement[bool], ...]:
    return (
        Outbox.state == "waiting",
        Outbox.kind.in_(kinds),
        or_(Outbox.due_at.is_(None), Outbox.due_at <= at),
        _is_free(at),
    )


def _is_free(at: datetime) -> ColumnElement[bool]:
    return or_(Outbox.held_until_at.is_(None), Outbox.held_until_at <= at)


def _hold(row: Outbox, at: datetime) -> Parcel:
    row.attempts += 1
    row.held_until_at = row.due_at = at + HELD_FOR
    return Parcel(row.id, row.key, row.kind, row.payload, row.made_at, row.attempts)


def hand_over(session: Session, kinds: Collection[str], *, at: datetime, most: int) -> list[int]:
    """Return up to `most` due effects for workers to send; each is offered again later if unsent.

    Offering is no attempt: only a worker that takes it up counts.
    """
    rows = session.scalars(_locked(*_due(kinds, at)).limit(most)).all()
    for row in rows:
        row.due_at = at + HANDED_FOR
    return [row.id for row in rows]


def take_back(session: Session, row_ids: Collection[int], *, at: datetime) -> None:
    """Make effects due again that could not be handed to a worker."""
    session.execute(
        update(Outbox)
        .where(Outbox.id.in_(row_ids), Outbox.state == "waiting", _is_free(at))
        .values(due_at=at + BACK_OFF[0])
    )


def mark_sent(session: Session, parcel: Parcel, *, at: datetime) -> None:
    """Note that an effect was sent, whoever holds it by now: it did happen."""
    session.execute(
        update(Outbox)
        .where(Outbox.id == parcel.id, Outbox.state != "sent")
        .values(state="sent", sent_at=at, held_until_at=None, due_at=None, last_error="")
    )


def mark_failed(session: Session, parcel: Parcel, error: str, *, at: datetime) -> None:
    """Note a failure: tried again later, or dead after the last try.

    Nothing is written when the effect was taken up anew meanwhile.
    """
    is_last = parcel.attempt > len(BACK_OFF)
    values: dict[str, Any] = (
        {"state": "dead", "due_at": None}
        if is_last
        else {"due_at": at + BACK_OFF[parcel.attempt - 1]}
    )
    session.execute(
        update(Outbox)
        .where(Outbox.id == parcel.id, Outbox.state == "waiting", Outbox.attempts == parcel.attempt)
        .values(held_until_at=None, last_error=error[:LONGEST_ERROR], **values)
    )


def in_trouble(session: Session) -> list[Outbox]:
    """Return what is dead or failed before, the dead first, then the oldest."""
    query = select(Outbox).where(
        or_(Outbox.state == "dead", (Outbox.state == "waiting") & (Outbox.last_error != ""))
    )
    return list(session.scalars(query.order_by(Outbox.state, Outbox.id)))


def count_dead(session: Session) -> int:
    """Return how many effects nobody tries any more."""
    query = select(func.count()).select_from(Outbox).where(Outbox.state == "dead")
    return session.scalar(query) or 0


def tally(session: Session) -> dict[tuple[str, str], int]:
    """Return how many effects there are by (kind, state), sent ones left out."""
    query = (
        select(Outbox.kind, Outbox.state, func.count())
        .where(Outbox.state.in_(("waiting", "dead")))
        .group_by(Outbox.kind, Outbox.state)
    )
    return {(kind, state): number for kind, state, number in session.execute(query)}


def retry(session: Session, row_id: int) -> Outbox:
    """Let a dead or failed effect be tried again from the start; raises NotFound, Conflict."""
    row = session.get(Outbox, row_id, with_for_update=True)
    if row is None:
        raise NotFound(f"发件箱里没有第 {row_id} 件。", f"There is no item {row_id} in the outbox.")
    if row.state == "sent":
        raise Conflict("这一件已经发出。", "This item has been sent.", code="already_sent")
    row.state, row.attempts, row.due_at, row.held_until_at = "waiting", 0, None, None
    return row
