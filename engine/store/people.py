"""Persons, sections, posts held for periods, and how persons sign in."""

from datetime import date, datetime
from typing import Any

from sqlalchemy import ForeignKey, Index, String
from sqlalchemy.orm import Mapped, mapped_column, relationship

from engine.store.base import Table


class Section(Table):
    """A section of the bureau or a department beside it (科室)."""

    __tablename__ = "sections"

    key: Mapped[str] = mapped_column(String(40), primary_key=True)
    name: Mapped[str] = mapped_column(String(80))
    name_en: Mapped[str] = mapped_column(String(120), default="")
    #: False for another authority that takes part in joint review.
    is_bureau: Mapped[bool] = mapped_column(default=True)
    #: Order on screens.
    place: Mapped[int] = mapped_column(default=0)


class Post(Table):
    """A post a person can hold in a section (岗位)."""

    __tablename__ = "posts"

    key: Mapped[str] = mapped_column(String(40), primary_key=True)
    name: Mapped[str] = mapped_column(String(80))
    name_en: Mapped[str] = mapped_column(String(120), default="")


class Person(Table):
    """A person who can act; `id` is the sign-in name."""

    __tablename__ = "persons"

    id: Mapped[str] = mapped_column(String(40), primary_key=True)
    name: Mapped[str] = mapped_column(String(80))
    mobile: Mapped[str] = mapped_column(String(20), default="")
    #: Where notices are mailed to besides; empty: nowhere.
    mail: Mapped[str] = mapped_column(String(120), default="")
    #: Number and last day of the law-enforcement certificate (执法证).
    certificate: Mapped[str | None] = mapped_column(String(40))
    certificate_until_on: Mapped[date | None]
    password_hash: Mapped[str] = mapped_column(String(200), default="")
    must_change_password: Mapped[bool] = mapped_column(default=True)
    failed_attempts: Mapped[int] = mapped_column(default=0)
    locked_until_at: Mapped[datetime | None]
    is_active: Mapped[bool] = mapped_column(default=True)
    language: Mapped[str] = mapped_column(String(10), default="zh_CN")
    holdings: Mapped[list["Holding"]] = relationship(back_populates="person")


class Holding(Table):
    """A person holds a post in a section from one day until another (both included)."""

    __tablename__ = "holdings"
    __table_args__ = (Index("ix_holdings_section_post", "section_key", "post_key"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    person_id: Mapped[str] = mapped_column(ForeignKey("persons.id"), index=True)
    section_key: Mapped[str] = mapped_column(ForeignKey("sections.key"))
    post_key: Mapped[str] = mapped_column(ForeignKey("posts.key"))
    from_on: Mapped[date]
    until_on: Mapped[date | None]
    person: Mapped[Person] = relationship(back_populates="holdings")


class SignIn(Table):
    """A server-side session of the browser, or a token of the API; only the hash is kept."""

    __tablename__ = "sign_ins"

    token_hash: Mapped[str] = mapped_column(String(64), primary_key=True)
    kind: Mapped[str] = mapped_column(String(10))  # browser | token
    person_id: Mapped[str] = mapped_column(ForeignKey("persons.id"), index=True)
    started_at: Mapped[datetime]
    seen_at: Mapped[datetime]
    ends_at: Mapped[datetime]
    values: Mapped[dict[str, Any]] = mapped_column(default=dict)
