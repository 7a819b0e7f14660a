"""Tasks (任务): claim, release, reassign, keep a draft, complete."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy.orm import Session

from engine import access, attempts, clocks, conflicts, documents, flow, handlers, notices, people
from engine.bpmn.model import Element
from engine.days import ZONE, day_of
from engine.definitions import names_in
from engine.errors import Conflict, NotAllowed, NotFound
from engine.handling import Handling, save
from engine.store.cases import Task
from engine.suspending import refuse_suspended
from engine.sweep import open_case_of


@dataclass(frozen=True)
class OpenTask:
    """A task taken up under its case's lock by somebody who may do it."""

    handling: Handling
    task: Task
    element: Element


def take_up(session: Session, task_id: str, *, by: str, at: datetime) -> OpenTask:
    """Lock the task's case, fire what is due, and return the task for `by` to work on.

    Raises NotFound; Conflict when the task is no longer open or is another's ("completed by …
    at …"), the case is suspended or a clock it needs is stopped; NotAllowed when the person does
    not hold its post, or decided before.
    """
    handling, task = _open_task(session, task_id, by=by, at=at)
    element = handling.element(task.element_id)
    is_holder = handling.rows.holds_post(by, task.section_key, task.post_key, day_of(at))
    with attempts.of(handling.case.id, element.id, by):
        activity = handling.activity(task.id)
        conflicts.refuse_conflict(handling, element, activity.scope if activity else None, by)
        _refuse_stranger(session, task, by, is_holder)
        _refuse_same_person(handling, element, by)
    refuse_suspended(handling, task)
    _refuse_stopped(handling, task, element)
    return OpenTask(handling, task, element)


def _open_task(session: Session, task_id: str, *, by: str, at: datetime) -> tuple[Handling, Task]:
    """Lock the case of a task, fire what is due, and return the task if it is still open."""
    handling = open_case_of(session, task_id, at=at, by=by)
    task = handling.rows.task(task_id)
    if task is None:  # closed before; what the session knew of it may be older than the lock
        task = session.get_one(Task, task_id, populate_existing=True)
    with attempts.of(handling.case.id, task.element_id, by):
        refuse_closed(session, task, by=by)
    return handling, task


def get_task(session: Session, task_id: str) -> Task:
    """Return a task; raises NotFound."""
    missing = NotFound(
        f"没有任务 {task_id}，或者它的办件未对您公开。",
        f"There is no task {task_id}, or its case is not open to you.",
    )
    return access.find(session, Task, Task.id, task_id, missing)


def refuse_closed(session: Session, task: Task, *, by: str | None = None) -> None:
    """Raise Conflict that tells who ended a task, and when."""
    if task.state == "open":
        return
    if task.is_personal and by is not None and task.completed_by == by:
        raise Conflict(
            f"“{task.name}”您已经办理过，一人只能办理一次，不能更改。",
            f"You have done {task.element_id} already; each does it once and for good.",
            code="done_already",
        )
    when = f"{task.ended_at.astimezone(ZONE):%m-%d %H:%M}" if task.ended_at else ""
    if task.state == "cancelled":
        raise Conflict(
            f"任务“{task.name}”已于 {when} 因流程变化终止。",
            f"Task {task.element_id} was ended by the process at {when}.",
            code="task_cancelled",
        )
    name = people.get_person(session, task.completed_by).name if task.completed_by else ""
    raise Conflict(
        f"任务“{task.name}”已由{name}于 {when} 完成。",
        f"Task {task.element_id} was completed by {name} at {when}.",
        code="task_completed",
    )


def may_do(session: Session, task: Task, person_id: str, at: datetime) -> bool:
    """Say whether a person holds the task's post today, and nobody else holds the task."""
    if task.assignee_id not in (None, person_id):
        return False
    if task.is_personal:
        return task.assignee_id == person_id
    return people.holds(session, person_id, task.section_key, task.post_key, day_of(at))


def _refuse_stranger(session: Session, task: Task, by: str, is_holder: bool) -> None:
    if task.is_personal:
        _refuse_other(task, by)
        return
    if is_holder and task.assignee_id in (None, by):
        return
    if task.assignee_id not in (None, by):
        name = people.get_person(session, task.assignee_id).name
        raise NotAllowed(
            f"任务“{task.name}”由{name}办理。需要接手时请科室负责人改派。",
            f"Task {task.element_id} is held by {name}; ask the chief to reassign it.",
            code="task_held",
        )
    section = people.section_name(session, task.section_key)
    raise NotAllowed(
        f"任务“{task.name}”由{section}的岗位办理，您未任该岗。",
        f"Task {task.element_id} belongs to a post of {section} you do not hold.",
        code="post_not_held",
    )


