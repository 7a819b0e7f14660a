"""Requests that may be repeated: one key of one person is done once, and answered alike after.

The key is claimed in the transaction that does the work, so that either both stand or neither.
Times here are the wall clock's.
"""

from collections.abc import Mapping
from datetime import datetime, timedelta

from sqlalchemy import delete, select
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.orm import Session

from engine.errors import BanjieError
from engine.store.outbox import IdempotencyKey

#: How long an answer is kept.
KEPT_FOR = timedelta(hours=24)
LONGEST_KEY = 200


class KeyReused(BanjieError):
    """An idempotency key was sent again with another request."""

    code = "idempotency_key_reused"


class WrongKey(BanjieError):
    """An idempotency key is empty, too long or has signs that cannot be kept."""

    code = "wrong_idempotency_key"


def claim_key(
    session: Session, key: str, *, person_id: str, request_hash: str, now: datetime
) -> IdempotencyKey:
    """Claim a key for a request; its `status` is zero when the request is still to be done.

    A rival with the same key is waited for. Raises WrongKey, KeyReused.
    """
    if not 0 < len(key) <= LONGEST_KEY or not key.isprintable():
        raise WrongKey(
            f"Idempotency-Key 须为 1 至 {LONGEST_KEY} 个可见字符。",
            f"Idempotency-Key has 1 to {LONGEST_KEY} printable signs.",
        )
    forget_old(session, now=now, key=key)
    _insert(session, key, person_id, request_hash, now)
    kept = session.scalars(
        select(IdempotencyKey).where(
            IdempotencyKey.key == key, IdempotencyKey.person_id == person_id
        )
    ).one()
    if kept.request_hash != request_hash:
        raise KeyReused(
            "这个 Idempotency-Key 已用于另一个请求。内容有变请换一个新的；在网页上请刷新后再提交。",
            "This Idempotency-Key belongs to another request; take a new one, or reload the page.",
        )
    return kept


def _insert(session: Session, key: str, person_id: str, request_hash: str, now: datetime) -> None:
    insert = sqlite.insert if session.get_bind().dialect.name == "sqlite" else postgresql.insert
    session.execute(
        insert(IdempotencyKey)
        .values(key=key, person_id=person_id, request_hash=request_hash, made_at=now)
        .on_conflict_do_nothing()
    )


def keep_answer(
    kept: IdempotencyKey, *, status: int, headers: Mapping[str, str], body: str
) -> None:
    """Keep the answer to a claimed request."""
    kept.status, kept.headers, kept.body = status, dict(headers), body


def forget_old(session: Session, *, now: datetime, key: str | None = None) -> None:
    """Delete answers kept for their time: of one key, or of all."""
    old = delete(IdempotencyKey).where(IdempotencyKey.made_at <= now - KEPT_FOR)
    session.execute(old if key is None else old.where(IdempotencyKey.key == key))
