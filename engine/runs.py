"""Runs: clocks with all that a what-if needs, read in a few queries whatever their number.

A run is a value; nothing here loads a case's document or its process.
"""

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import ColumnElement, select
from sqlalchemy.orm import Session

from engine.clock_facts import COLUMNS, FactReader, stops_where
from engine.limit_rules import LimitRule
from engine.limits.ledger import Facts
from engine.store.cases import Case, Task
from engine.store.clocks import Clock, Firing

NONE_FIRED: Mapping[str, str] = {}


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


def open_runs(session: Session, matter_key: str = "", limit_key: str = "") -> list[Run]:
    """Return the clocks that have not ended, of a matter or limit or of all, oldest first."""
    conditions = [Clock.state != "ended", *_named(matter_key, limit_key)]
    return _runs(session, conditions, _holders(session))


def ended_runs(
    session: Session,
    *,
    since: datetime,
    until: datetime,
    matter_key: str = "",
    limit_key: str = "",
) -> list[Run]:
    """Return the clocks whose work was completed between two moments, oldest first."""
    conditions = [
        Clock.state == "ended",
        Clock.end_outcome == "completed",
        Clock.ended_at >= since,
        Clock.ended_at < until,
        *_named(matter_key, limit_key),
    ]
    return _runs(session, conditions, {})


def _named(matter_key: str, limit_key: str) -> Iterator[ColumnElement[bool]]:
    if matter_key:
        yield Clock.case_id.in_(select(Case.id).where(Case.matter_key == matter_key))
    if limit_key:
        yield Clock.limit_key == limit_key


#: By case: its open tasks with person and section.
Holders = Mapping[int, Sequence[tuple[str, str | None, str]]]


def _runs(session: Session, conditions: list[ColumnElement[bool]], holders: Holders) -> list[Run]:
    stops = stops_where(session, conditions)
    fired = _fired(session, conditions)
    reader = FactReader()
    query = (
        select(
            Clock.id,
            Clock.case_id,
            Clock.activity_id,
            Clock.region,
            Clock.item_name,
            Clock.ended_at,
            Clock.used,
            Case.number,
            Case.title,
            Case.matter_key,
            *COLUMNS,
        )
        .join(Case, Case.id == Clock.case_id)
        .where(*conditions)
        .order_by(Clock.id)
    )
    found = []
    for (
        clock_id,
        case_id,
        activity_id,
        region,
        item,
        ended_at,
        used,
        number,
        title,
        matter_key,
        *columns,
    ) in session.execute(query):
        rule, facts = reader.read(columns, stops.get(clock_id, ()))
        person_id, section_key = _holder(holders.get(case_id, ()), activity_id)
        found.append(
            Run(
                clock_id=clock_id,
                case_number=number,
                case_title=title,
                matter_key=matter_key,
                rule=rule,
                facts=facts,
                region=region,
                item=item,
                fired=fired.get(clock_id, NONE_FIRED),
                ended_at=ended_at,
                used=used,
                person_id=person_id,
                section_key=section_key,
            )
        )
    return found


def _fired(session: Session, conditions: list[ColumnElement[bool]]) -> dict[int, dict[str, str]]:
    found: dict[int, dict[str, str]] = defaultdict(dict)
    for clock_id, key, level in session.execute(
        select(Firing.clock_id, Firing.rung_key, Firing.level)
        .join(Clock, Clock.id == Firing.clock_id)
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
