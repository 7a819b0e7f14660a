"""The reason a person owes for a card (原因说明): who may give it, and giving it."""

from datetime import datetime

from sqlalchemy.orm import Session

from engine import access, people
from engine.days import day_of
from engine.errors import Conflict, InvalidSubmission, NotAllowed, NotFound
from engine.handling import write_rows
from engine.store.clocks import Card
from engine.sweep import open_case

SHORTEST_REASON = 5
LONGEST_REASON = 1000


def answer_card(session: Session, card_id: int, reason: str, *, by: str, at: datetime) -> Card:
    """File the reason for a card; only who it names, or a chief of the section, and once.

    A reason given after its last day is taken all the same, and recorded as late.
    """
    card = get_card(session, card_id)
    handling = open_case(session, card.case_id, at=at, by=by)
    session.refresh(card)
    if not may_answer(session, card, by, at):
        raise NotAllowed(
            "只有持牌人或其科室负责人可以说明原因。",
            "Only the person carded or the chief of the section may file a reason.",
        )
    if card.revoked_at is not None:
        raise Conflict("这张牌已撤销，无须说明。", "This card was revoked; nothing is owed.")
    if card.reason is not None:
        name = people.get_person(session, card.reason_by or "").name
        raise Conflict(f"原因已由{name}提交。", f"The reason was already filed by {name}.")
    card.reason, card.reason_by, card.reason_at = _judged(reason), by, at
    due_on = card.reason_due_on
    handling.record(
        "card_answered",
        card=card.id,
        colour=card.colour,
        name=card.limit_name,
        reason=card.reason,
        late=due_on is not None and day_of(at) > due_on,
    )
    write_rows(handling)
    return card


def get_card(session: Session, card_id: int) -> Card:
    """Return a card; raises NotFound."""
    missing = NotFound(f"没有这张牌：{card_id}", f"There is no card {card_id}.")
    return access.find(session, Card, Card.id, card_id, missing)


def _judged(reason: str) -> str:
    text = " ".join(reason.split())
    if not SHORTEST_REASON <= len(text) <= LONGEST_REASON:
        raise InvalidSubmission(
            {
                "reason": [
                    (
                        f"请用 {SHORTEST_REASON} 至 {LONGEST_REASON} 字说明原因。",
                        f"Give the reason in {SHORTEST_REASON} to {LONGEST_REASON} characters.",
                    )
                ]
            }
        )
    return text


def may_answer(session: Session, card: Card, person_id: str, at: datetime) -> bool:
    """Say whether a person may file the reason for a card."""
    from_section = card.section_key or ""
    return card.person_id == person_id or people.is_chief_of(
        session, person_id, from_section, day_of(at)
    )
