"""Clocks with their ledger, the rungs they fired, cards, and the diagram's timers."""

from datetime import date, datetime
from typing import Any

from sqlalchemy import ForeignKey, Index, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, orm_insert_sentinel, relationship

from engine.store.base import Table
from engine.store.cases import Case


class Clock(Table):
    """A limit running for one case (计时): facts; due moment and next rung are projections."""

    __tablename__ = "clocks"
    __table_args__ = (
        UniqueConstraint("case_id", "limit_key", "activity_id"),
        Index("ix_clocks_case_id_state", "case_id", "state"),
        Index("ix_clocks_next_rung_at", "next_rung_at"),
        # What runs, by the calendar it was counted with (engine/staleness), the first to end first.
        Index("ix_clocks_counted", "state", "region", "calendar_version", "last_on"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    case_id: Mapped[int] = mapped_column(ForeignKey("cases.id"))
    limit_key: Mapped[str] = mapped_column(String(60))
    activity_id: Mapped[str] = mapped_column(String(40))
    element_id: Mapped[str] = mapped_column(String(80))
    item_key: Mapped[str | None] = mapped_column(String(80))
    item_name: Mapped[str] = mapped_column(String(120), default="")
    #: The rule as it was when the clock started, with the amount worked out.
    rule: Mapped[dict[str, Any]]
    amount: Mapped[str] = mapped_column(String(20))
    #: The day of the start fact; hour limits keep the instant beside it.
    start_on: Mapped[date]
    start_at: Mapped[datetime]
    extensions: Mapped[list[Any]] = mapped_column(default=list)
    #: The code of the region whose calendar counts; empty: the bureau's.
    region: Mapped[str] = mapped_column(String(12), default="")
    #: running | suspended | ended
    state: Mapped[str] = mapped_column(String(10), default="running")
    ended_at: Mapped[datetime | None]
    end_outcome: Mapped[str | None] = mapped_column(String(10))
    last_on: Mapped[date | None]
    due_at: Mapped[datetime | None]
    next_rung_at: Mapped[datetime | None]
    is_provisional: Mapped[bool] = mapped_column(default=False)
    #: none | warn | yellow | red: the worst rung reached.
    level: Mapped[str] = mapped_column(String(10), default="none")
    #: Keys of the rungs reached, in their order; the firings are the truth and the claim.
    fired: Mapped[list[Any]] = mapped_column(default=list)
    used: Mapped[int | None]
    calendar_version: Mapped[str] = mapped_column(String(64), default="")
    #: Empty; by it SQLite tells the ids of many rows written at once.
    _place: Mapped[int | None] = orm_insert_sentinel("place")
    case: Mapped[Case] = relationship()
    stops: Mapped[list["Stop"]] = relationship(
        secondary="clock_stops", order_by="Stop.stopped_at", viewonly=True
    )


class Stop(Table):
    """A legal stop of the clocks inside one activity (停表), or of the whole case (中止)."""

    __tablename__ = "stops"
    __table_args__ = (Index("ix_stops_watch_at", "watch_at"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    case_id: Mapped[int] = mapped_column(ForeignKey("cases.id"), index=True)
    #: Empty: every clock of the case.
    activity_id: Mapped[str] = mapped_column(String(40))
    ground: Mapped[str] = mapped_column(String(60))
    ground_name: Mapped[str] = mapped_column(String(80))
    document_number: Mapped[str | None] = mapped_column(String(80))
    told: Mapped[str] = mapped_column(String(20), default="")
    asked_by: Mapped[str | None] = mapped_column(String(40))
    approved_by: Mapped[str | None] = mapped_column(String(40))
    stopped_at: Mapped[datetime]
    resumed_at: Mapped[datetime | None]
    #: When the stop itself is looked at next: longer than told, or without its document.
    watch_at: Mapped[datetime | None]
    #: What it was found wanting in, each once: undocumented, overlong.
    wanting: Mapped[list[Any]] = mapped_column(default=list)


class ClockStop(Table):
    """Which clocks a stop holds."""

    __tablename__ = "clock_stops"

    clock_id: Mapped[int] = mapped_column(ForeignKey("clocks.id"), primary_key=True)
    stop_id: Mapped[int] = mapped_column(ForeignKey("stops.id"), primary_key=True)
    clock: Mapped[Clock] = relationship()
    stop: Mapped[Stop] = relationship()


class Firing(Table):
    """A rung a clock reached; the unique key is the claim that lets it fire once."""

    __tablename__ = "firings"
    __table_args__ = (UniqueConstraint("clock_id", "rung_key", "number"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    clock_id: Mapped[int] = mapped_column(ForeignKey("clocks.id"), index=True)
    case_id: Mapped[int] = mapped_column(ForeignKey("cases.id"), index=True)
    rung_key: Mapped[str] = mapped_column(String(40))
    number: Mapped[int] = mapped_column(default=1)
    level: Mapped[str] = mapped_column(String(10))
    #: The legal instant, and when the sweep came.
    instant_at: Mapped[datetime]
    fired_at: Mapped[datetime]
    #: True when the rung was already past as the clock started: noted, without card.
    is_passed: Mapped[bool] = mapped_column(default=False)
    #: When a recount put the rung into the future again; it may fire anew (counting.md 16).
    voided_at: Mapped[datetime | None]
    clock: Mapped[Clock] = relationship()


class Card(Table):
    """The record that a yellow or red rung was reached (黄牌 红牌)."""

    __tablename__ = "cards"

    id: Mapped[int] = mapped_column(primary_key=True)
    case_id: Mapped[int] = mapped_column(ForeignKey("cases.id"), index=True)
    clock_id: Mapped[int] = mapped_column(ForeignKey("clocks.id"))
    firing_id: Mapped[int] = mapped_column(ForeignKey("firings.id"), unique=True)
    colour: Mapped[str] = mapped_column(String(10))
    instant_at: Mapped[datetime]
    section_key: Mapped[str | None] = mapped_column(String(40))
    person_id: Mapped[str | None] = mapped_column(String(40), index=True)
    limit_name: Mapped[str] = mapped_column(String(80))
    article: Mapped[str] = mapped_column(String(160), default="")
    reason_due_on: Mapped[date | None]
    reason: Mapped[str | None] = mapped_column(Text)
    reason_by: Mapped[str | None] = mapped_column(String(40))
    reason_at: Mapped[datetime | None]
    #: A revoked card stays in the history but counts no longer.
    revoked_at: Mapped[datetime | None]
    revoked_by: Mapped[str | None] = mapped_column(String(40))
    revoked_reason: Mapped[str] = mapped_column(Text, default="")
    case: Mapped[Case] = relationship()


class Appeal(Table):
    """What the person carded says against a card, and what supervision decided (申诉)."""

    __tablename__ = "appeals"

    id: Mapped[int] = mapped_column(primary_key=True)
    card_id: Mapped[int] = mapped_column(ForeignKey("cards.id"), unique=True)
    text: Mapped[str] = mapped_column(Text)
    made_by: Mapped[str] = mapped_column(String(40))
    made_at: Mapped[datetime]
    #: upheld | revoked; null while it waits.
    decision: Mapped[str | None] = mapped_column(String(10))
    decided_by: Mapped[str | None] = mapped_column(String(40))
    decided_at: Mapped[datetime | None]
    decided_reason: Mapped[str] = mapped_column(Text, default="")
    card: Mapped[Card] = relationship()


class Urge(Table):
    """A reminder of work by a person (催办), or an order to finish it by a day (督办)."""

    __tablename__ = "urges"

    id: Mapped[int] = mapped_column(primary_key=True)
    case_id: Mapped[int] = mapped_column(ForeignKey("cases.id"), index=True)
    kind: Mapped[str] = mapped_column(String(10))  # urge | order
    person_id: Mapped[str | None] = mapped_column(String(40))
    section_key: Mapped[str | None] = mapped_column(String(40))
    text: Mapped[str] = mapped_column(Text)
    made_by: Mapped[str] = mapped_column(String(40))
    made_at: Mapped[datetime]
    #: The last day of an order.
    due_on: Mapped[date | None]
    answer: Mapped[str | None] = mapped_column(Text)
    answered_by: Mapped[str | None] = mapped_column(String(40))
    answered_at: Mapped[datetime | None]


class LimitMove(Table):
    """An open clock that an administrator's change of its limit took along."""

    __tablename__ = "limit_moves"

    version_id: Mapped[int] = mapped_column(ForeignKey("limit_versions.id"), primary_key=True)
    clock_id: Mapped[int] = mapped_column(ForeignKey("clocks.id"), primary_key=True)
    old_rule: Mapped[dict[str, Any]]
    old_amount: Mapped[str] = mapped_column(String(20))


class Timer(Table):
    """A timer of the diagram: armed until it ends, fired or not.

    `due_at` is null while its clock is stopped, and once it has ended.
    """

    __tablename__ = "timers"
    __table_args__ = (
        Index("ix_timers_due_at", "due_at"),
        Index("ix_timers_case_id_ended_at", "case_id", "ended_at"),
    )

    activity_id: Mapped[str] = mapped_column(String(40), primary_key=True)
    case_id: Mapped[int] = mapped_column(ForeignKey("cases.id"))
    element_id: Mapped[str] = mapped_column(String(80))
    host_id: Mapped[str | None] = mapped_column(String(40))
    parent_activity_id: Mapped[str | None] = mapped_column(String(40))
    expression: Mapped[str] = mapped_column(Text)
    item: Mapped[dict[str, Any]] = mapped_column(default=dict)
    #: What a duration counts from; a suspension of the case moves it on.
    armed_at: Mapped[datetime]
    due_at: Mapped[datetime | None]
    ended_at: Mapped[datetime | None]
