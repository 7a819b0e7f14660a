"""What a case went through, and an administrator's moves."""

from typing import Any

from engine import moves
from engine.bpmn.run import Activity
from engine.cases import find_case
from engine.errors import InvalidSubmission
from engine.handling import Handling, item_of, view_case
from engine.history import Node, history
from web.access import needs_post, person
from web.api.blueprint import Blueprint
from web.api.case_data import case_rows
from web.api.names import Names
from web.api.schemas.cases import CaseRow
from web.api.schemas.moves import HistoryData, MoveArgs, MovesData
from web.naming import element_name
from web.session import commits, db, now, reads

bp = Blueprint("moves", __name__, path="/cases", zh="移动办件", en="Moves").for_persons()


@bp.get("/<number>/history", zh="全部经过")
@bp.gives(HistoryData)
@reads
def went_through(number: str) -> dict[str, Any]:
    """Read every node a case came to, as a tree; what moves and rounds left behind included."""
    handling, names = _viewed(number), Names(db())
    return {"nodes": [_node(handling, one, names) for one in history(handling)]}


def _viewed(number: str) -> Handling:
    return view_case(db(), find_case(db(), number), at=now(), by=person().id)


def _node(handling: Handling, node: Node, names: Names) -> dict[str, Any]:
    element = handling.definition.process.elements.get(node.element_id)
    task = node.task
    return {
        "number": node.number,
        "activity": node.activity_id,
        "element": node.element_id,
        "name": element_name(element) if element else node.element_id,
        "outcome": node.outcome,
        "ended_at": node.ended_at,
        "person": names.person(task.completed_by or task.assignee_id) if task else None,
        "inside": [_node(handling, one, names) for one in node.inside],
    }


@bp.get("/<number>/moves", zh="能移动什么")
@bp.gives(MovesData)
@needs_post(*moves.MOVERS)
@reads
def movable(number: str) -> dict[str, Any]:
    """List the live activities of a case, each with where it alone could go."""
    handling = _viewed(number)
    live = moves.movable(handling) if handling.case.state == "open" else []
    return {"rows": [_movable(handling, one) for one in live]}


def _movable(handling: Handling, activity: Activity) -> dict[str, Any]:
    element = handling.element(activity.element_id)
    back = moves.back_from(handling, activity.id)
    return {
        "activity": activity.id,
        "element": element.id,
        "name": element_name(element),
        "item": item_of(activity.scope).get("key"),
        "back_to": back.id if back else None,
        "can_withdraw": moves.is_withdrawable(handling, activity.id),
        "targets": [one.id for one in moves.targets(handling, [activity.id])],
    }


@bp.post("/<number>/moves", zh="移动办件")
@bp.takes(MoveArgs)
@bp.gives(CaseRow)
@needs_post(*moves.MOVERS)
@commits
def move(sent: dict[str, Any], number: str) -> dict[str, Any]:
    """Step back, move to another step, or take a branch away; the reason is recorded."""
    case_id, chosen = find_case(db(), number).id, sent["activities"]
    told = {"reason": sent["reason"], "by": person().id, "at": now()}
    if sent["kind"] == "move":
        handling = moves.move_case(db(), case_id, sent["element"], instead_of=chosen, **told)
    else:
        _refuse_several(chosen)
        act = moves.step_back if sent["kind"] == "back" else moves.withdraw_activity
        handling = act(db(), case_id, chosen[0], **told)
    return case_rows(db(), [handling.case], at=now())[0]


def _refuse_several(activities: list[str]) -> None:
    if len(activities) > 1:
        text = ("一次只能退回或撤销一个环节。", "Step back or withdraw one activity at a time.")
        raise InvalidSubmission({"activities": [text]})
