"""Where a case stands: its state, who holds it, and what to do next."""

from collections.abc import Mapping, Sequence
from typing import Any

from flask import url_for

from engine import suspending
from engine.handling import Handling
from engine.store.base import Table
from engine.store.cases import Task
from engine.store.lists import ClockRow
from engine.store.registers import Organisation, Project
from web.access import person
from web.language import _, pick
from web.naming import task_name
from web.session import db
from web.times import long_moment


def standing_at(
    handling: Handling, open_tasks: Sequence[Task], clocks: Sequence[ClockRow]
) -> list[Task]:
    """Return the tasks that say where a case stands, the most telling kind only.

    While a clock is stopped: the wait that ends the stop. Else what people hold. Else the waits
    that time out, and last the waits that merely offer something.
    """
    people = [task for task in open_tasks if task.kind == "user"]
    waits = [task for task in open_tasks if task.kind == "message"]
    ending = []
    if any(row.clock.state == "suspended" for row in clocks):
        running = {row.clock.activity_id for row in clocks if row.clock.state == "running"}
        ending = [task for task in waits if task.id in running]
    hosts = {element.attached_to for element in handling.definition.process.elements.values()}
    timed = [task for task in waits if task.element_id in hosts]
    return ending or people or timed or waits


def state_text(handling: Handling, open_tasks: Sequence[Task], clocks: Sequence[ClockRow]) -> str:
    """Return where a case stands, in words."""
    if handling.case.state == "closed":
        return _("已办结")
    if handling.case.suspended_at is not None:
        return _("已中止")
    names = [task_name(task) for task in standing_at(handling, open_tasks, clocks)]
    return "、".join(dict.fromkeys(names)) or _("系统处理中")


def head(
    handling: Handling,
    open_tasks: Sequence[Task],
    clocks: Sequence[ClockRow],
    names: Mapping[str, str],
) -> dict[str, Any]:
    """Return the head of the page."""
    case, matter = handling.case, handling.definition.matter
    outcome = next((one for one in matter.outcomes if one.key == case.outcome), None)
    mine = next(
        (
            task
            for task in open_tasks
            if task.kind == "user"
            and task.assignee_id == person().id
            and suspending.is_doable(handling, task.element_id)
        ),
        None,
    )
    return {
        "number": case.number,
        "title": case.title,
        "matter_name": pick(matter.name, matter.name_en),
        "version": handling.definition.version,
        "state": case.state,
        "state_text": state_text(handling, open_tasks, clocks),
        "outcome_text": pick(outcome.name, outcome.name_en) if outcome else "",
        "applicant": case.applicant,
        "applicant_code": case.applicant_code or "",
        "project_code": case.project_code or "",
        "project_url": _url(Project, "projects.show", case.project_code),
        "applicant_url": _url(Organisation, "organisations.show", case.applicant_code),
        "holders_text": holders_text(open_tasks, names),
        "next_action": {
            "label": _("办理“%(name)s”", name=task_name(mine)),
            "url": url_for("tasks.open", task_id=mine.id),
        }
        if mine
        else None,
        "opened": long_moment(case.opened_at),
        "closed": long_moment(case.closed_at),
    }


def _url(table: type[Table], endpoint: str, code: str | None) -> str:
    """Return where a thing of the registers is shown; "" for one they do not know."""
    is_known = code is not None and db().get(table, code) is not None
    return url_for(endpoint, code=code) if is_known else ""


def holders_text(open_tasks: Sequence[Task], names: Mapping[str, str]) -> str:
    """Return who holds the open tasks."""
    held = [task for task in open_tasks if task.kind == "user"]
    texts = [names.get(task.assignee_id or "", _("待签收")) for task in held]
    return "、".join(dict.fromkeys(texts))
