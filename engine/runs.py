"""Runs: clocks with all that a what-if needs, read in a few queries whatever their number.

A run is a value; nothing here loads a case's document or its process.
"""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import ColumnElement, Text, select, type_coerce
from sqlalchemy.orm import Session

from engine.limit_rules import LimitRule, read_rule
from engine.limits.ledger import Facts, Suspension
from engine.limits.units import Amount
from engine.store import json
from engine.store.cases import Case, Task
from engine.store.clocks import Clock, ClockStop, Firing, Stop


@dataclass(frozen=True)
class Run:
    """One clock of one case, with the rungs it fired and who holds the work."""

    clock_id: int
    case_number: str
    case_title: str
    matter_key: str
    rule: LimitRule
    facts: Facts
    #: Whose calendar counts; empty: the bureau's.
    region: str
    item: str
    #: Level by key of the rungs that fired and stand.
    fired: Mapping[str, str]
    ended_at: datetime | None
    #: Units used when it ended.
    used: int | None
    person_id: str | None
    section_key: str | None

    @property
    def limit(self) -> tuple[str, str]:
        """Return the keys of matter and limit."""
        return self.matter_key, self.rule.key


def open_runs(session: Session, matter_key: str = "") -> list[Run]:
    """Return the clocks that have not ended, of a matter or of all, oldest first."""
    conditions = [Clock.state != "ended"]
    if matter_key:
        conditions.append(Case.matter_key == matter_key)
    return _runs(session, conditions, _holders(session))


def ended_runs(
    session: Session, *, since: datetime, until: datetime, matter_key: str = ""
) -> list[Run]:
    """Return the clocks whose work was completed between two moments, oldest first."""
    conditions = [
        Clock.state == "ended",
        Clock.end_outcome == "completed",
        Clock.ended_at >= since,
        Clock.ended_at < until,
    ]
    if matter_key:
        conditions.append(Case.matter_key == matter_key)
    return _runs(session, conditions, {})


Holders = Mapping[int, Sequence[tuple[str, str | None, str]]]


def _runs(session: Session, conditions: list[ColumnElement[bool]], holders: Holders) -> list[Run]:
    stops = _stops(session, conditions)
    fired = _fired(session, conditions)
    rules: dict[tuple[str, str], LimitRule] = {}
    found = []
    # Rules and extensions come as text: a bureau has few of them and very many clocks.
    for row in session.execute(
        select(
            Clock.id,
            Clock.case_id,
            Clock.activity_id,
            Clock.limit_key,
            Clock.item_name,
            type_coerce(Clock.rule, Text).label("rule"),
            Clock.amount,
            Clock.region,
            Clock.start_on,
            Clock.start_at,
            type_coerce(Clock.extensions, Text).label("extensions"),
            Clock.ended_at,
            Clock.used,
            Case.number,
            Case.title,
            Case.matter_key,
        )
        .join(Case, Case.id == Clock.case_id)
        .where(*conditions)
        .order_by(Clock.id)
    ):
        known = (row.limit_key, row.rule)
        if known not in rules:
            rules[known] = read_rule(row.limit_key, json.loads(row.rule))
        rule, amount = rules[known], Amount.parse(row.amount)
        person, section = _holder(holders.get(row.case_id, ()), row.activity_id)
        facts = Facts(
            start=row.start_at if amount.unit.is_hours else row.start_on,
            amount=amount,
            extensions=_extensions(row.extensions),
            suspensions=tuple(stops.get(row.id, ())),
            ends=rule.ends,
        )
        found.append(
            Run(
                clock_id=row.id,
                case_number=row.number,
                case_title=row.title,
                matter_key=row.matter_key,
                rule=rule,
                facts=facts,
                region=row.region,
                item=row.item_name,
                fired=fired.get(row.id, {}),
                ended_at=row.ended_at,
                used=row.used,
                person_id=person,
                section_key=section,
            )
        )
    return found


def _extensions(text: str) -> tuple[int, ...]:
    return () if text == "[]" else tuple(int(units) for units in json.loads(text))


def _stops(session: Session, conditions: list[ColumnElement[bool]]) -> dict[int, list[Suspension]]:
    found: dict[int, list[Suspension]] = defaultdict(list)
    for row in session.execute(
        select(
            ClockStop.clock_id,
            Stop.stopped_at,
            Stop.resumed_at,
            Stop.ground_name,
            Stop.document_number,
        )
        .join(Stop, Stop.id == ClockStop.stop_id)
        .join(Clock, Clock.id == ClockStop.clock_id)
        .join(Case, Case.id == Clock.case_id)
        .where(*conditions)
        .order_by(Stop.stopped_at)
    ):
        found[row.clock_id].append(
            Suspension(row.stopped_at, row.resumed_at, row.ground_name, row.document_number)
        )
    return found


def _fired(session: Session, conditions: list[ColumnElement[bool]]) -> dict[int, dict[str, str]]:
    found: dict[int, dict[str, str]] = defaultdict(dict)
    for clock_id, key, level in session.execute(
        select(Firing.clock_id, Firing.rung_key, Firing.level)
        .join(Clock, Clock.id == Firing.clock_id)
        .join(Case, Case.id == Clock.case_id)
        .where(Firing.voided_at.is_(None), *conditions)
    ):
        found[clock_id][key] = level
    return found


def _holders(session: Session) -> Holders:
    found: dict[int, list[tuple[str, str | None, str]]] = defaultdict(list)
    for case_id, task_id, person, section in session.execute(
        select(Task.case_id, Task.id, Task.assignee_id, Task.section_key)
        .where(Task.state == "open", Task.kind == "user")
        .order_by(Task.opened_at)
    ):
        found[case_id].append((task_id, person, section))
    return found


def _holder(
    tasks: Sequence[tuple[str, str | None, str]], activity_id: str
) -> tuple[str | None, str | None]:
    """Return person and section of a clock's own task, else of the case's first held one."""
    own = [task for task in tasks if task[0] == activity_id] or tasks
    if not own:
        return None, None
    _, person, section = next((task for task in own if task[1]), own[0])
    return person, section
