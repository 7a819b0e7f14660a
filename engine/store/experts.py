"""The register of experts by speciality, and the log of every draw from it."""

from datetime import date, datetime
from typing import Any

from sqlalchemy import ForeignKey, String, Text
from sqlalchemy.orm import Mapped, mapped_column

from engine.store.base import Table


class Speciality(Table):
    """A field of expertise experts are registered for (专业)."""

    __tablename__ = "specialities"

    key: Mapped[str] = mapped_column(String(40), primary_key=True)
    name: Mapped[str] = mapped_column(String(80))
    name_en: Mapped[str] = mapped_column(String(120), default="")


class Expert(Table):
    """A person of the register; never deleted, since draws refer to who stood in it."""

    __tablename__ = "experts"

    id: Mapped[str] = mapped_column(String(40), primary_key=True)
    name: Mapped[str] = mapped_column(String(80))
    unit: Mapped[str] = mapped_column(String(200))
    #: The unit's 统一社会信用代码, by which conflicts of interest are found.
    unit_code: Mapped[str] = mapped_column(String(18), index=True)
    title: Mapped[str] = mapped_column(String(80), default="")
    mobile: Mapped[str] = mapped_column(String(20), default="")
    is_active: Mapped[bool] = mapped_column(default=True)
    #: The last day in the register; null without end.
    until_on: Mapped[date | None]


class ExpertSpeciality(Table):
    """That an expert is registered for a speciality."""

    __tablename__ = "expert_specialities"

    expert_id: Mapped[str] = mapped_column(ForeignKey("experts.id"), primary_key=True)
    speciality_key: Mapped[str] = mapped_column(
        ForeignKey("specialities.key"), primary_key=True, index=True
    )


class Draw(Table):
    """One draw with all that is needed to repeat it; written once, replies come beside it."""

    __tablename__ = "draws"

    id: Mapped[int] = mapped_column(primary_key=True)
    case_id: Mapped[int] = mapped_column(ForeignKey("cases.id"), index=True)
    activity_id: Mapped[str] = mapped_column(String(40), unique=True)
    element_id: Mapped[str] = mapped_column(String(80))
    #: How the ranking follows from the seed: see `engine.ranking`.
    method: Mapped[str] = mapped_column(String(40))
    #: 32 random bytes in hex; not shown before the names are.
    seed: Mapped[str] = mapped_column(String(64))
    #: The speciality each seat asks for.
    seats: Mapped[list[Any]]
    #: {id, name, unit, unit_code, title, specialities, excluded}, by id; why one was left out.
    candidates: Mapped[list[Any]]
    #: The ids of those not excluded, as the seed ranks them.
    ranking: Mapped[list[Any]]
    #: The ids first drawn, by seat.
    drawn: Mapped[list[Any]]
    #: From this day on everybody may see the names.
    reveal_on: Mapped[date]
    #: Whose holders call the experts and may see the names before that day.
    section_key: Mapped[str] = mapped_column(String(40), default="")
    post_key: Mapped[str] = mapped_column(String(40), default="")
    drawn_at: Mapped[datetime]
    drawn_by: Mapped[str | None] = mapped_column(String(40))


class DrawReply(Table):
    """What the expert of a seat replied, and who was drawn instead; append-only."""

    __tablename__ = "draw_replies"

    draw_id: Mapped[int] = mapped_column(ForeignKey("draws.id"), primary_key=True)
    number: Mapped[int] = mapped_column(primary_key=True)
    #: From 1.
    seat: Mapped[int]
    expert_id: Mapped[str] = mapped_column(String(40))
    #: accepted | refused | no_answer
    reply: Mapped[str] = mapped_column(String(10))
    reason: Mapped[str] = mapped_column(Text, default="")
    #: The next in the ranking; null when the seat is kept.
    replaced_by: Mapped[str | None] = mapped_column(String(40))
    replied_at: Mapped[datetime]
    recorded_by: Mapped[str] = mapped_column(String(40))
