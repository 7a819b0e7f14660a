"""Lists and the sweep visit what they show or fire, not what is there besides.

On SQLite the steps of its machine are counted, on PostgreSQL the rows its plans passed through:
both tell the same on every machine. `make bench` has the long form, with a million and in time.
"""

from collections.abc import Callable, Mapping
from typing import Any

import rounds
from multitudes import FIRST, multiply
from sqlalchemy import event, text
from sqlalchemy.orm import Session
from towns import Town

from engine.days import ZONE, day_of
from engine.limits.moments import end_of
from engine.rotation import orphaned_tasks
from engine.staleness import stale_kinds
from engine.store import lists, task_lists
from engine.store.database import reading
from engine.store.task_lists import done_by, held_by, in_pool_of
from engine.sweep import due_cases, next_due_at

WHO, POST = "limingyuan", ("approval", "handler")
FEW, MANY = 1_000, 6_000
MOST_GROWTH = 1.5

Ask = Callable[[Session], object]


def asked(town: Town) -> dict[str, Ask]:
    until = end_of(day_of(town.now), ZONE)
    held, pool, done = held_by(WHO), in_pool_of([POST, ("window", "clerk")]), done_by(WHO)
    return {
        "held": lambda session: task_lists.task_page(session, held),
        "held, third page": lambda session: task_lists.task_page(session, held, number=3),
        "pool": lambda session: task_lists.task_page(session, pool),
        "done": lambda session: task_lists.task_page(session, done),
        "counts": lambda session: task_lists.count_each(
            session, task_lists.groups(held, until=until)
        ),
        "steps": lambda session: task_lists.steps_among(session, pool),
        "cases": lambda session: lists.cases_page(session),
        "due": lambda session: due_cases(session, town.now),
        "due next": lambda session: next_due_at(session, town.now),
        "stale": lambda session: list(stale_kinds(session)),
        "orphaned": lambda session: orphaned_tasks(session, town.now),
    }


def test_lists_and_sweep_do_not_grow_with_what_is_there(town: Town) -> None:
    rounds.deploy_rounds(town.database)
    case = rounds.start(town)
    add(town, case, FEW, first=FIRST)
    few = {name: visited(town, ask) for name, ask in asked(town).items()}
    add(town, case, MANY - FEW, first=2 * FIRST)
    many = {name: visited(town, ask) for name, ask in asked(town).items()}

    grown = {name: (few[name], many[name]) for name in few if not is_flat(few[name], many[name])}
    assert not grown


def is_flat(few: int, many: int) -> bool:
    return many <= MOST_GROWTH * few


def add(town: Town, case: int, number: int, *, first: int) -> None:
    """Add tasks somebody holds, as many in the pool and as many done."""
    done: Mapping[str, Any] = {"state": "completed", "completed_by": WHO, "ended_at": town.now}
    kinds: tuple[Mapping[str, Any], ...] = ({"assignee_id": WHO}, {"assignee_id": None}, done)
    for place, kind in enumerate(kinds):
        multiply(town, case, number, first=first + place * MANY, urgency=task_lists.GREEN, **kind)
    if not town.database.is_sqlite:  # what its autovacuum does
        with town.database.write.begin() as session:
            session.execute(text("ANALYZE"))


def visited(town: Town, ask: Ask) -> int:
    """Return how much a database did for an answer."""
    with reading(town.database) as session:
        return (_steps if town.database.is_sqlite else _rows)(session, ask)


def _steps(session: Session, ask: Ask) -> int:
    connection: Any = session.connection().connection.driver_connection
    steps = 0

    def step() -> None:
        nonlocal steps
        steps += 1

    connection.set_progress_handler(step, 1)
    ask(session)
    connection.set_progress_handler(None, 1)
    return steps


def _rows(session: Session, ask: Ask) -> int:
    sent: list[tuple[str, Any]] = []

    def note(_c: Any, _cursor: Any, statement: str, given: Any, *_: Any) -> None:
        sent.append((statement, given))

    engine = session.get_bind()
    event.listen(engine, "before_cursor_execute", note)
    ask(session)
    event.remove(engine, "before_cursor_execute", note)
    plans = [
        session.connection()
        .exec_driver_sql(f"EXPLAIN (ANALYZE, FORMAT JSON) {statement}", given)
        .scalar_one()
        for statement, given in sent
    ]
    return sum(_passed(plan[0]["Plan"]) for plan in plans)


def _passed(plan: dict[str, Any]) -> int:
    """Return the rows that went through a node of a plan and the nodes under it."""
    own = (plan["Actual Rows"] + plan.get("Rows Removed by Filter", 0)) * plan["Actual Loops"]
    return int(own) + sum(map(_passed, plan.get("Plans", ())))
