"""Who a closed case is open to: a case without a row here is open to every officer."""

from datetime import datetime

from sqlalchemy import ForeignKey, Index, String
from sqlalchemy.orm import Mapped, mapped_column

from engine.store.base import Table


class Reader(Table):
    """A person or post a closed case is open to, or a person it is shut to for good (在案人员)."""

    __tablename__ = "readers"
    __table_args__ = (
        Index("ix_readers_person_id", "person_id", "case_id"),
        Index("ix_readers_post", "post", "case_id"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    case_id: Mapped[int] = mapped_column(ForeignKey("cases.id"), index=True)
    #: One of the two; a post is "section/post", and whoever holds it today reads.
    person_id: Mapped[str | None] = mapped_column(ForeignKey("persons.id"))
    post: Mapped[str | None] = mapped_column(String(81))
    #: opened | held | added | supervises; recused shuts the case to the person.
    how: Mapped[str] = mapped_column(String(10))
    reason: Mapped[str] = mapped_column(String(200), default="")
    since_at: Mapped[datetime]
    #: Who added or ordered it; null: the system.
    by: Mapped[str | None] = mapped_column(String(40))
