"""Open clocks as values: read as columns, taken under the lock of their cases, written together.

A notice moves very many clocks at once, so a batch of them is a few statements; what a session
holds of what was written so is read again when it is looked at.
"""

from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from functools import lru_cache
from typing import Any

from sqlalchemy import ColumnElement, Text, and_, select, type_coerce, update
from sqlalchemy.orm import Session

from engine.calendars import Calendars, first_differences
from engine.clock_facts import COLUMNS, FactReader, stops_where
from engine.limit_rules import LimitRule
from engine.limits.ledger import Facts
from engine.staleness import Kind, of_kinds, stale_kinds
from engine.store import json
from engine.store.among import among
from engine.store.base import Table
from engine.store.cases import Case
from engine.store.clocks import Card, Clock, Firing
from engine.store.many_rows import insert_many, update_many

#: What a revoked card says when its rung came to lie in the future.
NOT_YET = "重新计算后该档尚未到 / recounted"


@dataclass(frozen=True)
class Shown:
    """What a clock's row shows of its projection."""

    last_on: date | None
    due_at: datetime | None
    is_provisional: bool
    next_rung_at: datetime | None
    level: str
    fired: tuple[str, ...]


@dataclass(frozen=True)
class Fired:
    """A rung that fired and stands."""

    #: None for one that is only now noted as passed.
    id: int | None
    rung_key: str
    level: str
    instant_at: datetime


@dataclass(frozen=True)
class OpenClock:
    """A clock that has not ended, and what its row shows."""

    id: int
    case_id: int
    element_id: str
    item_name: str
    kind: Kind
    rule: LimitRule
    facts: Facts
    shown: Shown
    #: In the order in which they fired.
    fired: Sequence[Fired]

    @property
    def state(self) -> str:
        """Return running or suspended."""
        return self.kind[0]

    @property
    def region(self) -> str:
        """Return whose calendar counts; empty: the bureau's."""
        return self.kind[1]


def take_stale(session: Session, calendars: Calendars, size: int) -> list[OpenClock]:
    """Lock the cases of some stale clocks and read these; those somebody works on come later.

    One kind after the other: the first of a kind are found without looking at the rest.
    """
    taken: list[OpenClock] = []
    for kind in stale_kinds(session, calendars) if size else ():
        taken += _take(session, kind, size - len(taken))
        if len(taken) >= size:
            break
    return taken


def pass_over(session: Session, calendars: Calendars, size: int) -> int:
    """Note of some stale clocks that the change does not touch them; returns of how many.

    Whatever a clock shows is counted over days up to its last one. When that lies before the first
    day that differs, it shows what it showed; nothing else of it is looked at.
    """
    first_days = first_differences(session, calendars.home)
    for kind in stale_kinds(session, calendars):
        state, region, version = kind
        if state != "running" or version not in first_days:
            continue
        is_before = and_(
            of_kinds([kind]),
            Clock.last_on < first_days[version],
            Clock.start_on < first_days[version],
        )
        # Waiting for a clock while holding others could wait in a circle.
        # In the order of the index: else PostgreSQL looks through all that was passed over already.
        first = select(Clock.id).where(is_before).order_by(Clock.last_on).limit(size)
        ids = session.scalars(first.with_for_update(skip_locked=True)).all()
        if ids:
            _stamp(session, ids, calendars.of(region).version)
            return len(ids)
    return 0


def _take(session: Session, kind: Kind, size: int) -> list[OpenClock]:
    first = select(Clock.id, Clock.case_id).where(of_kinds([kind])).limit(size)
    found = session.execute(first).all()
    free = _lock_free(session, {case_id for _, case_id in found})
    ids = [clock_id for clock_id, case_id in found if case_id in free]
    # Somebody may have been at a case between the look and the lock.
    return [one for one in read_clocks(session, ids) if one.kind == kind] if ids else []


def _lock_free(session: Session, case_ids: Collection[int]) -> set[int]:
    free = select(Case.id).where(among(Case.id, case_ids)).order_by(Case.id)
    return set(session.scalars(free.with_for_update(skip_locked=True)))


