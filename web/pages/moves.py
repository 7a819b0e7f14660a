"""What a case went through as a tree, and an administrator's moves: back, elsewhere, away."""

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from flask import flash, make_response, redirect, render_template, request, url_for
from sqlalchemy import select
from werkzeug.wrappers import Response

from engine import moves
from engine.bpmn.run import Activity
from engine.cases import find_case
from engine.errors import Conflict, InvalidSubmission
from engine.handling import Handling, item_of, view_case
from engine.history import Node, history
from engine.store.people import Person
from web.access import needs_post, person
from web.language import _, pick
from web.naming import element_name, item_name
from web.pages.cases import bp
from web.session import commits, db, now, reads
from web.times import long_moment

ACTIVITY, DEED, ELEMENT, REASON = "activity", "deed", "element", "reason"


@bp.get("/<number>/history")
@reads
def went_through(number: str) -> str:
    """Show every node a case came to, in the order it was left."""
    handling = view_case(db(), find_case(db(), number), at=now(), by=person().id)
    names = {one.id: one.name for one in db().scalars(select(Person))}
    return render_template(
        "cases/history.html",
        case=_head(handling),
        nodes=[_node(handling, one, names) for one in history(handling)],
    )


def _node(handling: Handling, node: Node, names: Mapping[str, str]) -> dict[str, Any]:
    element = handling.definition.process.elements.get(node.element_id)
    task = node.task
    return {
        "number": node.number,
        "name": element_name(element) if element else node.element_id,
        "item": item_name(task.item_key, str(task.item.get("name", ""))) if task else "",
        "type": element.type if element else "",
        "outcome": node.outcome,
        "who": names.get((task.completed_by or task.assignee_id or "") if task else "", ""),
        "at": long_moment(node.ended_at),
        "inside": [_node(handling, one, names) for one in node.inside],
    }


@bp.get("/<number>/moves")
@needs_post(*moves.MOVERS)
@reads
def offered(number: str) -> str:
    """Show where the chosen activities of a case could go on; all of them before one chooses."""
    return _page(_viewed(number), request.args.getlist(ACTIVITY))


def _viewed(number: str) -> Handling:
    return view_case(db(), find_case(db(), number), at=now(), by=person().id)


def _page(
    handling: Handling,
    chosen: Sequence[str],
    *,
    entered: Mapping[str, str] | None = None,
    error: str = "",
    wrong: str = "",
) -> str:
    is_open = handling.case.state == "open"
    live = moves.movable(handling) if is_open else []
    ids = [one.id for one in live if one.id in chosen]
    return render_template(
        "cases/moves.html",
        case=_head(handling),
        live=[_live(handling, one, one.id in ids) for one in live],
        offers=_offers(handling, ids) if ids else None,
        entered=entered or {},
        error=error,
        wrong=wrong,
    )


def _head(handling: Handling) -> dict[str, Any]:
    case = handling.case
    return {
        "number": case.number,
        "title": case.title,
        "url": url_for("cases.show", number=case.number),
        "is_open": case.state == "open",
    }


def _live(handling: Handling, activity: Activity, is_chosen: bool) -> dict[str, Any]:
    element = handling.element(activity.element_id)
    task = handling.rows.task(activity.id)
    item = item_of(activity.scope)
    return {
        "id": activity.id,
        "name": element_name(element) or element.id,
        "item": item_name(str(item.get("key", "")), str(item.get("name", ""))),
        "holder": _holder(task.assignee_id if task else None),
        "is_block": element.type in {"subProcess", "callActivity"},
        "chosen": is_chosen,
    }


def _holder(person_id: str | None) -> str:
    found = db().get(Person, person_id) if person_id else None
    return found.name if found else ""


def _offers(handling: Handling, ids: Sequence[str]) -> dict[str, Any]:
    back = moves.back_from(handling, ids[0]) if len(ids) == 1 else None
    return {
        "back": element_name(back) if back else "",
        "withdraw": len(ids) == 1 and moves.is_withdrawable(handling, ids[0]),
        "targets": [
            {"id": one.id, "name": element_name(one) or one.id}
            for one in moves.targets(handling, ids)
        ],
    }


@bp.post("/<number>/moves")
@needs_post(*moves.MOVERS)
@commits
def moved(number: str) -> Response:
    """Move a case; what is wrong shows on the page again."""
    sent, chosen = request.form, request.form.getlist(ACTIVITY)
    deed = _DEEDS.get(sent.get(DEED, ""))
    if deed is None or not chosen:
        error = _("请先选在办环节，再选怎么办。")
        return make_response(_page(_viewed(number), chosen, entered=sent, error=error), 422)
    try:
        deed(find_case(db(), number).id, chosen, sent.get(ELEMENT, ""), sent.get(REASON, ""))
    except InvalidSubmission as refused:
        wrong = pick(*refused.errors[REASON][0])
        return make_response(_page(_viewed(number), chosen, entered=sent, wrong=wrong), 422)
    except Conflict as refused:
        db().rollback()
        error = pick(refused.zh, refused.en)
        return make_response(_page(_viewed(number), chosen, entered=sent, error=error), 409)
    flash(_("已移动，原因已留痕。"))
    return redirect(url_for("cases.show", number=number))


Deed = Callable[[int, Sequence[str], str, str], object]


def _back(case_id: int, chosen: Sequence[str], _element_id: str, reason: str) -> object:
    return moves.step_back(db(), case_id, chosen[0], reason=reason, by=person().id, at=now())


def _elsewhere(case_id: int, chosen: Sequence[str], element_id: str, reason: str) -> object:
    return moves.move_case(
        db(), case_id, element_id, instead_of=chosen, reason=reason, by=person().id, at=now()
    )


def _away(case_id: int, chosen: Sequence[str], _element_id: str, reason: str) -> object:
    return moves.withdraw_activity(
        db(), case_id, chosen[0], reason=reason, by=person().id, at=now()
    )


_DEEDS: Mapping[str, Deed] = {"back": _back, "move": _elsewhere, "withdraw": _away}
