"""Move one case to the new version: tokens, tasks, timers, clocks; and back while nothing happened.

Clocks keep their facts and ledger, so the working days already used stay used. A limit the new
step has and the old had not counts from when the step was reached. Drafts stay.
"""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy.orm import Session

from engine import clocks, flow, handlers, people, timers
from engine.bpmn.migrating import brought
from engine.bpmn.model import Element
from engine.bpmn.run import Activity, Departure, Run
from engine.clock_functions import PROCESS
from engine.comparing.change import Words
from engine.definitions import names_in
from engine.errors import Conflict
from engine.handling import Handling, load_case, save
from engine.migration.judging import reasons_against
from engine.migration.migrations import refuse_others
from engine.migration.plan import Plan
from engine.migration.snapshots import put_back, taken
from engine.store.case_migrations import MigratedCase, Migration
from engine.store.cases import Task
from engine.sweep import open_case


def migrate_case(
    session: Session, migration: Migration, plan: Plan, case_id: int, *, by: str, at: datetime
) -> MigratedCase:
    """Move a case by a plan, or note why it cannot be; locks the case and fires what is due."""
    handling = open_case(session, case_id, at=at, by=by)
    reasons = reasons_against(handling, plan)
    result = MigratedCase(migration_id=migration.id, case_id=case_id, state="refused")
    if reasons:
        result.reasons = [list(one) for one in reasons]
        session.add(result)
        session.flush()
        return result
    result.before = taken(handling)
    _move(handling, plan, migration.reason)
    save(handling)
    result.state, result.record_number = "moved", handling.case.record_count
    session.add(result)
    session.flush()
    return result


def note_failed(session: Session, migration_id: int, case_id: int, reason: Words) -> MigratedCase:
    """Note a case that could not be moved for a reason nobody foresaw; nothing of it changed."""
    result = MigratedCase(
        migration_id=migration_id, case_id=case_id, state="refused", reasons=[list(reason)]
    )
    session.add(result)
    session.flush()
    return result


def _move(handling: Handling, plan: Plan, reason: str) -> None:
    case = handling.case
    run = brought(plan.old.process, plan.new.process, case.run, plan.mapping, handling.evaluate)
    before = handling.run.live()
    now = {one.id: one for one in run.live()}
    left = [one for one in reversed(before) if one.id not in now]
    for activity in left:
        flow.leave(handling, Departure(activity, "cancelled"))
    case.definition_id, handling.definition, handling.run = plan.new.id, plan.new, run
    case.done_by = [
        [plan.mapping.get(element, element), item, person] for element, item, person in case.done_by
    ]
    handling.record(
        "case_migrated",
        from_version=plan.old.version,
        to_version=plan.new.version,
        reason=reason,
    )
    kept = [(one, now[one.id]) for one in before if one.id in now]
    for one, other in kept:
        _rename(handling, plan, one, other)
    _recount_whole(handling, plan)
    timers.rewrite(handling)
    # What stands by anew is entered here: it was not live when the run was restored.
    flow.advance(handling)


def _rename(handling: Handling, plan: Plan, one: Activity, other: Activity) -> None:
    old, new = plan.old.process.elements[one.element_id], handling.element(other.element_id)
    task = handling.rows.task(one.id)
    if task is not None:
        _rename_task(handling, task, other, new)
    timer = handling.rows.timer(one.id)
    if timer is not None:
        timer.element_id, timer.expression = new.id, new.expression or ""
    since = task.opened_at if task is not None else None
    limits = [names_in(e.properties.get("limit", "")) for e in (old, new)]
    _change_clocks(handling, other, *limits, since=since)


def _rename_task(handling: Handling, task: Task, activity: Activity, element: Element) -> None:
    task.element_id, task.name = element.id, element.name
    task.form_key = element.properties.get("form")
    is_user = task.kind == "user"
    if not is_user:
        task.message = element.message or element.properties.get("message")
    place = handlers.place_of(handling, activity, element, is_user=is_user)
    if (task.section_key, task.post_key) == place.post:
        return
    task.section_key, task.post_key = place.post
    if is_user:
        held = people.holders_by_post(handling.session, {place.post}, handling.day)
        holders = held.get(place.post, [])
        if task.assignee_id not in holders:
            task.assignee_id = task.claimed_at = None
            handlers.give(handling, task, place, holders)


def _change_clocks(
    handling: Handling,
    activity: Activity,
    old: Sequence[str],
    new: Sequence[str],
    *,
    since: datetime | None,
) -> None:
    for clock in handling.rows.live_clocks():
        if clock.activity_id == activity.id:
            clock.element_id = activity.element_id
            if clock.limit_key in old and clock.limit_key not in new:
                clocks.end_clock(handling, clock, "migrated")
    at = handling.at
    handling.at = since or at
    for limit_key in new:
        if limit_key not in old:
            clocks.start_clock(handling, activity, limit_key)
    handling.at = at


def _recount_whole(handling: Handling, plan: Plan) -> None:
    """Do the same for the limits of the whole process, which count from when the case began."""
    whole = Activity(PROCESS, plan.new.process.id, None, {})
    limits = [names_in(p.properties.get("limit", "")) for p in (plan.old.process, plan.new.process)]
    _change_clocks(handling, whole, *limits, since=handling.case.opened_at)


def undo_case(session: Session, result: MigratedCase, plan: Plan, *, by: str, at: datetime) -> None:
    """Put a moved case back as it was; raises NotAllowed, Conflict when more happened since."""
    refuse_others(session, by, at=at)
    handling = load_case(session, result.case_id, at=at, now=at, by=by)
    case = handling.case
    if (result.state, case.record_count) != ("moved", result.record_number):
        raise Conflict(
            f"办件 {case.number} 移动之后又有了新的留痕，不能撤回。",
            f"Something happened to case {case.number} since it was moved; it stays.",
            code="migration_stands",
        )
    run_state = put_back(handling, result.before)
    handling.definition = plan.old
    handling.run = Run.restore(plan.old.process, run_state, handling.evaluate)
    handling.record(
        "case_migration_undone", from_version=plan.new.version, to_version=plan.old.version
    )
    save(handling)
    result.state = "undone"
    session.flush()
