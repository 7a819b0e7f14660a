"""A bureau with very many cases, copied from one real case: open ones, and those of the last year.

Their clocks are as mixed as a bureau's: working days, days and months, of every age, some stopped,
resumed or extended.
"""

import random
from collections.abc import Iterator
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import insert, select
from sqlalchemy.orm import Session
from towns import Town

from engine.days import day_of
from engine.recounting import REPLACED
from engine.scheduler import recount
from engine.store.base import Table
from engine.store.cases import Case, Task
from engine.store.clocks import Clock, ClockStop, Stop, Timer
from engine.store.database import transaction

OPEN, CLOSED = 1_000_000, 2_000_000
AMOUNTS = ("3WD", "7WD", "10WD", "20WD", "45WD", "15ND", "30ND", "1MO")
CHUNK = 10_000
YEAR = 365

Values = dict[str, Any]


def crowd(town: Town, case_id: int, number: int) -> None:
    """Add as many open and as many ended cases; what open clocks reached before now is noted."""
    with transaction(town.database) as session:
        copies = _Copies(session, case_id, town.now)
        for first in range(0, number, CHUNK):
            numbers = range(first, min(first + CHUNK, number))
            copies.add([copies.opened(OPEN + n) for n in numbers])
            copies.add([copies.closed(CLOSED + n) for n in numbers])
    recount(town.database, town.clock)
    with town.database.engine.connect() as connection:
        connection.exec_driver_sql("ANALYZE")
        connection.commit()


class _Copies:
    """Rows like those of one real case."""

    def __init__(self, session: Session, case_id: int, now: datetime) -> None:
        self.session, self.now = session, now
        self.chance = random.Random(5)
        case = _plain(session.get_one(Case, case_id))
        self.case = case | {"record_count": 0, "record_head": "", "run": {}, "document": {}}
        clocks = session.scalars(select(Clock).where(Clock.case_id == case_id))
        self.clocks = {one.limit_key: _plain(one) for one in clocks}
        task = session.scalars(select(Task).where(Task.case_id == case_id, Task.state == "open"))
        self.task = _plain(task.first())
        timers = session.scalars(select(Timer).where(Timer.case_id == case_id))
        self.timer = next(_plain(one) for one in timers if one.due_at and one.host_id)

    def add(self, cases: list[Iterator[tuple[type[Table], Values]]]) -> None:
        """Write the rows of some cases, a statement a table."""
        kinds: tuple[type[Table], ...] = (Case, Clock, Task, Timer, Stop, ClockStop)
        rows: dict[type[Table], list[Values]] = {kind: [] for kind in kinds}
        for one in cases:
            for kind, values in one:
                rows[kind].append(values)
        for kind, found in rows.items():
            if found:
                self.session.execute(insert(kind), found)

    def opened(self, number: int) -> Iterator[tuple[type[Table], Values]]:
        """Give the rows of an open case: a task, a clock, its timer, now and then a stop."""
        chance, started_at = self.chance, self._moment(30)
        yield Case, {**self.case, "id": number, "number": f"B-{number}"}
        yield Task, {**self.task, "id": f"b{number}", "case_id": number}
        is_stopped, was_stopped = chance.random() < 0.03, chance.random() < 0.1
        clock = self._clock(number, started_at, state="suspended" if is_stopped else "running")
        yield Clock, clock
        if "review" in clock["limit_key"]:
            armed = {"activity_id": f"t{number}", "host_id": f"a{number}", "case_id": number}
            yield Timer, {**self.timer, **armed, "due_at": None}
        if is_stopped or was_stopped:
            stopped_at = started_at + timedelta(hours=chance.randrange(1, 200))
            lasting = timedelta(hours=chance.randrange(30, 300))
            yield from self._stop(number, stopped_at, None if is_stopped else stopped_at + lasting)

    def closed(self, number: int) -> Iterator[tuple[type[Table], Values]]:
        """Give the rows of a case that ended within the last year."""
        started_at = self._moment(YEAR - 40) - timedelta(days=20)
        ended_at = started_at + timedelta(hours=self.chance.randrange(5, 450))
        case = {"id": number, "number": f"B-{number}", "state": "closed", "closed_at": ended_at}
        yield Case, {**self.case, **case}
        ended = {"state": "ended", "end_outcome": "completed", "ended_at": ended_at, "used": 3}
        yield Clock, self._clock(number, started_at, **ended)
        if self.chance.random() < 0.1:
            yield from self._stop(number, started_at, started_at + timedelta(hours=30))

    def _moment(self, days: int) -> datetime:
        return self.now - timedelta(minutes=self.chance.randrange(1, days * 24 * 60))

    def _clock(self, number: int, started_at: datetime, **changed: Any) -> Values:
        chance = self.chance
        return {
            **self.clocks[chance.choice(sorted(self.clocks))],
            "id": number,
            "case_id": number,
            "activity_id": f"a{number}",
            "start_at": started_at,
            "start_on": day_of(started_at),
            "amount": chance.choice(AMOUNTS),
            "extensions": [10] if chance.random() < 0.05 else [],
            "calendar_version": REPLACED,
            "next_rung_at": None,
            "fired": [],
            "level": "none",
            **changed,
        }

    def _stop(
        self, number: int, stopped_at: datetime, resumed_at: datetime | None
    ) -> Iterator[tuple[type[Table], Values]]:
        values = {"id": number, "case_id": number, "activity_id": "root", "ground": "expert_review"}
        told = {"ground_name": "专家评审", "told": "10WD"}
        yield Stop, {**values, **told, "stopped_at": stopped_at, "resumed_at": resumed_at}
        yield ClockStop, {"clock_id": number, "stop_id": number}


def _plain(row: Any) -> Values:
    return {
        one.key: getattr(row, one.key) for one in row.__mapper__.column_attrs if one.key != "id"
    }
