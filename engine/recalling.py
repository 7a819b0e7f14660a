"""Letting somebody off a step that several do: absent, or kept away; the others go on."""

from engine import conflicts, notices
from engine.handling import Handling
from engine.rounds import is_shared, key_of, note_away
from engine.store.cases import Task
from engine.votes import RECUSED


def excuse_next(handling: Handling) -> bool:
    """Let the next one off who was called and keeps away; say whether there was one."""
    for task in handling.rows.open_tasks("user"):
        element = handling.element(task.element_id)
        if not (task.is_personal and is_shared(element)):
            continue
        activity = handling.activity(task.id)
        if activity is None:
            continue
        away = conflicts.away_from(handling, element, activity.scope)
        key = key_of(activity)
        if key in away:
            let_off(handling, task, RECUSED, away[key])
            return True
    return False


def let_off(handling: Handling, task: Task, how: str, reason: str) -> None:
    """End the instance of somebody called, who is told; the caller runs the case on.

    `how` is absent or recused; the draft stays with the task.
    """
    key = task.item_key or ""
    note_away(handling, task.element_id, key, how, reason)
    task.state, task.ended_at = "cancelled", handling.at
    handling.record(
        f"handler_{how}",
        element_id=task.element_id,
        name=task.name,
        person=key,
        item=task.item.get("name"),
        reason=reason,
    )
    if task.assignee_id and task.assignee_id != handling.by:
        notices.notify(
            handling.session,
            [task.assignee_id],
            case=handling.case,
            at=handling.at,
            zh=f"{handling.case.number} 的“{task.name}”不再由您办理：{reason}。您的草稿仍保留。",
            en=f"Task {task.name} of {handling.case.number} is no longer yours: {reason}. "
            "Your draft is kept.",
        )
    handling.run.complete(task.id)