def _refuse_other(task: Task, by: str) -> None:
    if task.assignee_id != by:
        name = task.item.get("name") or task.assignee_id or ""
        raise NotAllowed(
            f"“{task.name}”只能由{name}本人办理，他人不能代办。",
            f"Task {task.element_id} is {name}'s own; nobody else may do it.",
            code="not_called",
        )


def _refuse_same_person(handling: Handling, element: Element, by: str) -> None:
    for other in names_in(element.properties.get("not_same_as", "")):
        if any(person == by for _, person in handling.done_by(other)):
            raise NotAllowed(
                f"您已办理“{handling.element(other).name}”，承办与决定须分离，本环节须由他人办理。",
                f"You completed {other}; handling and deciding must be separate.",
                code="same_person",
            )


def _refuse_stopped(handling: Handling, task: Task, element: Element) -> None:
    for limit_key in names_in(element.properties.get("needs_running", "")):
        clock = clocks.clock_for(handling, limit_key, task.id)
        if clock is not None and clock.state == "suspended":
            raise Conflict(
                f"时限“{clock.rule['name']}”正在停表，恢复计时后才能办理“{task.name}”。",
                f"The clock of {limit_key} is stopped; resume it before {task.element_id}.",
                code="clock_stopped",
            )


def complete_task(opened: OpenTask, values: Mapping[str, Any]) -> None:
    """Accept judged values for a task taken up, and move the case on.

    Writes submission, case document, documents, record and whatever the process does next.
    """
    handling, task, element = opened.handling, opened.task, opened.element
    by = handling.by or ""
    if task.kind == "message":
        flow.deliver(handling, task, values, by=by)
    else:
        task.assignee_id = by
        task.completed_by = by
        flow.accept_values(handling, element, values, task=task, by=by)
        handling.record(
            "task_completed",
            element_id=element.id,
            name=task.name,
            item=task.item.get("name"),
            result=values.get(element.properties.get("result", "result")),
        )
        activity = handling.activity(task.id)
        documents.issue_for(handling, element, activity.scope if activity else None)
        handling.run.complete(task.id)
    task.draft = None
    flow.advance(handling)
    save(handling)


def claim_task(session: Session, task_id: str, *, by: str, at: datetime) -> Task:
    """Take a task out of the pool (签收)."""
    opened = take_up(session, task_id, by=by, at=at)
    task = opened.task
    task.assignee_id, task.claimed_at = by, at
    opened.handling.record("task_claimed", element_id=task.element_id, name=task.name)
    save(opened.handling)
    return task


def release_task(session: Session, task_id: str, *, by: str, at: datetime) -> Task:
    """Give a task back to the pool; the draft stays with it."""
    handling, task = _open_task(session, task_id, by=by, at=at)
    if task.assignee_id != by:
        raise NotAllowed("只能退回自己持有的任务。", "You can only release a task you hold.")
    handlers.refuse_giving(task, may_give=not task.is_personal)
    task.assignee_id = task.claimed_at = None
    handling.record("task_released", element_id=task.element_id, name=task.name)
    save(handling)
    return task


def reassign_task(
    session: Session, task_id: str, *, to: str, by: str, at: datetime, reason: str = ""
) -> Task:
    """Give a task to another holder of its post; only a chief of its section may (改派)."""
    handling, task = _open_task(session, task_id, by=by, at=at)
    if not people.is_chief_of(session, by, task.section_key, day_of(at)):
        raise NotAllowed(
            "只有科室负责人可以改派任务。", "Only a chief of the section may reassign a task."
        )
    if not people.holds(session, to, task.section_key, task.post_key, day_of(at)):
        name = people.get_person(session, to).name
        raise NotAllowed(
            f"{name}未任该任务的岗位，请选择任该岗的人员。",
            f"{name} does not hold the post of this task; choose somebody who does.",
        )
    element = handling.element(task.element_id)
    handlers.refuse_giving(task, may_give=handlers.may_reassign(task, element))
    conflicts.refuse_receiver(handling, element, to)
    before, task.assignee_id, task.is_personal = task.assignee_id, to, False
    handling.record(
        "task_reassigned",
        element_id=task.element_id,
        name=task.name,
        before=before,
        to=to,
        reason=reason.strip()[:200],
    )
    notices.notify(
        session,
        [to],
        case=handling.case,
        at=at,
        zh=f"{handling.case.number} 的“{task.name}”已改派给您。",
        en=f"Task {task.name} of {handling.case.number} was assigned to you.",
    )
    save(handling)
    return task


def keep_draft(
    session: Session, task_id: str, values: Mapping[str, Any], *, by: str, at: datetime
) -> Task:
    """Keep what has been typed so far; nothing is judged."""
    task = get_task(session, task_id)
    refuse_closed(session, task)
    is_holder = people.holds(session, by, task.section_key, task.post_key, day_of(at))
    _refuse_stranger(session, task, by, is_holder)
    task.draft, task.draft_at = dict(values), at
    return task
