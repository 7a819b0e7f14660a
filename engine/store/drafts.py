"""What designers work on before it is published: drafts, their files, and who is at them."""

from datetime import date, datetime
from typing import Any

from sqlalchemy import ForeignKey, LargeBinary, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from engine.store.base import Table


class Draft(Table):
    """The one draft of a matter (草稿); the matter itself may not be published yet."""

    __tablename__ = "drafts"

    matter_key: Mapped[str] = mapped_column(String(60), primary_key=True)
    #: The definition it was begun from; null for a new matter.
    based_on: Mapped[str | None] = mapped_column(String(64))
    #: Raised by one with every change of a file.
    revision: Mapped[int] = mapped_column(default=0)
    opened_by: Mapped[str] = mapped_column(String(40))
    opened_at: Mapped[datetime]
    changed_by: Mapped[str] = mapped_column(String(40))
    changed_at: Mapped[datetime]


class DraftFile(Table):
    """One file of a draft, byte for byte."""

    __tablename__ = "draft_files"

    matter_key: Mapped[str] = mapped_column(
        ForeignKey("drafts.matter_key", ondelete="CASCADE"), primary_key=True
    )
    path: Mapped[str] = mapped_column(String(200), primary_key=True)
    content: Mapped[bytes] = mapped_column(LargeBinary)
    sha256: Mapped[str] = mapped_column(String(64))
    changed_by: Mapped[str] = mapped_column(String(40))
    changed_at: Mapped[datetime]


class DraftCopy(Table):
    """What somebody could not save because another was faster (另存稿), kept to be compared."""

    __tablename__ = "draft_copies"

    id: Mapped[int] = mapped_column(primary_key=True)
    matter_key: Mapped[str] = mapped_column(String(60), index=True)
    path: Mapped[str] = mapped_column(String(200))
    content: Mapped[bytes] = mapped_column(LargeBinary)
    sha256: Mapped[str] = mapped_column(String(64))
    kept_by: Mapped[str] = mapped_column(String(40))
    kept_at: Mapped[datetime]


class DraftEditor(Table):
    """A person who has a part of a matter open for editing; real time, not the demo's."""

    __tablename__ = "draft_editors"

    matter_key: Mapped[str] = mapped_column(String(60), primary_key=True)
    person_id: Mapped[str] = mapped_column(ForeignKey("persons.id"), primary_key=True)
    #: What is open: a file's path, or empty for the workbench.
    place: Mapped[str] = mapped_column(String(200), default="")
    seen_at: Mapped[datetime]


class MatterRecord(Table):
    """One act of a designer on a matter (留痕); `hash` covers it and the act before it."""

    __tablename__ = "matter_records"
    __table_args__ = (UniqueConstraint("matter_key", "number"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    matter_key: Mapped[str] = mapped_column(String(60))
    number: Mapped[int]
    kind: Mapped[str] = mapped_column(String(40))
    at: Mapped[datetime]
    person_id: Mapped[str | None] = mapped_column(String(40))
    reason: Mapped[str] = mapped_column(Text, default="")
    body: Mapped[dict[str, Any]]
    previous_hash: Mapped[str] = mapped_column(String(64))
    hash: Mapped[str] = mapped_column(String(64))


class Publication(Table):
    """A version on its way into force: waiting for a second person or its day, then in force."""

    __tablename__ = "publications"

    id: Mapped[int] = mapped_column(primary_key=True)
    matter_key: Mapped[str] = mapped_column(ForeignKey("matters.key"), index=True)
    definition_id: Mapped[str] = mapped_column(ForeignKey("definitions.id"))
    #: What was in force when it was asked for; null for the first version.
    replaces: Mapped[str | None] = mapped_column(String(64))
    #: limits.toml as it was drafted: seeds of limits the matter does not have yet.
    limits: Mapped[bytes] = mapped_column(LargeBinary, default=b"")
    from_on: Mapped[date]
    reason: Mapped[str] = mapped_column(Text)
    asked_by: Mapped[str] = mapped_column(String(40))
    asked_at: Mapped[datetime]
    #: waiting | due | in_force | refused | withdrawn | taken_back
    state: Mapped[str] = mapped_column(String(12), index=True)
    decided_by: Mapped[str | None] = mapped_column(String(40))
    decided_at: Mapped[datetime | None]
    decided_reason: Mapped[str] = mapped_column(Text, default="")
    in_force_at: Mapped[datetime | None]
