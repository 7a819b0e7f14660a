"""An administrator puts a case right: back a step, to another step, or a branch away.

退回上一环节, 移动, 撤销: for what nobody foresaw in the diagram. Each takes a reason, is recorded,
tells whose tasks it ended, and is refused where the case could never end, or where a grant would
follow without a person's decision.
"""

from collections.abc import Callable, Sequence
from datetime import datetime

from sqlalchemy.orm import Session

from engine import flow, people
from engine.bpmn.model import Element
from engine.bpmn.run import Activity, Run
from engine.bpmn.run import Step as Passed
from engine.bpmn.silence import granted_from
from engine.errors import Conflict, InvalidSubmission, NotAllowed
from engine.handling import Handling, save
from engine.history import steps_of
from engine.sweep import open_case

#: Whose holders may move cases, in any section.
MOVERS = ("administrator",)


def move_case(
    session: Session,
    case_id: int,
    element_id: str,
    *,
    instead_of: Sequence[str],
    reason: str,
    by: str,
    at: datetime,
) -> Handling:
    """Let a case go on at an element instead of at live activities.

    Raises NotAllowed, InvalidSubmission for a missing reason, Conflict where it cannot be.
    """
    handling = _open(session, case_id, reason, by=by, at=at)
    _refuse_grant(handling, element_id)
    return _act(handling, "case_moved", instead_of, reason, _move(element_id, instead_of))


def step_back(
    session: Session, case_id: int, activity_id: str, *, reason: str, by: str, at: datetime
) -> Handling:
    """Let a case go back from a live activity to what a person did last before it.

    Raises as `move_case` does.
    """
    handling = _open(session, case_id, reason, by=by, at=at)
    return _act(handling, "case_stepped_back", [activity_id], reason, _back(handling, activity_id))


def withdraw_activity(
    session: Session, case_id: int, activity_id: str, *, reason: str, by: str, at: datetime
) -> Handling:
    """Take one of several live activities away; nothing goes on for it. Raises as `move_case`."""
    handling = _open(session, case_id, reason, by=by, at=at)

    def act(run: Run) -> None:
        run.withdraw(activity_id)

    return _act(handling, "activity_withdrawn", [activity_id], reason, act)


def movable(handling: Handling) -> list[Activity]:
    """Return the live activities an administrator may move, outer before inner."""
    return [one for one in handling.run.live() if handling.run.can_move(one.id)]


def targets(handling: Handling, instead_of: Sequence[str]) -> list[Element]:
    """Return where a case could go on instead of at live activities, as they are drawn."""
    elements = handling.definition.process.elements.values()
    return [
        element
        for element in elements
        if element.type in _SHOWN
        and not _grants_at(handling, element.id)
        and _is_possible(handling, _move(element.id, instead_of))
    ]


def back_from(handling: Handling, activity_id: str) -> Element | None:
    """Return where a step back from a live activity would lead; None where there is no way."""
    found: list[str] = []

    def act(run: Run) -> str:
        found.append(run.step_back(activity_id, _history(handling)))
        return found[0]

    return handling.element(found[0]) if _is_possible(handling, act) else None


def is_withdrawable(handling: Handling, activity_id: str) -> bool:
    """Say whether a live activity can be taken away with nothing going on for it."""
    return _is_possible(handling, lambda run: run.withdraw(activity_id))


#: What a person who moves a case is offered: what people do, and the blocks around it.
_SHOWN = ("userTask", "manualTask", "task", "receiveTask", "subProcess", "callActivity")

Act = Callable[[Run], object]


def _move(element_id: str, instead_of: Sequence[str]) -> Act:
    return lambda run: run.move(element_id, instead_of=instead_of)


def _back(handling: Handling, activity_id: str) -> Act:
    return lambda run: run.step_back(activity_id, _history(handling))


def _is_possible(handling: Handling, act: Act) -> bool:
    """Try an act on a copy of the run."""
    copy = Run.restore(handling.definition.process, handling.case.run, handling.evaluate)
    try:
        act(copy)
    except Conflict:
        return False
    return True


def _history(handling: Handling) -> list[Passed]:
    return [
        Passed(one.activity_id, one.element_id, one.parent_activity_id, one.outcome, one.number)
        for one in steps_of(handling.session, handling.case.id)
    ]


def _open(session: Session, case_id: int, reason: str, *, by: str, at: datetime) -> Handling:
    handling = open_case(session, case_id, at=at, by=by)
    if not people.holds_post(session, by, MOVERS, handling.day):
        raise NotAllowed(
            "只有系统管理员可以移动办件。", "Only an administrator moves cases.", code="not_a_mover"
        )
    if not reason.strip():
        raise InvalidSubmission(
            {"reason": [("请写明原因，它会留痕。", "Say why; the reason is recorded.")]}
        )
    if handling.case.state != "open":
        raise Conflict(
            f"办件 {handling.case.number} 已办结，不能移动。",
            f"Case {handling.case.number} is closed and cannot be moved.",
            code="case_closed",
        )
    if handling.case.suspended_at is not None:
        raise Conflict(
            f"办件 {handling.case.number} 正在中止，恢复后才能移动。",
            f"Case {handling.case.number} is suspended; resume it before moving it.",
            code="case_suspended",
        )
    return handling


def _act(
    handling: Handling, kind: str, activity_ids: Sequence[str], reason: str, act: Act
) -> Handling:
    left = [handling.run.activity(activity_id) for activity_id in activity_ids]
    before = {one.id for one in handling.run.live()}
    act(handling.run)
    handling.record(
        kind,
        left=[one.element_id for one in left],
        names=[handling.element(one.element_id).name for one in left],
        reason=reason.strip(),
    )
    flow.advance(handling)
    entered = [one.element_id for one in handling.run.live() if one.id not in before]
    handling.record("case_goes_on", by="", elements=entered)
    save(handling)
    return handling


def _grants_at(handling: Handling, element_id: str) -> list[str]:
    matter, process = handling.definition.matter, handling.definition.process
    return granted_from(process, element_id, matter.grants)


def _refuse_grant(handling: Handling, element_id: str) -> None:
    if element_id in handling.definition.process.elements and _grants_at(handling, element_id):
        name = handling.element(element_id).name or element_id
        raise Conflict(
            f"不能移到“{name}”：那样不经有权人决定就会准予。请移到作出决定的环节。",
            f"Nothing is moved to {element_id}: a grant would follow without a decision. "
            "Move to the step that decides.",
            code="grants_nothing",
        )
