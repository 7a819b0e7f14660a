"""Recounting open clocks after the calendar or a limit changed, in batches (counting.md 15, 16).

The change itself is one short transaction. Clocks whose projection rests on another calendar than
the present one, or whose rule was replaced, are stale; a batch locks their cases, writes the
projections anew and records each last day that moved. A rung that lies in the future again is
voided with its card; a rung that came to lie in the past is noted without a card, since nobody
could have met it.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import bindparam, insert, select, update
from sqlalchemy.orm import Session

from engine import timers
from engine.calendars import Calendars, load_calendars
from engine.clocks import facts_from, rule_of, worse
from engine.days import ZONE
from engine.handling import load_case, write_rows
from engine.limits.ladder import Ladder
from engine.limits.ledger import Facts
from engine.limits.projection import Projection, project
from engine.records import record_hash
from engine.staleness import of_kinds, stale_kinds
from engine.store import lists
from engine.store.cases import Case
from engine.store.clocks import Card, Clock, Firing, Timer
from engine.store.lists import ClockRow
from engine.store.publishing import CalendarNotice, LimitVersion
from engine.store.records import Record
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


def recount_batch(session: Session, *, at: datetime, cause: str, size: int = BATCH) -> Recount:
    """Recount up to `size` stale clocks; 0 clocks mean that none is left, or all are in use.

    `cause` is what the records name: the number of a notice, or why a limit changed.
    """
    calendars = load_calendars(session)
    ids = _lock_cases(session, size)
    rows = [
        row
        for found in lists.clocks_of(session, ids).values()
        for row in found
        if row.clock.state != "ended"
        and row.clock.calendar_version != calendars.of(row.clock.region).version
    ]
    firings = _firings_of(session, [row.clock.id for row in rows])
    before = {row.clock.id: row.clock.last_on for row in rows}
    shown = {row.clock.id: (row.clock.due_at, row.clock.level) for row in rows}
    projecting = _Projecting(calendars)
    for row in rows:
        _recount(session, row, firings[row.clock.id], projecting, at)
    session.flush()
    moved = [row.clock for row in rows if row.clock.last_on != before[row.clock.id]]
    _record(session, moved, before, at, cause)
    changed = [r.clock for r in rows if (r.clock.due_at, r.clock.level) != shown[r.clock.id]]
    place_tasks_of(session, {clock.case_id for clock in changed}, at=at)
    _rewrite_timers(session, {c.case_id for c in changed if c.due_at != shown[c.id][0]}, at)
    return Recount(len(rows), len(moved))


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


def _lock_cases(session: Session, size: int) -> list[int]:
    """Lock the cases of the first stale clocks; those somebody works on come another time."""
    is_stale = of_kinds(stale_kinds(session))
    stale = select(Clock.case_id, Clock.id).where(is_stale).order_by(Clock.id).limit(size)
    ids = sorted({case_id for case_id, _ in session.execute(stale)})
    return list(
        session.scalars(
            select(Case.id)
            .where(Case.id.in_(ids))
            .order_by(Case.id)
            .with_for_update(skip_locked=True)
        )
    )


def _firings_of(session: Session, clock_ids: Sequence[int]) -> dict[int, list[Firing]]:
    found: dict[int, list[Firing]] = defaultdict(list)
    for firing in session.scalars(
        select(Firing).where(Firing.clock_id.in_(clock_ids), Firing.voided_at.is_(None))
    ):
        found[firing.clock_id].append(firing)
    return found


class _Projecting:
    """Projections of one batch: very many clocks share their facts."""

    def __init__(self, calendars: Calendars) -> None:
        self.calendars = calendars
        self._known: dict[tuple[Facts, Ladder, str], Projection] = {}

    def __call__(self, facts: Facts, ladder: Ladder, region: str) -> Projection:
        key = facts, ladder, region
        if key not in self._known:
            self._known[key] = project(facts, ladder, self.calendars.of(region), tz=ZONE)
        return self._known[key]


def _recount(
    session: Session, row: ClockRow, fired: list[Firing], projecting: _Projecting, at: datetime
) -> None:
    clock, rule = row.clock, rule_of(row.clock)
    shown = projecting(facts_from(clock, row.stops), rule.ladder, clock.region)
    # What was due before the change is left to the sweep, with its card.
    was_due = clock.next_rung_at is not None and clock.next_rung_at <= at
    standing = _void(session, row, fired, shown, at)
    if not was_due:
        standing += _note_passed(session, clock, rule.ladder, shown, standing, at)
    clock.level = worst(firing.level for firing in standing)
    clock.fired = [firing.rung_key for firing in standing]
    clock.last_on, clock.due_at = shown.last_day, shown.due_at
    clock.is_provisional = shown.provisional
    clock.calendar_version = projecting.calendars.of(clock.region).version
    following = shown.next_rung({firing.rung_key for firing in standing})
    clock.next_rung_at = following[1] if following else None


def worst(levels: Iterable[str]) -> str:
    """Return the worst of some levels; "none" without any."""
    found = "none"
    for level in levels:
        found = worse(found, level)
    return found


def _void(
    session: Session, row: ClockRow, fired: list[Firing], shown: Projection, at: datetime
) -> list[Firing]:
    """Void the firings the change put into the future; return those that stand."""
    standing = []
    for firing in fired:
        instant = shown.rungs.get(firing.rung_key)
        if instant is None or instant <= at or not _is_of_the_change(row, firing):
            standing.append(firing)
            continue
        firing.voided_at = at
        # The number is part of the claim: the rung may be claimed anew.
        firing.number = -firing.id
        for card in session.scalars(select(Card).where(Card.firing_id == firing.id)):
            card.revoked_at, card.revoked_reason = at, "重新计算后该档尚未到 / recounted"
    return standing


def _is_of_the_change(row: ClockRow, firing: Firing) -> bool:
    """Say whether only the change can have moved a rung: a stop or extension leaves it fired."""
    stopped = any(stop.stopped_at >= firing.instant_at for stop in row.stops)
    return not stopped and not row.clock.extensions


def _note_passed(
    session: Session,
    clock: Clock,
    ladder: Ladder,
    shown: Projection,
    standing: list[Firing],
    at: datetime,
) -> list[Firing]:
    rungs = {rung.key: rung for rung in ladder}
    known = {firing.rung_key for firing in standing}
    passed = [
        Firing(
            clock_id=clock.id,
            case_id=clock.case_id,
            rung_key=key,
            level=rungs[key].level,
            instant_at=instant,
            fired_at=at,
            is_passed=True,
        )
        for key, instant in shown.rungs.items()
        if instant <= at and key not in known
    ]
    session.add_all(passed)
    return passed


def _record(
    session: Session,
    moved: Sequence[Clock],
    before: Mapping[int, object],
    at: datetime,
    cause: str,
) -> None:
    """Write old and new last day into the record of each case that moved, all in three statements.

    The cases are locked; their documents are not loaded.
    """
    if not moved:
        return
    heads = {
        row.id: [row.record_count, row.record_head, row.version, max(at, row.recorded_at or at)]
        for row in session.execute(
            select(
                Case.id, Case.record_count, Case.record_head, Case.version, Case.recorded_at
            ).where(Case.id.in_({clock.case_id for clock in moved}))
        )
    }
    entries = [_entry(clock, before[clock.id], heads[clock.case_id], at, cause) for clock in moved]
    session.execute(insert(Record), entries)
    cases = Case.metadata.tables[Case.__tablename__]
    session.connection().execute(
        update(cases)
        .where(cases.c.id == bindparam("case"))
        .values(
            record_count=bindparam("count"),
            record_head=bindparam("head"),
            version=bindparam("after"),
            recorded_at=bindparam("written"),
        ),
        [
            {
                "case": case_id,
                "count": count,
                "head": head,
                "after": version + 1,
                "written": written_at,
            }
            for case_id, (count, head, version, written_at) in heads.items()
        ],
    )
    _forget(session, heads)


def _forget(session: Session, case_ids: Iterable[int]) -> None:
    """Expire cases the session holds: they were written beside it."""
    ids = set(case_ids)
    for one in session.identity_map.values():
        if isinstance(one, Case) and one.id in ids:
            session.expire(one)


def _entry(clock: Clock, old: object, head: list[Any], at: datetime, cause: str) -> dict[str, Any]:
    """Return the next entry of a case's chain; `head` (count, hash, …) moves on."""
    entry = Record(
        case_id=clock.case_id,
        number=head[0] + 1,
        kind="clock_recounted",
        at=at,
        written_at=head[3],
        person_id=None,
        element_id=clock.element_id,
        body={
            "limit": clock.limit_key,
            "name": str(clock.rule["name"]),
            "item": clock.item_name or None,
            "old_on": str(old) if old else None,
            "new_on": clock.last_on.isoformat() if clock.last_on else None,
            "cause": cause,
        },
        previous_hash=head[1],
        hash="",
    )
    entry.hash = record_hash(entry)
    head[0], head[1] = entry.number, entry.hash
    columns = [column.key for column in Record.__mapper__.column_attrs if column.key != "id"]
    return {key: getattr(entry, key) for key in columns}


