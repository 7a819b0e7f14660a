"""Registers departments share: organisations, projects, certificates."""

from datetime import date

from sqlalchemy import ForeignKey, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from engine.store.base import Table


class Organisation(Table):
    """An organisation by its 统一社会信用代码."""

    __tablename__ = "organisations"

    code: Mapped[str] = mapped_column(String(18), primary_key=True)
    name: Mapped[str] = mapped_column(String(200))
    role: Mapped[str] = mapped_column(String(40), default="")
    qualification: Mapped[str] = mapped_column(String(80), default="")
    #: A, B, C, D of the credit file; empty when not graded.
    credit_grade: Mapped[str] = mapped_column(String(4), default="")


class Project(Table):
    """A project by its 项目代码."""

    __tablename__ = "projects"

    code: Mapped[str] = mapped_column(String(40), primary_key=True)
    name: Mapped[str] = mapped_column(String(240))
    developer_code: Mapped[str] = mapped_column(String(18))
    #: The case that first named it and may correct it; null for what departments share.
    case_id: Mapped[int | None] = mapped_column(ForeignKey("cases.id"))


class Party(Table):
    """That an organisation takes part in a case, and as what."""

    __tablename__ = "parties"

    case_id: Mapped[int] = mapped_column(ForeignKey("cases.id"), primary_key=True)
    organisation_code: Mapped[str] = mapped_column(
        ForeignKey("organisations.code"), primary_key=True, index=True
    )
    #: As the matter's `[project]` names it.
    role: Mapped[str] = mapped_column(String(40), primary_key=True)


class Certificate(Table):
    """A certificate another department issued and shares (电子证照)."""

    __tablename__ = "certificates"
    __table_args__ = (UniqueConstraint("kind", "number"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    kind: Mapped[str] = mapped_column(String(40))
    number: Mapped[str] = mapped_column(String(80))
    title: Mapped[str] = mapped_column(String(200))
    holder_code: Mapped[str] = mapped_column(String(18), default="")
    project_code: Mapped[str | None] = mapped_column(String(40), index=True)
    issued_on: Mapped[date | None]
    valid_until_on: Mapped[date | None]
    issuer: Mapped[str] = mapped_column(String(120), default="")
