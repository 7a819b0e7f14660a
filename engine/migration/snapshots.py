"""The live rows of a case as plain values, kept while a migration can be taken back."""

from datetime import date, datetime
from typing import Any

from sqlalchemy import Date, inspect

from engine import timers
from engine.handling import Handling
from engine.store.base import Table, UtcDateTime
from engine.store.cases import Task
from engine.store.clocks import Clock, Timer

_TABLES: tuple[type[Table], ...] = (Task, Clock, Timer)
#: What people went on writing stays as they left it.
_KEPT = frozenset({"draft", "draft_at"})


def taken(handling: Handling) -> dict[str, Any]:
    """Return the case and its live rows before a move, as JSON."""
    case, rows = handling.case, handling.rows
    live: dict[str, list[Any]] = {
        "tasks": [one for one in rows.tasks if one.state == "open"],
        "clocks": rows.live_clocks(),
        "timers": list(rows.timers),
    }
    return {
        "definition_id": case.definition_id,
        "run": case.run,
        "done_by": case.done_by,
        **{name: [_values(row) for row in found] for name, found in live.items()},
    }


def put_back(handling: Handling, before: dict[str, Any]) -> dict[str, Any]:
    """Write the rows as they were; what came with the move ends. Returns the run's state."""
    names = {"tasks": Task, "clocks": Clock, "timers": Timer}
    old = {
        (table, _key(table, values)): values
        for name, table in names.items()
        for values in before[name]
    }
    _end_what_came(handling, set(old))
    for (table, key), values in old.items():
        row = handling.session.get(table, key)
        if row is not None:
            _write(row, values)
            if isinstance(row, Timer) and row not in handling.rows.timers:
                handling.rows.timers.append(row)
    handling.case.definition_id = before["definition_id"]
    handling.case.done_by = before["done_by"]
    state: dict[str, Any] = before["run"]
    return state


def _end_what_came(handling: Handling, known: set[tuple[type[Table], Any]]) -> None:
    rows = handling.rows
    for task in rows.tasks:
        if task.state == "open" and (Task, task.id) not in known:
            task.state, task.ended_at = "cancelled", handling.at
    for clock in rows.live_clocks():
        if (Clock, clock.id) not in known:
            clock.state, clock.ended_at, clock.next_rung_at = "ended", handling.at, None
            clock.end_outcome = "cancelled"
    for timer in list(rows.timers):
        if (Timer, timer.activity_id) not in known:
            timers.end(handling, timer)


def _columns(table: type[Table]) -> list[Any]:
    return [one for one in inspect(table).column_attrs if not one.key.startswith("_")]


def _key(table: type[Table], values: dict[str, Any]) -> Any:
    return values["activity_id" if table is Timer else "id"]


def _values(row: Table) -> dict[str, Any]:
    found = {one.key: getattr(row, one.key) for one in _columns(type(row))}
    return {
        key: value.isoformat() if isinstance(value, date | datetime) else value
        for key, value in found.items()
    }


def _write(row: Table, values: dict[str, Any]) -> None:
    for one in _columns(type(row)):
        if one.key not in _KEPT and one.key in values:
            setattr(row, one.key, _typed(one, values[one.key]))


def _typed(column: Any, value: Any) -> Any:
    kind = column.columns[0].type
    if not isinstance(value, str):
        return value
    if isinstance(kind, UtcDateTime):
        return datetime.fromisoformat(value)
    return date.fromisoformat(value) if isinstance(kind, Date) else value