def _rewrite_timers(session: Session, case_ids: set[int], at: datetime) -> None:
    """Move the drawn timers of the cases whose clocks moved, in the same transaction."""
    armed = set(
        session.scalars(select(Timer.case_id).where(Timer.case_id.in_(case_ids)).distinct())
    )
    for case_id in sorted(armed):
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
    ids = list(session.scalars(select(Clock.case_id).where(Clock.state != "ended").distinct()))
    found: list[Difference] = []
    for start in range(0, len(ids), BATCH):
        for rows in lists.clocks_of(session, ids[start : start + BATCH]).values():
            for row in rows:
                if row.clock.state != "ended":
                    found += _compare(row, calendars)
    return found


def _compare(row: ClockRow, calendars: Calendars) -> list[Difference]:
    clock, calendar = row.clock, calendars.of(row.clock.region)
    shown = project(facts_from(clock, row.stops), rule_of(clock).ladder, calendar, tz=ZONE)
    pairs = {
        "last_on": (clock.last_on, shown.last_day),
        "due_at": (clock.due_at, shown.due_at),
        "is_provisional": (clock.is_provisional, shown.provisional),
        "state": (clock.state, "suspended" if shown.suspended else "running"),
    }
    return [
        Difference(clock.id, clock.case_id, clock.limit_key, field, stored, derived)
        for field, (stored, derived) in pairs.items()
        if stored != derived
    ]


def rebuild(session: Session) -> int:
    """Mark every open clock stale, so that batches derive it anew; returns how many."""
    clocks = list(session.scalars(select(Clock).where(Clock.state != "ended")))
    for clock in clocks:
        clock.calendar_version = REPLACED
    session.flush()
    return len(clocks)
