"""The convener's part where several act: noting who is absent, and closing the vote.

Everybody called is heard or absent with a reason. No vote ends without its quorum: an absence
that would make it impossible is refused, and so is closing before enough have voted.
"""

from datetime import datetime

from sqlalchemy.orm import Session

from engine import attempts, conflicts, flow, people, recalling, rounds
from engine.bpmn.model import Element
from engine.errors import Conflict, NotAllowed, NotFound
from engine.handling import Handling, save
from engine.reasons import reasoned
from engine.store.cases import Task
from engine.suspending import refuse_suspended
from engine.sweep import open_case, open_case_of
from engine.tasks import refuse_closed
from engine.votes import ABSENT, Tally


def note_absent(session: Session, task_id: str, reason: str, *, by: str, at: datetime) -> None:
    """Note that somebody who was called is absent; the others go on.

    Raises NotAllowed for who does not convene, Conflict when the person acted already or the
    quorum could no longer be met, InvalidSubmission without a reason.
    """
    handling = open_case_of(session, task_id, at=at, by=by)
    task = handling.rows.task(task_id) or session.get_one(Task, task_id, populate_existing=True)
    element = handling.element(task.element_id)
    with attempts.of(handling.case.id, element.id, by):
        _refuse_other_than_convener(handling, element, by)
        refuse_closed(session, task)
        refuse_suspended(handling, task)
        reason = reasoned(reason)
        recalling.let_off(handling, task, ABSENT, reason)
        _refuse_without_quorum(element, _tally(handling, element))
    flow.advance(handling)
    save(handling)


def _refuse_without_quorum(element: Element, tally: Tally) -> None:
    if not tally.can_meet_quorum:
        raise _no_quorum(element, tally, tally.present + tally.waiting)


def close_vote(
    session: Session, case_id: int, element_id: str, reason: str, *, by: str, at: datetime
) -> None:
    """Close a vote: whoever has not voted is absent, for the reason given.

    Raises NotAllowed for who does not convene, Conflict without the quorum or when the vote is
    over, InvalidSubmission without a reason.
    """
    handling = open_case(session, case_id, at=at, by=by)
    element = handling.definition.process.elements.get(element_id)
    if element is None or not rounds.is_shared(element):
        raise NotFound(f"没有多人办理的环节 {element_id}", f"Nobody votes at {element_id}.")
    with attempts.of(case_id, element_id, by):
        _refuse_other_than_convener(handling, element, by)
        waiting = [t for t in handling.rows.open_tasks("user") if t.element_id == element_id]
        if not waiting:
            raise Conflict(
                f"“{element.name}”已经结束。", f"{element_id} is over.", code="vote_over"
            )
        refuse_suspended(handling, waiting[0])
        tally = _tally(handling, element)
        if not tally.quorum_met:
            raise _no_quorum(element, tally, tally.present)
        reason = reasoned(reason)
    handling.record("vote_closed", element_id=element_id, name=element.name, reason=reason)
    for task in waiting:
        recalling.let_off(handling, task, ABSENT, reason)
    flow.advance(handling)
    save(handling)


def _tally(handling: Handling, element: Element) -> Tally:
    found = rounds.tally(handling, element.id)
    if found is None:
        raise Conflict(f"“{element.name}”尚未开始。", f"{element.id} has not begun.")
    return found


def _no_quorum(element: Element, tally: Tally, present: int) -> Conflict:
    wanted = tally.quorum.text if tally.quorum else "1"
    return Conflict(
        f"“{element.name}”应到 {tally.eligible} 人，出席 {present} 人，达不到法定人数（{wanted}），"
        "不能结束表决。请等待其他人员表决，或者改期再议。",
        f"{element.id}: {present} of {tally.eligible} present is no quorum ({wanted}); wait for "
        "others, or meet another day.",
        code="no_quorum",
    )


def is_convener(handling: Handling, element: Element, person_id: str) -> bool:
    """Say whether a person convenes a step: holds its `convener`, "section/post", today."""
    text = str(handling.value(element.properties.get("convener", "")) or "")
    section = str(handling.value(element.properties.get("section", "")) or "")
    wanted = tuple(text.split("/", 1)) if "/" in text else (section, "chief")
    if person_id in conflicts.away_from(handling, element):
        return False
    return wanted in people.posts_on(handling.session, person_id, handling.day)


def _refuse_other_than_convener(handling: Handling, element: Element, by: str) -> None:
    if not is_convener(handling, element, by):
        raise NotAllowed(
            f"“{element.name}”的出缺席由召集人登记，您不是召集人。",
            f"Only the convener of {element.id} notes absences or closes it.",
            code="not_convener",
        )
