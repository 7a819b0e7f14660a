"""Urging and orders of a case: read them, urge, order, answer an order."""

from typing import Any

from engine import urging
from engine.cases import find_case
from engine.store.clocks import Urge
from web.access import person
from web.api.blueprint import Blueprint
from web.api.names import Names
from web.api.schemas.urges import OrderAnswerArgs, UrgeArgs, UrgeData, UrgesData
from web.session import commits, db, now, reads

bp = Blueprint("urges", __name__, path="", zh="催办督办", en="Urging and orders").for_persons()


@bp.get("/cases/<number>/urges", zh="催办督办")
@bp.gives(UrgesData)
@reads
def all(number: str) -> dict[str, Any]:
    """List what a case was urged and ordered, the newest first."""
    found, names = urging.urges_of(db(), find_case(db(), number).id), Names(db())
    return {"rows": [_urge(one, names) for one in found]}


@bp.post("/cases/<number>/urges", zh="催办或督办")
@bp.takes(UrgeArgs)
@bp.gives(UrgeData, status=201)
@commits
def urge(sent: dict[str, Any], number: str) -> dict[str, Any]:
    """Urge who acts; with a last day it is an order, which owes an answer.

    409 when the same person was urged a moment ago.
    """
    told = {"person_id": sent["person"], "text": sent["text"], "by": person().id, "at": now()}
    case_id = find_case(db(), number).id
    if sent["due_on"] is None:
        row = urging.urge(db(), case_id, **told)
    else:
        row = urging.order(db(), case_id, due_on=sent["due_on"], **told)
    return _urge(row, Names(db()))


@bp.post("/urges/<int:order_id>/answer", zh="回复督办")
@bp.takes(OrderAnswerArgs)
@bp.gives(UrgeData)
@commits
def answer(sent: dict[str, Any], order_id: int) -> dict[str, Any]:
    """Answer an order: only whom it names, and once."""
    row = urging.answer_order(db(), order_id, sent["text"], by=person().id, at=now())
    return _urge(row, Names(db()))


def _urge(row: Urge, names: Names) -> dict[str, Any]:
    return {
        "id": row.id,
        "kind": row.kind,
        "person": names.person(row.person_id),
        "text": row.text,
        "by": names.person(row.made_by),
        "made_at": row.made_at,
        "due_on": row.due_on,
        "answer": row.answer,
        "answered_at": row.answered_at,
    }
