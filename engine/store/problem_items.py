"""Problem items (问题项): what was found on a site, until it is put right and struck off."""

from datetime import date, datetime
from typing import Any

from sqlalchemy import ForeignKey, String, Text
from sqlalchemy.orm import Mapped, mapped_column

from engine.store.base import Table

#: 待整改, 整改中, 待复验, 销号; overdue is no state, it follows from `due_on`.
STATES = ("open", "rectifying", "answered", "closed")


class ProblemItem(Table):
    """One item of a case with its rectification; each act on it stands in the case's record too."""

    __tablename__ = "problem_items"

    case_id: Mapped[int] = mapped_column(ForeignKey("cases.id"), primary_key=True)
    #: From 1 in each case.
    number: Mapped[int] = mapped_column(primary_key=True)
    element_id: Mapped[str] = mapped_column(String(80))
    #: The item of the multi-instance it was raised in: a department's key.
    item_key: Mapped[str | None] = mapped_column(String(80))
    section_key: Mapped[str] = mapped_column(String(40))
    text: Mapped[str] = mapped_column(Text)
    clause: Mapped[str] = mapped_column(String(200), default="")
    place: Mapped[str] = mapped_column(String(200), default="")
    #: As the form's choices name it, such as general and serious.
    severity: Mapped[str] = mapped_column(String(40), default="")
    photos: Mapped[list[Any]] = mapped_column(default=list)
    #: The last day to put it right; an extension granted moves it.
    due_on: Mapped[date | None]
    state: Mapped[str] = mapped_column(String(12), default="open")
    #: 1, and one more each time it is sent back.
    round: Mapped[int] = mapped_column(default=1)
    raised_by: Mapped[str] = mapped_column(String(40))
    raised_at: Mapped[datetime]
    answer: Mapped[str] = mapped_column(Text, default="")
    answer_photos: Mapped[list[Any]] = mapped_column(default=list)
    answered_by: Mapped[str | None] = mapped_column(String(40))
    answered_at: Mapped[datetime | None]
    #: What the last re-check said, kept after it was sent back.
    recheck_reason: Mapped[str] = mapped_column(Text, default="")
    rechecked_by: Mapped[str | None] = mapped_column(String(40))
    rechecked_at: Mapped[datetime | None]
    extension_until_on: Mapped[date | None]
    extension_reason: Mapped[str] = mapped_column(Text, default="")
    extension_asked_by: Mapped[str | None] = mapped_column(String(40))
    extension_asked_at: Mapped[datetime | None]
    #: Null until it is decided.
    extension_granted: Mapped[bool | None]
    extension_decided_by: Mapped[str | None] = mapped_column(String(40))
    extension_decided_at: Mapped[datetime | None]
