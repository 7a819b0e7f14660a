"""Migrations of running cases from one version of a matter to another, and what each came to."""

from datetime import datetime
from typing import Any

from sqlalchemy import ForeignKey, String, Text
from sqlalchemy.orm import Mapped, mapped_column

from engine.store.base import Table


class Migration(Table):
    """One plan that was carried out: from which version to which, what is mapped to what, why."""

    __tablename__ = "case_migrations"

    id: Mapped[int] = mapped_column(primary_key=True)
    matter_key: Mapped[str] = mapped_column(ForeignKey("matters.key"), index=True)
    from_id: Mapped[str] = mapped_column(String(64))
    to_id: Mapped[str] = mapped_column(String(64))
    #: New element id by old one.
    mapping: Mapped[dict[str, Any]] = mapped_column(default=dict)
    reason: Mapped[str] = mapped_column(Text)
    made_by: Mapped[str] = mapped_column(String(40))
    made_at: Mapped[datetime]


class MigratedCase(Table):
    """What a migration came to for one case."""

    __tablename__ = "migrated_cases"

    migration_id: Mapped[int] = mapped_column(ForeignKey("case_migrations.id"), primary_key=True)
    case_id: Mapped[int] = mapped_column(ForeignKey("cases.id"), primary_key=True, index=True)
    #: moved | refused | undone
    state: Mapped[str] = mapped_column(String(10))
    #: Why it was refused: [[zh, en]].
    reasons: Mapped[list[Any]] = mapped_column(default=list)
    #: The case and its live rows as they were, for the way back.
    before: Mapped[dict[str, Any]] = mapped_column(default=dict)
    #: Number of the case's last record when it had moved: a later one forbids the way back.
    record_number: Mapped[int] = mapped_column(default=0)
