"""The page of one task: its form, its clocks, and what one needs beside it."""

from collections.abc import Collection, Mapping, Sequence
from types import MappingProxyType
from typing import Any

from flask import render_template, url_for
from sqlalchemy import select

from engine import calendars, handlers, people, recusal, tasks
from engine.days import day_of
from engine.errors import InvalidSubmission
from engine.handling import Handling, view_case
from engine.store import lists
from engine.store.cases import Document, Submission, Task
from engine.store.people import Person
from forms.drawing import draw
from forms.submit import form_of, task_context
from web import speaking
from web.access import person
from web.lamps import lamp_of, name_of
from web.language import _, language, pick
from web.naming import deed_name, item_name, task_name
from web.results import result_of
from web.session import db, now
from web.task_rows import clocks_for
from web.times import clock_time, long_moment
from web.vote_view import round_views


def task_page(
    task: Task, *, values: Mapping[str, Any], error: InvalidSubmission | None = None
) -> str:
    """Return the page of a task with the values typed so far and the errors found."""
    handling = view_case(db(), task.case, at=now(), by=person().id)
    return render_template(
        "tasks/form.html",
        task=_head(handling, task),
        drawn=_drawn(handling, task, values, error),
        side=_facts(handling),
        previous=previous_submissions(handling),
        documents=_documents(handling),
        materials=speaking.material_rows(handling),
        rounds=[one for one in round_views(handling, [task]) if one["id"] == task.element_id],
    )


def _drawn(
    handling: Handling,
    task: Task,
    values: Mapping[str, Any],
    error: InvalidSubmission | None,
) -> object:
    if task.form_key is None:
        return None
    context = task_context(handling, task, language=language())
    return draw(
        form_of(handling.definition, task.form_key),
        values,
        error.errors if error else {},
        context,
        language(),
        overridable=getattr(error, "overridable", ()),
    )


def _head(handling: Handling, task: Task) -> dict[str, object]:
    who, element = person(), handling.element(task.element_id)
    mine = tasks.may_do(db(), task, who.id, now())
    clocks = lists.clocks_of(db(), [task.case_id])[task.case_id]
    known = calendars.load_calendars(db())
    step, statutory = clocks_for(task, clocks)
    holder = db().get(Person, task.assignee_id) if task.assignee_id else None
    is_chief = who.is_chief_of(task.section_key)
    can_claim = mine and task.assignee_id is None and task.kind == "user"
    return {
        "id": task.id,
        "name": task_name(task),
        "case_number": task.case.number,
        "case_url": url_for("cases.show", number=task.case.number),
        "title": task.case.title,
        "matter_name": task.case.matter_key,
        "step_hint": "",
        "item_name": item_name(task.item_key, str(task.item.get("name", ""))),
        "lamp": lamp_of(step.clock, step.stops, known, now()) if step else None,
        "lamp_label": name_of(step.clock) if step else "",
        "statutory": lamp_of(statutory.clock, statutory.stops, known, now())
        if statutory and statutory is not step
        else None,
        "holder_name": holder.name if holder else "",
        "is_mine": mine,
        "can_claim": can_claim,
        "claim_url": url_for("tasks.claim", task_id=task.id),
        "can_release": task.assignee_id == who.id and task.kind == "user" and not task.is_personal,
        "release_url": url_for("tasks.release", task_id=task.id),
        "reassign": _reassign(task)
        if is_chief and task.kind == "user" and handlers.may_reassign(task, element)
        else None,
        "recusal_url": url_for("tasks.declare_recusal", task_id=task.id)
        if recusal.may_declare(handling, task, who.id)
        else "",
        "draft_saved": clock_time(task.draft_at) if task.draft else "",
        "draft_url": url_for("tasks.draft", task_id=task.id),
        "redraw_url": url_for("tasks.redraw", task_id=task.id),
        "upload_url": url_for("attachments.upload"),
        "submit_label": _("提交"),
    }


def _reassign(task: Task) -> dict[str, object]:
    holders = people.holders_on(db(), task.section_key, task.post_key, day_of(now()))
    return {
        "url": url_for("tasks.reassign", task_id=task.id),
        "people": [
            {"id": holder.id, "name": holder.name}
            for holder in holders
            if holder.id != task.assignee_id
        ],
    }


def _facts(handling: Handling) -> list[dict[str, str]]:
    return [{"label": fact["label"], "value": fact["value"]} for fact in speaking.facts(handling)]


def _documents(handling: Handling) -> list[dict[str, str]]:
    rows = db().scalars(
        select(Document).where(Document.case_id == handling.case.id).order_by(Document.id)
    )
    return [
        {
            "title": pick(row.title, row.title_en),
            "number": row.number,
            "url": url_for("documents.show", document_id=row.id),
        }
        for row in rows
    ]


def previous_submissions(
    handling: Handling, *, unmasked: Mapping[int, Collection[str]] = MappingProxyType({})
) -> list[dict[str, object]]:
    """Return what earlier forms of the case held, newest first.

    `unmasked` are paths of personal numbers to show whole, by submission.
    """
    found: Sequence[Submission] = list(
        db().scalars(
            select(Submission)
            .where(Submission.case_id == handling.case.id)
            .order_by(Submission.id.desc())
        )
    )
    names = {one.id: one.name for one in db().scalars(select(Person))}
    return [
        {
            "title": " · ".join(
                part
                for part in (
                    deed_name(handling.case, submission.element_id, submission.element_name),
                    item_name(submission.item_key, submission.item_name),
                )
                if part
            ),
            "result": result_of(handling, submission),
            "by": names.get(submission.submitted_by, submission.submitted_by),
            "at": long_moment(submission.submitted_at),
            "rows": speaking.submission_rows(
                handling, submission, unmasked=unmasked.get(submission.id, ())
            ),
            "is_open": submission.id in unmasked,
        }
        for submission in found
    ]
