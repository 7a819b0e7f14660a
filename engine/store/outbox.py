"""The outbox: effects on the world that wait to be sent; and answers kept for repeated requests."""

from datetime import datetime
from typing import Any

from sqlalchemy import ForeignKey, Index, String, Text
from sqlalchemy.orm import Mapped, mapped_column

from engine.store.base import Table


class Outbox(Table):
    """One effect on the world: written with the act that wants it, sent after commit.

    `key` makes it one: it is never put twice, and its receiver can tell a repetition.
    `made_at` is the case's moment (the demo's, in the demo); other moments are the wall clock's.
    """

    __tablename__ = "outbox"
    __table_args__ = (Index("ix_outbox_state_due_at", "state", "due_at"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    key: Mapped[str] = mapped_column(String(120), unique=True)
    #: Which handler sends it: mail | webhook | call.
    kind: Mapped[str] = mapped_column(String(20))
    payload: Mapped[dict[str, Any]]
    case_id: Mapped[int | None] = mapped_column(ForeignKey("cases.id"), index=True)
    made_at: Mapped[datetime]
    #: Not tried before this moment; null: as soon as possible.
    due_at: Mapped[datetime | None]
    #: Somebody is sending it until then; past it, whoever that was is gone.
    held_until_at: Mapped[datetime | None]
    attempts: Mapped[int] = mapped_column(default=0)
    #: waiting | sent | dead
    state: Mapped[str] = mapped_column(String(10), default="waiting")
    last_error: Mapped[str] = mapped_column(Text, default="")
    sent_at: Mapped[datetime | None]


class IdempotencyKey(Table):
    """The answer to a request that bore an idempotency key, kept for a day."""

    __tablename__ = "idempotency_keys"

    key: Mapped[str] = mapped_column(String(200), primary_key=True)
    person_id: Mapped[str] = mapped_column(ForeignKey("persons.id"), primary_key=True)
    #: sha256 of method, address and body.
    request_hash: Mapped[str] = mapped_column(String(64))
    #: Zero while the request is being done.
    status: Mapped[int] = mapped_column(default=0)
    #: Headers that belong to the answer, such as Location.
    headers: Mapped[dict[str, Any]] = mapped_column(default=dict)
    body: Mapped[str] = mapped_column(Text, default="")
    made_at: Mapped[datetime] = mapped_column(index=True)
