"""Rows of task lists: each task with its lamps."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from flask import url_for
from sqlalchemy import select
from sqlalchemy.orm import Session

from engine import calendars, urgency
from engine.store import lists
from engine.store.cases import URGENCY, Task
from engine.store.lists import ClockRow
from engine.store.people import Person
from engine.store.publishing import Matter
from web.lamps import Lamp, lamp_of
from web.language import _, pick
from web.naming import item_name, task_name
from web.numbers import counted
from web.times import short_moment


@dataclass(frozen=True)
class TaskRow:
    """One line of a task list."""

    id: str
    url: str
    case_number: str
    case_url: str
    title: str
    matter_name: str
    step: str
    item: str
    applicant: str
    lamp: Lamp | None
    statutory: Lamp | None
    arrived: str
    holder: str
    can_claim: bool
    claim_url: str
    done_at: str
    outcome: str


def task_rows(
    session: Session, tasks: Sequence[Task], *, at: datetime, can_claim: bool = False
) -> list[TaskRow]:
    """Return the rows of some tasks, in their order."""
    clocks = lists.clocks_of(session, [task.case_id for task in tasks])
    names = {person.id: person.name for person in session.scalars(select(Person))}
    matters = {
        matter.key: pick(matter.name, matter.name_en) for matter in session.scalars(select(Matter))
    }
    return [
        _row(session, task, clocks[task.case_id], names, matters, at, can_claim) for task in tasks
    ]


def _row(
    session: Session,
    task: Task,
    clocks: Sequence[ClockRow],
    names: dict[str, str],
    matters: dict[str, str],
    at: datetime,
    can_claim: bool,
) -> TaskRow:
    case = task.case
    step, statutory = clocks_for(task, clocks)
    known = calendars.load_calendars(session)
    lamp = lamp_of(step.clock, step.stops, known, at) if step else None
    legal = lamp_of(statutory.clock, statutory.stops, known, at) if statutory else None
    if lamp and legal and URGENCY.index(legal.level) < URGENCY.index(lamp.level):
        lamp = legal
    return TaskRow(
        id=task.id,
        url=url_for("tasks.open", task_id=task.id),
        case_number=case.number,
        case_url=url_for("cases.show", number=case.number),
        title=case.title,
        matter_name=matters.get(case.matter_key, case.matter_key),
        step=task_name(task),
        item=item_name(task.item_key, str(task.item.get("name", ""))),
        applicant=case.applicant,
        lamp=lamp,
        statutory=legal,
        arrived=short_moment(task.opened_at),
        holder=names.get(task.assignee_id or "", _("待签收")),
        can_claim=can_claim,
        claim_url=url_for("tasks.claim", task_id=task.id),
        done_at=short_moment(task.ended_at),
        outcome="",
    )


def clocks_for(task: Task, clocks: Sequence[ClockRow]) -> tuple[ClockRow | None, ClockRow | None]:
    """Return the clock a task is worked by and the statutory one, as `urgency.clocks_for` does."""
    rows = {row.clock: row for row in clocks}
    own, statutory = urgency.clocks_for(task.id, rows)
    return (rows[own] if own else None), (rows[statutory] if statutory else None)


def tally(numbers: Mapping[str, int], *, chosen: str, url: str, q: str) -> list[dict[str, object]]:
    """Return the clickable counts above a list, from the numbers of `task_lists.groups`."""
    groups = [
        ("", _("全部"), ""),
        ("overdue", _("超期"), "red"),
        ("soon", _("即将到期"), "warn"),
        ("in_time", _("期限内"), "green"),
        ("stopped", _("停表"), "stopped"),
    ]
    return [
        {
            "key": key,
            "label": label,
            "number": counted(numbers[key]),
            "lamp": lamp,
            "url": f"{url}?lamp={key}&q={q}" if key or q else url,
            "active": key == chosen,
        }
        for key, label, lamp in groups
    ]
