"""How urgent open tasks are: what lists are ordered and counted by, written beside each task.

A lamp can be worked out at any moment, but not a million of them to show the twenty most urgent.
So a task keeps what its lamp showed when its case last moved; every rung moves the case. Two
things come by the day alone, the last day and a due moment without a rung: lists look at `due_at`.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from datetime import date, datetime
from functools import lru_cache
from typing import Any, NamedTuple, TypeVar

from sqlalchemy import Text, select, type_coerce
from sqlalchemy.orm import Session

from engine.lamp_levels import lamp_level
from engine.limit_rules import read_rule
from engine.limits.projection import Projection
from engine.live_rows import RUNNING, LiveRows
from engine.store import json
from engine.store.among import among
from engine.store.cases import URGENCY, Task
from engine.store.clocks import Clock
from engine.store.many_rows import update_many


class Running(NamedTuple):
    """What of a running clock decides how urgent a task is, named as in its row."""

    state: str
    activity_id: str
    limit_key: str
    rule: Mapping[str, Any]
    last_on: date | None
    due_at: datetime | None
    is_provisional: bool
    level: str


C = TypeVar("C", Clock, Running)


def clocks_for(task_id: str, clocks: Iterable[C]) -> tuple[C | None, C | None]:
    """Return the clock a task is worked by (its own, else the promise) and the statutory one."""
    live = [clock for clock in clocks if clock.state != "ended"]
    own = next((clock for clock in live if clock.activity_id == task_id), None)
    promised, statutory = (
        next((clock for clock in live if clock.rule.get("kind") == kind), None)
        for kind in ("promised", "statutory")
    )
    return own or promised or statutory, statutory


def place_tasks(rows: LiveRows, *, at: datetime) -> None:
    """Write anew how urgent the open tasks of a case are."""
    for task in rows.open_tasks("user"):
        task.urgency, task.due_at = _place(task.id, rows.live_clocks(), at)


def place_tasks_of(session: Session, case_ids: Iterable[int], *, at: datetime) -> None:
    """Write anew how urgent the open tasks of some cases are; their clocks are written already.

    The session's own tasks are not told.
    """
    ids = set(case_ids)
    clocks = _running(session, ids)
    tasks = session.execute(
        select(Task.id, Task.case_id, Task.urgency, Task.due_at).where(
            among(Task.case_id, ids), Task.state == "open"
        )
    )
    changed = []
    for task_id, case_id, *known in tasks:
        urgency, due_at = _place(task_id, clocks[case_id], at)
        if [urgency, due_at] != known:
            changed.append({"id": task_id, "urgency": urgency, "due_at": due_at})
    update_many(session, Task, changed)


def _running(session: Session, case_ids: set[int]) -> Mapping[int, list[Running]]:
    found: Mapping[int, list[Running]] = defaultdict(list)
    for case_id, state, activity_id, limit_key, rule, *shown in session.execute(
        select(
            Clock.case_id,
            Clock.state,
            Clock.activity_id,
            Clock.limit_key,
            type_coerce(Clock.rule, Text),
            Clock.last_on,
            Clock.due_at,
            Clock.is_provisional,
            Clock.level,
        )
        .where(among(Clock.case_id, case_ids), Clock.state.in_(RUNNING))
        .order_by(Clock.id)
    ):
        columns: Any = shown
        found[case_id].append(Running(state, activity_id, limit_key, _rule(rule), *columns))
    return found


@lru_cache(maxsize=1024)
def _rule(text: str) -> Mapping[str, Any]:
    """Return a rule from its text; very many clocks share it."""
    rule: Mapping[str, Any] = json.loads(text)
    return rule


def _place(task_id: str, clocks: Sequence[C], at: datetime) -> tuple[int, datetime | None]:
    """Return the urgency of a task and when it is due."""
    shown = [clock for clock in clocks_for(task_id, clocks) if clock]
    levels = (URGENCY.index(_level(clock, at)) for clock in shown)
    urgency = min(levels, default=URGENCY.index("none"))
    return urgency, min((clock.due_at for clock in shown if clock.due_at), default=None)


def _level(clock: C, at: datetime) -> str:
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
    # Of a clock in time the ladder says nothing; reading it would cost the most of all.
    is_late = clock.due_at is not None and clock.due_at <= at
    ladder = read_rule(clock.limit_key, clock.rule).ladder if is_late else ()
    return lamp_level(stored, ladder, clock.level, at=at)
