"""Recounting open clocks after the calendar or a limit changed, in batches (counting.md 15, 16).

The change itself is one short transaction. Clocks whose projection rests on another calendar than
the present one, or whose rule was replaced, are stale; a batch locks their cases, writes the
projections anew and records each last day that moved. A rung that lies in the future again is
voided with its card; a rung that came to lie in the past is noted without a card, since nobody
could have met it.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import lru_cache

from sqlalchemy import select, update
from sqlalchemy.orm import Session

from engine import timers
from engine.calendars import Calendars, load_calendars
from engine.days import ZONE
from engine.handling import load_case, write_rows
from engine.lamp_levels import worst
from engine.limits.calendar import Calendar
from engine.limits.ladder import Ladder
from engine.limits.ledger import Facts
from engine.limits.projection import Projection, project
from engine.many_records import Entry, add_records
from engine.open_clocks import (
    Fired,
    OpenClock,
    Shown,
    forget,
    note_passed,
    pass_over,
    read_clocks,
    take_stale,
    void,
    write_shown,
)
from engine.step_timers import move_timers
from engine.store.cases import Case, Task
from engine.store.clocks import Card, Clock, Firing
from engine.store.publishing import CalendarNotice, LimitVersion
from engine.urgency import place_tasks_of

#: Clocks recounted in one transaction: cases stay workable meanwhile.
BATCH = 500

#: The version of a clock whose rule was replaced; no calendar has it.
REPLACED = ""


@dataclass(frozen=True)
class Recount:
    """What a batch came to."""

    clocks: int
    moved: int


@dataclass(frozen=True)
class Outcome:
    """What a recount makes of a clock."""

    clock: OpenClock
    shown: Shown
    voided: Sequence[Fired]
    passed: Sequence[Fired]

    @property
    def is_moved(self) -> bool:
        """Say whether the last day is another."""
        return self.shown.last_on != self.clock.shown.last_on

    @property
    def is_due_moved(self) -> bool:
        """Say whether the due moment is another."""
        return self.shown.due_at != self.clock.shown.due_at

    @property
    def is_visible(self) -> bool:
        """Say whether a lamp may show it."""
        return self.is_due_moved or self.shown.level != self.clock.shown.level


def recount_batch(session: Session, *, at: datetime, cause: str, size: int = BATCH) -> Recount:
    """Recount up to `size` stale clocks; 0 clocks mean that none is left, or all are in use.

    `cause` is what the records name: the number of a notice, or why a limit changed.
    """
    session.flush()
    calendars = load_calendars(session)
    passed_over = pass_over(session, calendars, size)
    clocks = take_stale(session, calendars, size - passed_over)
    outcomes = [_recounted(clock, calendars.of(clock.region), at) for clock in clocks]
    void(session, [firing for one in outcomes for firing in one.voided], at=at)
    note_passed(session, ((one.clock, rung) for one in outcomes for rung in one.passed), at=at)
    shown = ((one.clock, one.shown) for one in outcomes)
    write_shown(session, shown, lambda region: calendars.of(region).version)
    moved = [one for one in outcomes if one.is_moved]
    add_records(session, [_entry(one, cause) for one in moved], at=at)
    place_tasks_of(session, {one.clock.case_id for one in outcomes if one.is_visible}, at=at)
    forget(session, (Clock, Firing, Card, Case, Task))
    _rewrite_timers(session, {one.clock.case_id for one in outcomes if one.is_due_moved}, at)
    return Recount(passed_over + len(outcomes), len(moved))


def newest_cause(session: Session) -> str:
    """Return what changed last: the number of a notice, or why a limit changed."""
    notice = session.scalar(select(CalendarNotice).order_by(CalendarNotice.id.desc()).limit(1))
    version = session.scalar(
        select(LimitVersion)
        .where(LimitVersion.moved_at.is_not(None))
        .order_by(LimitVersion.moved_at.desc(), LimitVersion.id.desc())
        .limit(1)
    )
    changes = [
        (notice.taken_back_at or notice.applied_at, notice.number) if notice else None,
        (version.taken_back_at or version.moved_at, version.reason) if version else None,
    ]
    known = [(at, text) for at, text in filter(None, changes) if at is not None]
    return max(known, default=(None, ""), key=lambda change: change[0])[1]


def _recounted(clock: OpenClock, calendar: Calendar, at: datetime) -> Outcome:
    counted = _projected(clock.facts, clock.rule.ladder, calendar)
    # What was due before the change is left to the sweep, with its card.
    was_due = clock.shown.next_rung_at is not None and clock.shown.next_rung_at <= at
    voided = [one for one in clock.fired if _is_voided(clock, one, counted, at)]
    standing = [one for one in clock.fired if one not in voided]
    passed = [] if was_due else _passed(clock, standing, counted, at)
    standing += passed
    keys = tuple(one.rung_key for one in standing)
    following = counted.next_rung(keys)
    shown = Shown(
        counted.last_day,
        counted.due_at,
        counted.provisional,
        following[1] if following else None,
        worst(one.level for one in standing),
        keys,
    )
    return Outcome(clock, shown, voided, passed)


@lru_cache(maxsize=4096)
def _projected(facts: Facts, ladder: Ladder, calendar: Calendar) -> Projection:
    """Return a projection, worked out once for the very many clocks that share their facts."""
    return project(facts, ladder, calendar, tz=ZONE)


def _is_voided(clock: OpenClock, firing: Fired, counted: Projection, at: datetime) -> bool:
    """Say whether the change put a firing into the future; a stop or extension leaves it fired."""
    instant = counted.rungs.get(firing.rung_key)
    if instant is None or instant <= at or clock.facts.extensions:
        return False
    stops = (stop.stopped_at for stop in clock.facts.suspensions)
    return not any(isinstance(one, datetime) and one >= firing.instant_at for one in stops)


def _passed(
    clock: OpenClock, standing: Sequence[Fired], counted: Projection, at: datetime
) -> list[Fired]:
    """Return the rungs that came to lie in the past without having fired."""
    known = {one.rung_key for one in standing}
    levels = {rung.key: rung.level for rung in clock.rule.ladder}
    return [
        Fired(None, key, levels[key], instant)
        for key, instant in counted.rungs.items()
        if instant <= at and key not in known
    ]


def _entry(one: Outcome, cause: str) -> Entry:
    old, new = one.clock.shown.last_on, one.shown.last_on
    body = {
        "limit": one.clock.rule.key,
        "name": one.clock.rule.name,
        "item": one.clock.item_name or None,
        "old_on": old.isoformat() if old else None,
        "new_on": new.isoformat() if new else None,
        "cause": cause,
    }
    return Entry(one.clock.case_id, "clock_recounted", one.clock.element_id, body)


def _rewrite_timers(session: Session, case_ids: set[int], at: datetime) -> None:
    """Move the drawn timers of the cases whose clocks moved, in the same transaction."""
    for case_id in sorted(move_timers(session, case_ids)):
        handling = load_case(session, case_id, at=at, now=at)
        timers.rewrite(handling)
        write_rows(handling)


@dataclass(frozen=True)
class Difference:
    """A stored projection that its facts do not give."""

    clock_id: int
    case_id: int
    limit_key: str
    field: str
    stored: object
    derived: object


def differences(session: Session) -> list[Difference]:
    """Derive every open clock from its ledger and return what is stored otherwise; [] when none."""
    calendars = load_calendars(session)
    ids = list(session.scalars(select(Clock.id).where(Clock.state != "ended").order_by(Clock.id)))
    return [
        difference
        for start in range(0, len(ids), BATCH)
        for clock in read_clocks(session, ids[start : start + BATCH])
        for difference in _compare(clock, calendars)
    ]


def _compare(clock: OpenClock, calendars: Calendars) -> list[Difference]:
    counted = _projected(clock.facts, clock.rule.ladder, calendars.of(clock.region))
    pairs = {
        "last_on": (clock.shown.last_on, counted.last_day),
        "due_at": (clock.shown.due_at, counted.due_at),
        "is_provisional": (clock.shown.is_provisional, counted.provisional),
        "state": (clock.state, "suspended" if counted.suspended else "running"),
    }
    return [
        Difference(clock.id, clock.case_id, clock.rule.key, field, stored, derived)
        for field, (stored, derived) in pairs.items()
        if stored != derived
    ]


def rebuild(session: Session) -> int:
    """Mark every open clock stale, so that batches derive it anew; returns how many."""
    session.flush()
    stale = update(Clock).where(Clock.state != "ended").values(calendar_version=REPLACED)
    marked = session.connection().execute(stale).rowcount
    forget(session, (Clock,))
    return marked
