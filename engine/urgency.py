"""How urgent open tasks are: what lists are ordered and counted by, written beside each task.

A lamp can be worked out at any moment, but not a million of them to show the twenty most urgent.
So a task keeps what its lamp showed when its case last moved; every rung moves the case. Two
things come by the day alone, the last day and a due moment without a rung: lists look at `due_at`.
"""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from engine.lamp_levels import lamp_level
from engine.limit_rules import read_rule
from engine.limits.projection import Projection
from engine.live_rows import RUNNING, LiveRows
from engine.store import lists
from engine.store.among import among
from engine.store.cases import URGENCY, Task
from engine.store.clocks import Clock


def clocks_for(task: Task, clocks: Iterable[Clock]) -> tuple[Clock | None, Clock | None]:
    """Return the clock a task is worked by (its own, else the promise) and the statutory one."""
    live = [clock for clock in clocks if clock.state != "ended"]
    own = next((clock for clock in live if clock.activity_id == task.id), None)
    promised, statutory = (
        next((clock for clock in live if clock.rule.get("kind") == kind), None)
        for kind in ("promised", "statutory")
    )
    return own or promised or statutory, statutory


def place_tasks(rows: LiveRows, *, at: datetime) -> None:
    """Write anew how urgent the open tasks of a case are."""
    for task in rows.open_tasks("user"):
        _place(task, rows.live_clocks(), at)


def place_tasks_of(session: Session, case_ids: Iterable[int], *, at: datetime) -> None:
    """Write anew how urgent the open tasks of some cases are; their clocks are written already."""
    ids = set(case_ids)
    clocks = defaultdict(list)
    live = select(Clock).where(among(Clock.case_id, ids), Clock.state.in_(RUNNING))
    for clock in session.scalars(live.order_by(Clock.id)):
        clocks[clock.case_id].append(clock)
    for case_id, tasks in lists.open_tasks_of(session, ids).items():
        for task in tasks:
            _place(task, clocks[case_id], at)


def _place(task: Task, clocks: Sequence[Clock], at: datetime) -> None:
    shown = list(filter(None, dict.fromkeys(clocks_for(task, clocks))))
    levels = (URGENCY.index(_level(clock, at)) for clock in shown)
    task.urgency = min(levels, default=URGENCY.index("none"))
    task.due_at = min((clock.due_at for clock in shown if clock.due_at), default=None)


def _level(clock: Clock, at: datetime) -> str:
    stored = Projection(
        last_day=clock.last_on,
        due_at=clock.due_at,
        provisional=clock.is_provisional,
        rungs={},
        used=None,
        remaining=None,
        overdue=None,
        suspended=clock.state == "suspended",
        if_resumed_today=None,
    )
    return lamp_level(stored, read_rule(clock.limit_key, clock.rule).ladder, clock.level, at=at)
