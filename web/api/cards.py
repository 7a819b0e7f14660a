"""Cards: list and read them, give the reason, appeal, decide an appeal."""

from typing import Any

from engine import appeals
from engine.card_replies import answer_card, get_card
from engine.days import legal_text
from engine.errors import NotAllowed
from engine.store import lists
from engine.store.clocks import Card
from web.access import person
from web.api.blueprint import Blueprint
from web.api.names import Names
from web.api.paging import page_data, page_of
from web.api.schemas.clock_lists import (
    CardReasonArgs,
    CardRowData,
    CardsArgs,
    CardsData,
    DecisionArgs,
)
from web.card_groups import group_of, may_see
from web.session import commits, db, now, reads

bp = Blueprint("cards", __name__, path="/cards", zh="红黄牌", en="Cards").for_persons()


@bp.get("", zh="红黄牌")
@bp.takes(CardsArgs, location="query")
@bp.gives(CardsData)
@reads
def all(sent: dict[str, Any]) -> dict[str, Any]:
    """List the cards one may see: all for supervision, one's own and the section's otherwise."""
    seen = [card for card in lists.cards_where(db()) if may_see(person(), card)]
    page = page_of([card for card in seen if sent["state"] in ("", group_of(card))], sent["page"])
    return page_data([_card(card) for card in page.rows], page)


@bp.get("/<int:card_id>", zh="一张牌")
@bp.gives(CardRowData)
@reads
def one(card_id: int) -> dict[str, Any]:
    """Read a card with its reason and appeal."""
    card = get_card(db(), card_id)
    if not may_see(person(), card):
        raise NotAllowed("您无权查看这张牌。", "You may not see this card.")
    return _card(card)


def _card(card: Card) -> dict[str, Any]:
    names, appeal = Names(db()), appeals.appeal_of(db(), card.id)
    return {
        "id": card.id,
        "case": card.case.number,
        "title": card.case.title,
        "colour": card.colour,
        "limit_name": card.limit_name,
        "article": card.article,
        "at": card.instant_at,
        "at_text": legal_text(card.instant_at),
        "section": names.section(card.section_key) if card.section_key else None,
        "person": names.person(card.person_id),
        "reason": card.reason,
        "reason_due_on": card.reason_due_on,
        "reason_by": names.person(card.reason_by),
        "appeal_until": appeals.appeal_until(db(), card),
        "appeal": appeal.text if appeal else None,
        "decision": appeal.decision if appeal else None,
        "decided_reason": appeal.decided_reason if appeal else "",
        "revoked_at": card.revoked_at,
        "revoked_reason": card.revoked_reason,
    }


@bp.post("/<int:card_id>/reason", zh="说明原因")
@bp.takes(CardReasonArgs)
@bp.gives(CardRowData)
@commits
def reason(sent: dict[str, Any], card_id: int) -> dict[str, Any]:
    """Give the reason for a card; only who it names, or a chief of the section."""
    return _card(answer_card(db(), card_id, sent["reason"], by=person().id, at=now()))


@bp.post("/<int:card_id>/appeal", zh="申诉")
@bp.takes(CardReasonArgs)
@bp.gives(CardRowData)
@commits
def appeal(sent: dict[str, Any], card_id: int) -> dict[str, Any]:
    """Appeal against a card within three working days, once."""
    appeals.file_appeal(db(), card_id, sent["reason"], by=person().id, at=now())
    return _card(get_card(db(), card_id))


@bp.post("/<int:card_id>/decision", zh="决定申诉")
@bp.takes(DecisionArgs)
@bp.gives(CardRowData)
@commits
def decide(sent: dict[str, Any], card_id: int) -> dict[str, Any]:
    """Uphold a card appealed against, or revoke it; by supervision, never one's own."""
    appeals.decide_appeal(db(), card_id, sent["decision"], sent["reason"], by=person().id, at=now())
    return _card(get_card(db(), card_id))