def read_clocks(session: Session, ids: Iterable[int]) -> list[OpenClock]:
    """Return some clocks, oldest first."""
    is_asked_for = among(Clock.id, ids)
    stops = stops_where(session, [is_asked_for])
    fired = _fired(session, is_asked_for)
    reader, found = FactReader(), []
    for clock_id, case_id, element_id, item_name, keys, *columns in session.execute(
        select(
            Clock.id,
            Clock.case_id,
            Clock.element_id,
            Clock.item_name,
            type_coerce(Clock.fired, Text),
            Clock.state,
            Clock.region,
            Clock.calendar_version,
            Clock.last_on,
            Clock.due_at,
            Clock.is_provisional,
            Clock.next_rung_at,
            Clock.level,
            *COLUMNS,
        )
        .where(is_asked_for)
        .order_by(Clock.id)
    ):
        state, region, version, last_on, due_at, is_provisional, next_rung_at, level = columns[:8]
        rule, facts = reader.read(columns[8:], stops.get(clock_id, ()))
        found.append(
            OpenClock(
                id=clock_id,
                case_id=case_id,
                element_id=element_id,
                item_name=item_name,
                kind=(state, region, version),
                rule=rule,
                facts=facts,
                shown=Shown(last_on, due_at, is_provisional, next_rung_at, level, _keys(keys)),
                fired=fired.get(clock_id, ()),
            )
        )
    return found


@lru_cache(maxsize=1024)
def _keys(text: str) -> tuple[str, ...]:
    """Return the rungs a clock reached; there are few ladders, and fewer ways to have climbed."""
    return tuple(json.loads(text))


def _fired(session: Session, of_clocks: ColumnElement[bool]) -> Mapping[int, list[Fired]]:
    found = defaultdict(list)
    for clock_id, firing_id, key, level, instant_at in session.execute(
        select(Firing.clock_id, Firing.id, Firing.rung_key, Firing.level, Firing.instant_at)
        .join(Clock, Clock.id == Firing.clock_id)
        .where(Firing.voided_at.is_(None), of_clocks)
        .order_by(Firing.id)
    ):
        found[clock_id].append(Fired(firing_id, key, level, instant_at))
    return found


def write_shown(
    session: Session,
    shown: Iterable[tuple[OpenClock, Shown]],
    version_of: Callable[[str], str],
) -> None:
    """Write what clocks show now, and by which version of their region's calendar.

    Most show what they showed: these only get the version.
    """
    same: dict[str, list[int]] = defaultdict(list)
    changed: list[dict[str, Any]] = []
    for clock, now in shown:
        version = version_of(clock.region)
        if now == clock.shown:
            same[version].append(clock.id)
        else:
            changed.append(
                {"id": clock.id, "calendar_version": version, **vars(now), "fired": [*now.fired]}
            )
    for version, ids in same.items():
        _stamp(session, ids, version)
    update_many(session, Clock, changed)


def _stamp(session: Session, ids: Iterable[int], version: str) -> None:
    session.execute(
        update(Clock)
        .where(among(Clock.id, ids))
        .values(calendar_version=version)
        .execution_options(synchronize_session=False)
    )


def void(session: Session, firings: Collection[Fired], *, at: datetime) -> None:
    """Void firings and revoke their cards; the rungs may be claimed anew."""
    ids = [firing.id for firing in firings if firing.id is not None]
    if not ids:
        return
    # The number is part of the claim.
    session.execute(
        update(Firing).where(among(Firing.id, ids)).values(voided_at=at, number=-Firing.id)
    )
    session.execute(
        update(Card).where(among(Card.firing_id, ids)).values(revoked_at=at, revoked_reason=NOT_YET)
    )


def note_passed(
    session: Session, passed: Iterable[tuple[OpenClock, Fired]], *, at: datetime
) -> None:
    """Note rungs that came to lie in the past: without a card, nobody could have met them."""
    rows = [
        {
            "clock_id": clock.id,
            "case_id": clock.case_id,
            "rung_key": fired.rung_key,
            "number": 1,
            "level": fired.level,
            "instant_at": fired.instant_at,
            "fired_at": at,
            "is_passed": True,
        }
        for clock, fired in passed
    ]
    insert_many(session, Firing, rows)


def forget(session: Session, kinds: tuple[type[Table], ...]) -> None:
    """Let a session read again what it holds of some tables: they were written beside it."""
    for one in list(session.identity_map.values()):
        if isinstance(one, kinds):
            session.expire(one)
