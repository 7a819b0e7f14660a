"""The append-only record, notices, kept messages, and cases waiting for an administrator."""

from datetime import date, datetime
from typing import Any

from sqlalchemy import ForeignKey, Index, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, orm_insert_sentinel

from engine.store.base import Table


class Record(Table):
    """One audit entry (留痕); `hash` covers the entry and the one before it in its case."""

    __tablename__ = "records"
    __table_args__ = (UniqueConstraint("case_id", "number"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    case_id: Mapped[int | None] = mapped_column(ForeignKey("cases.id"))
    number: Mapped[int]
    kind: Mapped[str] = mapped_column(String(40))
    #: The moment the fact counts from, and when it was written down.
    at: Mapped[datetime]
    written_at: Mapped[datetime]
    person_id: Mapped[str | None] = mapped_column(String(40))
    element_id: Mapped[str | None] = mapped_column(String(80))
    body: Mapped[dict[str, Any]]
    previous_hash: Mapped[str] = mapped_column(String(64))
    #: Given with every row; by it SQLite tells the ids of many rows written at once.
    hash: Mapped[str] = mapped_column(String(64), insert_sentinel=True, default=str)


class Anchor(Table):
    """All heads of the case chains on one day, hashed together."""

    __tablename__ = "anchors"

    day: Mapped[date] = mapped_column(primary_key=True)
    heads: Mapped[dict[str, Any]]
    hash: Mapped[str] = mapped_column(String(64))
    written_at: Mapped[datetime]


class Notice(Table):
    """A message to a person (通知)."""

    __tablename__ = "notices"
    __table_args__ = (Index("ix_notices_person_id_read_at", "person_id", "read_at"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    person_id: Mapped[str] = mapped_column(ForeignKey("persons.id"))
    case_id: Mapped[int | None] = mapped_column(ForeignKey("cases.id"))
    level: Mapped[str] = mapped_column(String(10), default="none")
    text: Mapped[str] = mapped_column(Text)
    text_en: Mapped[str] = mapped_column(Text, default="")
    made_at: Mapped[datetime]
    read_at: Mapped[datetime | None]
    _place: Mapped[int | None] = orm_insert_sentinel("place")


class Message(Table):
    """A message sent to a case before it waited for it; kept until a token consumes it."""

    __tablename__ = "messages"

    id: Mapped[int] = mapped_column(primary_key=True)
    case_id: Mapped[int] = mapped_column(ForeignKey("cases.id"), index=True)
    name: Mapped[str] = mapped_column(String(80))
    values: Mapped[dict[str, Any]]
    sent_by: Mapped[str] = mapped_column(String(40))
    sent_at: Mapped[datetime]
    consumed_at: Mapped[datetime | None]


class Incident(Table):
    """An automatic step that could not be done; the case waits and the step is tried again."""

    __tablename__ = "incidents"

    activity_id: Mapped[str] = mapped_column(String(40), primary_key=True)
    case_id: Mapped[int] = mapped_column(ForeignKey("cases.id"), index=True)
    element_id: Mapped[str] = mapped_column(String(80))
    code: Mapped[str] = mapped_column(String(60))
    text: Mapped[str] = mapped_column(Text)
    text_en: Mapped[str] = mapped_column(Text, default="")
    since_at: Mapped[datetime]
    retry_at: Mapped[datetime | None]
