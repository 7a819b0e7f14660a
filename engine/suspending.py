"""Suspend a whole case, and let it go on (中止, 恢复).

While it is suspended every clock stands, no timer runs out, and no task is done but those the
matter allows. Other than a special procedure, it needs no clock to stop.
"""

from datetime import datetime

from engine import clocks, flow, stop_watch, timers
from engine.act_rules import rules_of
from engine.clock_functions import PROCESS
from engine.errors import Conflict
from engine.handling import Handling
from engine.store.cases import Task
from engine.store.clocks import Stop


def suspend_case(
    handling: Handling,
    *,
    ground: str,
    ground_name: str,
    told: str,
    document_number: str | None,
    asked_by: str,
) -> Stop:
    """Let every clock and timer of the case stand from now on."""
    stop = Stop(
        case_id=handling.case.id,
        activity_id=PROCESS,
        ground=ground,
        ground_name=ground_name,
        document_number=document_number,
        told=told,
        asked_by=asked_by,
        approved_by=handling.by,
        stopped_at=handling.at,
        wanting=[],
    )
    stop_watch.arm(handling, stop)
    handling.session.add(stop)
    handling.session.flush()
    handling.rows.stops.append(stop)
    handling.case.suspended_at = handling.at
    held = clocks.live_clocks(handling)
    for clock in held:
        clocks.hold(handling, clock, stop)
        clocks.refresh(handling, clock)
    timers.rewrite(handling)
    handling.record(
        "case_suspended",
        ground=ground,
        ground_name=ground_name,
        told=told,
        document=document_number,
        limits=[clock.limit_key for clock in held],
    )
    return stop


def resume_case(handling: Handling) -> None:
    """Let the clocks and timers of a suspended case go on."""
    since = handling.case.suspended_at or handling.at
    handling.case.suspended_at = None
    ended = [stop for stop in handling.rows.open_stops() if stop.activity_id == PROCESS]
    for stop in ended:
        stop.resumed_at, stop.watch_at = handling.at, None
    for clock in clocks.live_clocks(handling):
        clocks.refresh(handling, clock)
    _move_timers(handling, since)
    handling.record("case_resumed", grounds=[stop.ground_name for stop in ended])
    flow.advance(handling)  # messages were kept meanwhile


def _move_timers(handling: Handling, since: datetime) -> None:
    """Let spans of time go on where they stood: what was suspended does not count."""
    for timer in timers.armed(handling):
        timer.armed_at += handling.at - max(since, timer.armed_at)
    timers.rewrite(handling)


def refuse_suspended(handling: Handling, task: Task) -> None:
    """Raise Conflict when the case is suspended, unless the matter allows the task meanwhile."""
    if is_doable(handling, task.element_id):
        return
    raise Conflict(
        f"办件已中止，恢复后才能办理“{task.name}”。草稿仍然保留。",
        f"The case is suspended; {task.element_id} can be done after it is resumed. "
        "Drafts are kept.",
        code="case_suspended",
    )


def is_doable(handling: Handling, element_id: str) -> bool:
    """Say whether a step may be done: the case runs, or the matter allows it meanwhile."""
    if handling.case.suspended_at is None:
        return True
    rule = rules_of(handling.definition.matter).get("suspend")
    return rule is not None and element_id in rule.allowed
