"""Matters, their immutable definitions, effective-dated limits and the calendar."""

from datetime import date, datetime
from typing import Any

from sqlalchemy import ForeignKey, LargeBinary, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from engine.store.base import Table


class Matter(Table):
    """A kind of procedure the bureau runs (事项)."""

    __tablename__ = "matters"

    key: Mapped[str] = mapped_column(String(60), primary_key=True)
    name: Mapped[str] = mapped_column(String(120))
    name_en: Mapped[str] = mapped_column(String(160), default="")
    #: The definition new cases begin with.
    current_definition_id: Mapped[str | None] = mapped_column(String(64))


class Definition(Table):
    """One immutable published version of a matter; `id` is the sha256 of its files."""

    __tablename__ = "definitions"
    __table_args__ = (UniqueConstraint("matter_key", "version"),)

    id: Mapped[str] = mapped_column(String(64), primary_key=True)
    matter_key: Mapped[str] = mapped_column(ForeignKey("matters.key"))
    version: Mapped[int]
    published_at: Mapped[datetime]
    published_by: Mapped[str | None] = mapped_column(String(40))
    #: When a version without a case was taken back; publishing the same files again undoes it.
    taken_back_at: Mapped[datetime | None]
    files: Mapped[list["DefinitionFile"]] = relationship(order_by="DefinitionFile.path")


class DefinitionFile(Table):
    """One file of a definition, byte for byte."""

    __tablename__ = "definition_files"

    definition_id: Mapped[str] = mapped_column(ForeignKey("definitions.id"), primary_key=True)
    path: Mapped[str] = mapped_column(String(200), primary_key=True)
    content: Mapped[bytes] = mapped_column(LargeBinary)


class LimitVersion(Table):
    """A limit's rule from a day on (时限); `rule` has the keys of a table in limits.toml."""

    __tablename__ = "limit_versions"
    __table_args__ = (UniqueConstraint("matter_key", "limit_key", "from_on", "number"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    matter_key: Mapped[str] = mapped_column(ForeignKey("matters.key"))
    limit_key: Mapped[str] = mapped_column(String(60))
    number: Mapped[int] = mapped_column(default=1)
    from_on: Mapped[date]
    rule: Mapped[dict[str, Any]]
    changed_by: Mapped[str | None] = mapped_column(String(40))
    changed_at: Mapped[datetime]
    reason: Mapped[str] = mapped_column(Text, default="")
    #: Which open cases take the rule too: keep | since | all (see engine.limit_changes).
    reach: Mapped[str] = mapped_column(String(10), default="keep")
    #: The second person, where one is asked for.
    approved_by: Mapped[str | None] = mapped_column(String(40))
    #: When the open cases were moved; null while that day is still to come.
    moved_at: Mapped[datetime | None]
    taken_back_at: Mapped[datetime | None]
    taken_back_by: Mapped[str | None] = mapped_column(String(40))
    taken_back_reason: Mapped[str] = mapped_column(Text, default="")


class CalendarDay(Table):
    """A day that differs from its weekday: a holiday at rest or a weekend at work."""

    __tablename__ = "calendar_days"

    day: Mapped[date] = mapped_column(primary_key=True)
    kind: Mapped[str] = mapped_column(String(10))  # rest | work
    name: Mapped[str] = mapped_column(String(80))
    name_en: Mapped[str] = mapped_column(String(120), default="")
    notice: Mapped[str] = mapped_column(String(120), default="")


class CalendarYear(Table):
    """A year whose notice is published; other years are provisional (暂定)."""

    __tablename__ = "calendar_years"

    year: Mapped[int] = mapped_column(primary_key=True)
    notice: Mapped[str] = mapped_column(String(120), default="")


class LocalDay(Table):
    """A day of one region that lies over the national calendar: a local holiday or a closure."""

    __tablename__ = "local_days"

    region: Mapped[str] = mapped_column(String(12), primary_key=True)
    day: Mapped[date] = mapped_column(primary_key=True)
    kind: Mapped[str] = mapped_column(String(10))  # rest | work
    name: Mapped[str] = mapped_column(String(80))
    name_en: Mapped[str] = mapped_column(String(120), default="")
    notice: Mapped[str] = mapped_column(String(120), default="")


class CalendarNotice(Table):
    """A notice that changed the calendar: the days it gave, and those it replaced."""

    __tablename__ = "calendar_notices"

    id: Mapped[int] = mapped_column(primary_key=True)
    #: Empty for the national calendar; else the code of the region.
    region: Mapped[str] = mapped_column(String(12), default="")
    #: The year it publishes; null for a single closure.
    year: Mapped[int | None]
    #: The number of the notice or document.
    number: Mapped[str] = mapped_column(String(120))
    reason: Mapped[str] = mapped_column(Text, default="")
    days: Mapped[list[Any]] = mapped_column(default=list)
    #: What stood there before, and whether the year was published: what taking back restores.
    before: Mapped[dict[str, Any]] = mapped_column(default=dict)
    applied_by: Mapped[str | None] = mapped_column(String(40))
    applied_at: Mapped[datetime]
    #: The second person, where one is asked for.
    approved_by: Mapped[str | None] = mapped_column(String(40))
    taken_back_at: Mapped[datetime | None]
    taken_back_by: Mapped[str | None] = mapped_column(String(40))
    taken_back_reason: Mapped[str] = mapped_column(Text, default="")


class Proposal(Table):
    """A change of a limit or a notice that waits for a second person (待批准)."""

    __tablename__ = "proposals"

    id: Mapped[int] = mapped_column(primary_key=True)
    kind: Mapped[str] = mapped_column(String(10))  # limit | notice
    #: The draft as it was judged.
    content: Mapped[dict[str, Any]] = mapped_column(default=dict)
    reason: Mapped[str] = mapped_column(Text)
    made_by: Mapped[str] = mapped_column(String(40))
    made_at: Mapped[datetime]
    #: waiting | approved | refused | withdrawn
    state: Mapped[str] = mapped_column(String(10), default="waiting", index=True)
    decided_by: Mapped[str | None] = mapped_column(String(40))
    decided_at: Mapped[datetime | None]
    decided_reason: Mapped[str] = mapped_column(Text, default="")
    #: The version or notice it became.
    result_id: Mapped[int | None]


class Counter(Table):
    """The last number given of a series (case numbers, documents, permits)."""

    __tablename__ = "counters"

    key: Mapped[str] = mapped_column(String(160), primary_key=True)
    last: Mapped[int] = mapped_column(default=0)


class Setting(Table):
    """One setting of the running system, such as the demo clock's offset."""

    __tablename__ = "settings"

    key: Mapped[str] = mapped_column(String(60), primary_key=True)
    value: Mapped[dict[str, Any]]
