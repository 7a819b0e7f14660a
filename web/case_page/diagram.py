"""What the diagram of a case marks: where it stands, how it came there, what each limit used."""

from typing import Any

from sqlalchemy import select

from engine import calendars
from engine.bpmn.model import Process
from engine.calendars import Calendars
from engine.clock_values import facts_from
from engine.handling import Handling
from engine.store import lists
from engine.store.cases import Step
from engine.store.lists import ClockRow
from web.case_page.standing import standing_at
from web.lamps import lamp_of, projection_of
from web.session import db, now


def diagram_state(handling: Handling) -> dict[str, Any]:
    """Return what the diagram marks: done, active and overdue elements, taken flows, pills."""
    case = handling.case
    known = calendars.load_calendars(db())
    finished = list(db().scalars(select(Step).where(Step.case_id == case.id).order_by(Step.number)))
    done = {step.element_id for step in finished if step.outcome == "completed"}
    open_tasks = lists.open_tasks_of(db(), [case.id])[case.id]
    clocks = lists.clocks_of(db(), [case.id])[case.id]
    standing = [task.element_id for task in standing_at(handling, open_tasks, clocks)]
    active = {task.element_id for task in open_tasks if task.kind == "user"} | set(standing)
    active |= _calling(handling.definition.process, active)
    pills: dict[str, dict[str, str]] = {}
    overdue = set()
    for row in clocks:
        lamp = lamp_of(row.clock, row.stops, known, now())
        key = row.clock.element_id
        if key not in handling.definition.process.elements:
            continue  # the process's own clock is in the strip, nowhere on the diagram
        if row.clock.state == "ended" and key in pills:
            continue
        if lamp.level in {"red", "yellow"} and row.clock.state == "running":
            overdue.add(key)
        pills[key] = {
            "element": key,
            "text": _pill_text(row, known),
            "lamp": lamp.level,
            "title": lamp.title,
        }
    flows = [
        flow.id
        for flow in handling.definition.process.flows
        if flow.source in done and flow.target in done | active
    ]
    return {
        "done": sorted(done - active),
        "active": sorted(active),
        "overdue": sorted(overdue & active),
        "flows": flows,
        "focus": next(iter(standing), finished[-1].element_id if finished else None),
        "pills": list(pills.values()),
    }


def _calling(process: Process, active: set[str]) -> set[str]:
    """Return the call activities whose processes, drawn elsewhere, hold something active."""
    inside = {process.elements[key].process_id for key in active if key in process.elements}
    found = {key for key, one in process.elements.items() if one.called in inside}
    return found | _calling(process, found) if found - active else found


def _pill_text(row: ClockRow, known: Calendars) -> str:
    budget = facts_from(row.clock, row.stops).budget.n
    used = row.clock.used
    if row.clock.state != "ended":
        used = projection_of(row.clock, row.stops, known, now()).used
    return f"{used or 0}/{budget}"
