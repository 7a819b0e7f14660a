"""Rows of the tasks a person completed: what came of each, and the way back to it."""

from collections.abc import Sequence

from flask import url_for
from sqlalchemy import select

from engine.handling import view_case
from engine.store import lists
from engine.store.cases import Submission, Task
from engine.store.people import Person
from engine.store.publishing import Matter
from web.language import pick
from web.naming import deed_name, item_name
from web.results import result_of
from web.session import db, now
from web.task_rows import TaskRow
from web.times import short_moment


def done_rows(tasks: Sequence[Task]) -> list[TaskRow]:
    """Return the rows of completed tasks, in their order; a row opens the case's submissions."""
    submissions = lists.submissions_of(db(), [task.id for task in tasks])
    names = {person.id: person.name for person in db().scalars(select(Person))}
    matters = {row.key: pick(row.name, row.name_en) for row in db().scalars(select(Matter))}
    return [_row(task, submissions.get(task.id), names, matters) for task in tasks]


def _row(
    task: Task, submission: Submission | None, names: dict[str, str], matters: dict[str, str]
) -> TaskRow:
    case_url = url_for("cases.show", number=task.case.number)
    return TaskRow(
        id=task.id,
        url=f"{case_url}#submissions",
        case_number=task.case.number,
        case_url=case_url,
        title=task.case.title,
        matter_name=matters.get(task.case.matter_key, ""),
        step=deed_name(task.case, task.element_id, task.name),
        item=item_name(task.item_key, str(task.item.get("name", ""))),
        applicant=task.case.applicant,
        lamp=None,
        statutory=None,
        arrived=short_moment(task.opened_at),
        holder=names.get(task.completed_by or "", ""),
        can_claim=False,
        claim_url="",
        done_at=short_moment(task.ended_at),
        outcome=_outcome(task, submission),
    )


def _outcome(task: Task, submission: Submission | None) -> str:
    if submission is None:
        return ""
    return result_of(view_case(db(), task.case, at=now()), submission)
