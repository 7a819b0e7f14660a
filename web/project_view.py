"""A project's cases on one timeline: the phases each went through, and how it stands."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from flask import url_for
from sqlalchemy import select

from engine.days import day_of
from engine.definitions import Definition, load_definition
from engine.store import lists
from engine.store.cases import Case, Step, Task
from engine.store.project_lists import parties_of_cases
from engine.store.registers import Organisation, Party
from web.case_rows import case_rows
from web.language import pick
from web.session import db, now

#: A phase shorter than this part of the whole is still drawn as wide.
LEAST_PERCENT = 1.2
#: One narrower bears its name in the tip only.
NAMED_PERCENT = 5


@dataclass
class Stretch:
    """A phase a case went through, or is in."""

    name: str
    from_at: datetime
    until_at: datetime
    is_now: bool = False


def timeline(cases: Sequence[Case]) -> dict[str, Any]:
    """Return the cases as rows with stretches in percent, and the days of the axis."""
    if not cases:
        return {"rows": [], "ticks": []}
    shown = {row["number"]: row for row in case_rows(cases)}
    tasks = lists.open_tasks_of(db(), [case.id for case in cases])
    stretches = {case.id: list(_stretches(case, tasks[case.id])) for case in cases}
    ends = [one.until_at for found in stretches.values() for one in found]
    from_at = min(case.opened_at for case in cases)
    whole = max(max(ends, default=now()) - from_at, timedelta(days=1))
    return {
        "rows": [
            {
                **shown[case.number],
                "from": day_of(case.opened_at).isoformat(),
                "until": day_of(case.closed_at).isoformat() if case.closed_at else "",
                "phases": [_placed(one, from_at, whole) for one in stretches[case.id]],
            }
            for case in cases
        ],
        "ticks": list(_ticks(from_at, whole)),
    }


def _stretches(case: Case, open_tasks: Iterable[Task]) -> Iterator[Stretch]:
    """Yield the phases of a case, each from when it was first reached.

    A step back into an earlier phase opens no new one: rounds belong to the phase they led to.
    """
    definition = load_definition(db(), case.definition_id)
    phases = definition.matter.phases
    place_of = {one: place for place, phase in enumerate(phases) for one in phase.elements}
    steps = db().execute(
        select(Step.element_id, Step.ended_at).where(Step.case_id == case.id).order_by(Step.number)
    )
    done = [(one, at) for one, at in steps] + [(task.element_id, now()) for task in open_tasks]
    found: list[Stretch] = []
    reached, at = -1, case.opened_at
    for element, ended_at in done:
        place = place_of.get(element, -1)
        if place > reached:
            reached = place
            name = pick(phases[place].name, phases[place].name_en)
            found.append(Stretch(name, at, ended_at))
        if found and place >= 0:
            at = found[-1].until_at = max(ended_at, at)
    last = found[-1] if found else Stretch(_whole(definition), case.opened_at, at)
    last.is_now = case.state == "open"
    last.until_at = max(case.closed_at or now(), last.from_at)
    yield from found or [last]


def _whole(definition: Definition) -> str:
    return pick(definition.matter.name, definition.matter.name_en)


def _placed(one: Stretch, from_at: datetime, whole: timedelta) -> dict[str, Any]:
    left = (one.from_at - from_at) / whole * 100
    width = max((one.until_at - one.from_at) / whole * 100, LEAST_PERCENT)
    left = min(left, 100 - LEAST_PERCENT)
    return {
        "name": one.name,
        "is_narrow": width < NAMED_PERCENT,
        "left": f"{left:.2f}",
        "width": f"{min(width, 100 - left):.2f}",
        "from": day_of(one.from_at).isoformat(),
        "until": day_of(one.until_at).isoformat(),
        "is_now": one.is_now,
    }


def _ticks(from_at: datetime, whole: timedelta) -> Iterator[dict[str, str]]:
    """Yield five days along the axis."""
    for part in range(5):
        at = from_at + whole * part / 4
        yield {"left": f"{part * 25}", "day": day_of(at).isoformat()[5:]}


def parties(cases: Sequence[Case]) -> list[dict[str, str]]:
    """Return the organisations of some cases with their roles."""
    roles = _roles(cases)
    rows = parties_of_cases(db(), (case.id for case in cases))
    return [_party(party, one, roles) for party, one in rows]


def _roles(cases: Sequence[Case]) -> dict[str, str]:
    """Return the names of the roles the matters of some cases give."""
    found: dict[str, str] = {}
    for definition_id in {case.definition_id for case in cases}:
        rule = load_definition(db(), definition_id).matter.project
        for key, names in (rule.roles if rule else {}).items():
            found[key] = pick(*names)
    return found


def _party(party: Party, one: Organisation, roles: dict[str, str]) -> dict[str, str]:
    return {
        "role": roles.get(party.role, party.role),
        "code": one.code,
        "name": one.name,
        "grade": one.credit_grade,
        "url": url_for("organisations.show", code=one.code),
    }
