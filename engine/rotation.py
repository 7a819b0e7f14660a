"""Posts that end (轮岗): tasks still held go to the only successor, or back to the pool."""

import logging
from datetime import datetime

from sqlalchemy import Select, exists, select
from sqlalchemy.orm import Session, aliased

from engine import people
from engine.days import day_of
from engine.handling import load_case, save
from engine.store.cases import Task
from engine.store.database import Database, reading, transaction
from engine.store.people import Holding

log = logging.getLogger(__name__)


def orphaned_tasks(session: Session, at: datetime) -> list[Task]:
    """Return the open tasks held by somebody who no longer holds their post, but personal ones.

    Looked for from the posts that ended: of these there are few, of held tasks very many.
    """
    found: list[Task] = []
    for person_id, section_key, post_key in session.execute(_left_with_tasks(at)):
        held = select(Task).where(
            Task.state == "open",
            Task.kind == "user",
            Task.assignee_id == person_id,
            Task.section_key == section_key,
            Task.post_key == post_key,
            Task.is_personal.is_(False),
        )
        found += session.scalars(held.order_by(Task.id))
    return found


def _left_with_tasks(at: datetime) -> Select[str, str, str]:
    """Return (person, section, post) of the posts somebody left with open tasks."""
    left = aliased(Holding)
    post = (left.person_id, left.section_key, left.post_key)
    is_held = exists().where(
        Holding.person_id == left.person_id,
        Holding.section_key == left.section_key,
        Holding.post_key == left.post_key,
        *people.held_on(day_of(at)),
    )
    has_tasks = exists().where(
        Task.state == "open",
        Task.kind == "user",
        Task.assignee_id == left.person_id,
        Task.section_key == left.section_key,
        Task.post_key == left.post_key,
        Task.is_personal.is_(False),
    )
    return select(*post).where(~is_held, has_tasks).distinct().order_by(*post)


def hand_over(database: Database, *, at: datetime) -> int:
    """Give every orphaned task to the only holder of its post, or back to the pool.

    Each in its own transaction, with its record; returns how many were handed over.
    """
    with reading(database) as session:
        orphans = [(task.id, task.case_id) for task in orphaned_tasks(session, at)]
    for task_id, case_id in orphans:
        try:
            with transaction(database) as session:
                _hand_over_one(session, task_id, case_id, at)
        except Exception:
            log.exception("task %s could not be handed over", task_id)
    return len(orphans)


def _hand_over_one(session: Session, task_id: str, case_id: int, at: datetime) -> None:
    handling = load_case(session, case_id, at=at, now=at)
    task = session.get_one(Task, task_id, populate_existing=True)
    before = task.assignee_id
    if task.state != "open" or before is None:
        return
    if people.holds(session, before, task.section_key, task.post_key, day_of(at)):
        return  # another scheduler was faster
    holders = people.holders_on(session, task.section_key, task.post_key, day_of(at))
    task.assignee_id = holders[0].id if len(holders) == 1 else None
    task.claimed_at = None
    handling.record(
        "task_reassigned",
        by="",
        element_id=task.element_id,
        name=task.name,
        before=before,
        to=task.assignee_id,
        reason="轮岗",
    )
    save(handling)
