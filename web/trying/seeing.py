"""What is to be seen of a run: how far its case has come, and by what rungs."""

from dataclasses import dataclass, field
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from engine.days import closing_day_of
from engine.store.cases import Case, Step, Task
from engine.store.clocks import Clock, Firing


@dataclass(frozen=True)
class Mark:
    """How far was looked: the number of the last step and the id of the last rung."""

    step: int = 0
    firing: int = 0


def since(
    session: Session, case_id: int, mark: Mark
) -> tuple[tuple[str, ...], tuple[str, ...], Mark]:
    """Return the elements finished and the rungs fired since, and how far was looked."""
    steps = session.scalars(
        select(Step).where(Step.case_id == case_id, Step.number > mark.step).order_by(Step.number)
    ).all()
    fired = session.execute(
        select(Firing, Clock.limit_key)
        .join(Clock, Clock.id == Firing.clock_id)
        .where(Firing.case_id == case_id, Firing.id > mark.firing, Firing.is_passed.is_(False))
        .order_by(Firing.instant_at, Clock.limit_key, Firing.rung_key, Firing.id)
    ).all()
    reached = tuple(step.element_id for step in steps if step.outcome == "completed")
    rungs = tuple(
        f"{limit}.{one.rung_key} {closing_day_of(one.instant_at)}" for one, limit in fired
    )
    last = Mark(
        max([mark.step, *(step.number for step in steps)]),
        max([mark.firing, *(one.id for one, _ in fired)]),
    )
    return reached, rungs, last


@dataclass(frozen=True)
class Standing:
    """Where a run ended: what a scenario expects of it."""

    #: open | closed
    state: str
    outcome: str = ""
    #: Elements that wait, each as often as it does.
    waiting: tuple[str, ...] = ()
    #: One row for each clock: limit, item, amount, last day.
    clocks: tuple[dict[str, str], ...] = field(default=())


def standing(session: Session, case_id: int | None) -> Standing:
    """Return where the case of a run stands."""
    if case_id is None:
        return Standing("none")
    case = session.get_one(Case, case_id)
    waiting = session.scalars(
        select(Task.element_id).where(Task.case_id == case_id, Task.state == "open")
    )
    clocks = session.scalars(select(Clock).where(Clock.case_id == case_id))
    rows = sorted((_row(clock) for clock in clocks), key=lambda row: tuple(row.values()))
    return Standing(case.state, case.outcome or "", tuple(sorted(waiting)), tuple(rows))


def _row(clock: Clock) -> dict[str, str]:
    last = clock.last_on.isoformat() if clock.last_on else ""
    row = {"limit": clock.limit_key, "item": clock.item_key or ""}
    return {**row, "amount": clock.amount, "last": last}


def as_table(found: Standing) -> dict[str, Any]:
    """Return a standing as plain data, without what is empty."""
    clocks = [{key: value for key, value in row.items() if value} for row in found.clocks]
    rows: dict[str, Any] = {
        "state": found.state,
        "outcome": found.outcome,
        "waiting": list(found.waiting),
        "clocks": clocks,
    }
    return {key: value for key, value in rows.items() if value not in ("", [])}


def read_standing(table: dict[str, Any]) -> Standing:
    """Return the standing of plain data."""
    empty = {"limit": "", "item": "", "amount": "", "last": ""}
    return Standing(
        table.get("state", ""),
        table.get("outcome", ""),
        tuple(table.get("waiting", ())),
        tuple({**empty, **row} for row in table.get("clocks", ())),
    )
