"""Recusal (回避): a person declares it, or somebody above orders it; the work goes to others.

Whoever keeps away does nothing more on the case; what they held goes to another holder of the
post, and where several act they count no longer.
Source: 行政许可法 第四十八条, 政务处分法 第四十七条.
"""

from datetime import datetime

from sqlalchemy.orm import Session

from engine import access, attempts, conflicts, flow, handlers, notices, people
from engine.errors import Conflict, NotAllowed
from engine.handling import Handling, save
from engine.reasons import reasoned
from engine.rounds import is_shared, note_away, tally
from engine.store.cases import Task
from engine.sweep import open_case, open_case_of
from engine.votes import RECUSED

#: Holders of these posts, in any section, may order somebody to keep away.
ORDERING = ("supervisor", "deputy_director", "director")


def declare(session: Session, task_id: str, reason: str, *, by: str, at: datetime) -> None:
    """Declare that one keeps away from the case of a task, which then goes to others.

    Raises NotAllowed for who could not do the task, InvalidSubmission without a reason, Conflict
    when it was declared before.
    """
    handling = open_case_of(session, task_id, at=at, by=by)
    task = handling.rows.task(task_id)
    if task is None or not _could_do(handling, task, by):
        raise NotAllowed(
            "只能就自己可以办理的任务申请回避。",
            "One can declare a recusal only for a task one could do.",
        )
    _keep_away(handling, by, conflicts.DECLARED, reason)


def order(
    session: Session, case_id: int, person_id: str, reason: str, *, by: str, at: datetime
) -> None:
    """Order somebody to keep away from a case.

    Raises NotAllowed for who may not order it, and as `declare` does.
    """
    handling = open_case(session, case_id, at=at, by=by)
    person = people.get_person(session, person_id)
    with attempts.of(case_id, "recusal", by):
        if not may_order(handling, by) or person_id == by:
            raise NotAllowed(
                "责令回避由监督员、局领导或者任务所在科室的负责人决定，并且不得针对本人。",
                "A supervisor, a leader or the chief of the task's section orders a recusal, and "
                "never their own.",
                code="not_ordering",
            )
    _keep_away(handling, person.id, conflicts.ORDERED, reason)


def may_order(handling: Handling, person_id: str) -> bool:
    """Say whether a person may order others to keep away from a case now."""
    if person_id in conflicts.stated(handling) or handling.case.state != "open":
        return False
    held = people.posts_on(handling.session, person_id, handling.day)
    sections = {task.section_key for task in handling.rows.open_tasks("user")}
    return any(
        post in ORDERING or (post == "chief" and section in sections) for section, post in held
    )


def may_declare(handling: Handling, task: Task, person_id: str) -> bool:
    """Say whether a person may declare that they keep away because of a task."""
    is_open = task.kind == "user" and task.state == "open"
    is_new = person_id not in conflicts.stated(handling)
    return is_open and is_new and _could_do(handling, task, person_id)


def _could_do(handling: Handling, task: Task, person_id: str) -> bool:
    if task.assignee_id == person_id:
        return True
    if task.is_personal or task.kind != "user":
        return False
    return people.holds(handling.session, person_id, task.section_key, task.post_key, handling.day)


def _keep_away(handling: Handling, person_id: str, how: str, reason: str) -> None:
    reason = reasoned(reason)
    if person_id in conflicts.stated(handling):
        raise Conflict(
            "此人已经回避本件，无须再次登记。",
            "This person keeps away from the case already.",
            code="recused_already",
        )
    by = handling.by or ""
    at = handling.at.isoformat()
    entry = {"key": person_id, "how": how, "reason": reason, "by": by, "at": at}
    handling.case.recused = [*(handling.case.recused or ()), entry]
    handling.record("recused", person=person_id, how=how, reason=reason)
    matter = handling.definition.matter
    access.shut_out(handling.session, handling.case, matter, person_id, reason, at=handling.at)
    _strike(handling, person_id, reason)
    for task in handling.rows.open_tasks("user"):
        if task.assignee_id == person_id and not is_shared(handling.element(task.element_id)):
            _hand_on(handling, task, person_id)
    _tell(handling, person_id, how, reason)
    flow.advance(handling)
    save(handling)


def _strike(handling: Handling, person_id: str, reason: str) -> None:
    """Strike what the person said in rounds that are still open."""
    for element_id in {task.element_id for task in handling.rows.open_tasks("user")}:
        found = tally(handling, element_id)
        if found and any(one.key == person_id for one in found.named):
            note_away(handling, element_id, person_id, RECUSED, reason)


def _hand_on(handling: Handling, task: Task, before: str) -> None:
    """Give a task to the only other holder of its post, else to the pool."""
    element = handling.element(task.element_id)
    found = people.holders_by_post(
        handling.session, [(task.section_key, task.post_key)], handling.day
    )
    activity = handling.activity(task.id)
    away = conflicts.away_from(handling, element, activity.scope if activity else None)
    others = handlers.free(found[task.section_key, task.post_key], away)
    task.is_personal, task.claimed_at = False, None
    task.assignee_id = handlers.first_holder(handling, task, others)
    handling.record(
        "task_reassigned",
        element_id=task.element_id,
        name=task.name,
        before=before,
        to=task.assignee_id,
        reason="回避",
    )
    if others:
        _say(
            handling,
            [task.assignee_id] if task.assignee_id else others,
            f"{handling.case.number} 的“{task.name}”因原办理人回避，由您办理。",
            f"Task {task.name} of {handling.case.number} comes to you: its holder keeps away.",
        )
    else:
        chiefs = people.holders_on(handling.session, task.section_key, "chief", handling.day)
        _say(
            handling,
            [one.id for one in chiefs],
            f"{handling.case.number} 的“{task.name}”因回避已无人可以办理，请安排任该岗的人员。",
            f"Nobody is left for task {task.name} of {handling.case.number}: appoint somebody.",
        )


def _tell(handling: Handling, person_id: str, how: str, reason: str) -> None:
    if how == conflicts.ORDERED:
        _say(
            handling,
            [person_id],
            f"您须回避 {handling.case.number}：{reason}。您持有的任务已转交他人。",
            f"You keep away from {handling.case.number}: {reason}. Your tasks went to others.",
        )


def _say(handling: Handling, told: list[str], zh: str, en: str) -> None:
    notices.notify(handling.session, told, case=handling.case, at=handling.at, zh=zh, en=en)
