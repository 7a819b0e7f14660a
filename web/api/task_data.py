"""Tasks as the API gives them: in lists, and one with its form."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from sqlalchemy.orm import Session

from engine import tasks
from engine.handling import view_case
from engine.store import lists
from engine.store.cases import Task
from engine.store.lists import ClockRow
from forms.submit import form_of, task_context
from web.api.clock_data import clock_data
from web.api.form_data import form_data
from web.api.names import Names
from web.language import language
from web.task_rows import clocks_for


def task_ref(task: Task, names: Names) -> dict[str, Any]:
    """Return a task by its name and holder."""
    return {
        "id": task.id,
        "kind": task.kind,
        "name": task.name,
        "element": task.element_id,
        "item": task.item.get("name"),
        "holder": names.person(task.assignee_id),
    }


def task_rows(
    session: Session, found: Sequence[Task], *, by: str, at: datetime
) -> list[dict[str, Any]]:
    """Return tasks with their clocks and what the person may do with them."""
    clocks = lists.clocks_of(session, [task.case_id for task in found])
    names = Names(session)
    return [_row(session, task, clocks[task.case_id], names, by=by, at=at) for task in found]


def _row(
    session: Session,
    task: Task,
    clocks: Sequence[ClockRow],
    names: Names,
    *,
    by: str,
    at: datetime,
) -> dict[str, Any]:
    case, is_open = task.case, task.state == "open"
    own, statutory = clocks_for(task, clocks) if is_open else (None, None)
    mine = is_open and tasks.may_do(session, task, by, at)
    return {
        **task_ref(task, names),
        "state": task.state,
        "case_number": case.number,
        "case_title": case.title,
        "applicant": case.applicant,
        "matter": names.matter(case.matter_key),
        "section": names.section(task.section_key),
        "post": names.post(task.post_key),
        "opened_at": task.opened_at,
        "claimed_at": task.claimed_at,
        "ended_at": task.ended_at,
        "completed_by": names.person(task.completed_by),
        "may_claim": mine and task.assignee_id is None and task.kind == "user",
        "may_complete": mine,
        "clock": clock_data(session, own, at=at) if own else None,
        "statutory": clock_data(session, statutory, at=at) if statutory else None,
    }


def task_data(session: Session, task: Task, *, by: str, at: datetime) -> dict[str, Any]:
    """Return a task with its form; a closed task has none any more."""
    row = task_rows(session, [task], by=by, at=at)[0]
    return {**row, "form": _form(session, task, by=by, at=at), "draft_at": task.draft_at}


def _form(session: Session, task: Task, *, by: str, at: datetime) -> dict[str, Any] | None:
    if task.form_key is None or task.state != "open":
        return None
    handling = view_case(session, task.case, at=at, by=by)
    return form_data(
        form_of(handling.definition, task.form_key),
        handling.definition.form_text(task.form_key),
        task.draft or {},
        task_context(handling, task, language=language()),
    )
