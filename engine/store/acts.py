"""Acts on a whole case that one person asks for and another decides, and messages between cases."""

from datetime import datetime
from typing import Any

from sqlalchemy import ForeignKey, Index, String, Text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from engine.store.base import Table
from engine.store.cases import Case


class Act(Table):
    """An act on a case: withdrawal, suspension, resumption, termination, correction."""

    __tablename__ = "acts"

    id: Mapped[int] = mapped_column(primary_key=True)
    case_id: Mapped[int] = mapped_column(ForeignKey("cases.id"), index=True)
    #: withdraw | suspend | resume | terminate | correct
    kind: Mapped[str] = mapped_column(String(20))
    #: Key and name from the matter's closed list; empty where the act has no list.
    ground: Mapped[str] = mapped_column(String(60), default="")
    ground_name: Mapped[str] = mapped_column(String(120), default="")
    reason: Mapped[str] = mapped_column(Text)
    #: What the asking rests on, by its number or name, such as the applicant's letter.
    basis: Mapped[str] = mapped_column(String(200), default="")
    attachment_id: Mapped[str | None] = mapped_column(ForeignKey("attachments.id"))
    #: What else the kind needs: {"days"}, or {"fact", "old", "new", "clocks"}.
    details: Mapped[dict[str, Any]] = mapped_column(default=dict)
    asked_by: Mapped[str] = mapped_column(String(40))
    asked_at: Mapped[datetime]
    #: approved | refused; null while it waits.
    decision: Mapped[str | None] = mapped_column(String(10), index=True)
    decided_by: Mapped[str | None] = mapped_column(String(40))
    decided_at: Mapped[datetime | None]
    decided_reason: Mapped[str] = mapped_column(Text, default="")
    #: Number of the paper that told the applicant.
    document_number: Mapped[str | None] = mapped_column(String(80))
    case: Mapped[Case] = relationship()


class Receipt(Table):
    """That a matter took a message between cases, and the case it went to: its only effect."""

    __tablename__ = "receipts"
    __table_args__ = (Index("ix_receipts_matter_key_correlation", "matter_key", "correlation"),)

    #: The key of the message in the outbox.
    key: Mapped[str] = mapped_column(String(120), primary_key=True)
    matter_key: Mapped[str] = mapped_column(ForeignKey("matters.key"), primary_key=True)
    #: Which of the matter's subscriptions took it, from 0.
    place: Mapped[int] = mapped_column(primary_key=True)
    correlation: Mapped[str] = mapped_column(String(200), default="")
    case_id: Mapped[int] = mapped_column(ForeignKey("cases.id"), index=True)
    received_at: Mapped[datetime]
