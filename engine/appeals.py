"""Appeals against cards (申诉): made within three working days, decided by supervision.

A revoked card stays in the history with who revoked it and why; it counts no longer.
"""

from datetime import date, datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from engine import people
from engine.calendars import load_calendar
from engine.card_replies import get_card, may_answer
from engine.days import closing_day_of, day_of
from engine.errors import Conflict, InvalidSubmission, NotAllowed
from engine.handling import Handling, write_rows
from engine.limits.counting import last_day
from engine.limits.units import Amount, Unit
from engine.store.clocks import Appeal, Card
from engine.sweep import open_case

#: 电子监察规则: 当事人在 3 个工作日内申诉.
APPEAL_WITHIN = Amount(3, Unit.WD)
#: Who decides: supervision.
DECIDING_POST = "supervisor"
DECISIONS = ("upheld", "revoked")


def appeal_until(session: Session, card: Card) -> date:
    """Return the last day on which a card may be appealed against."""
    raised_on = closing_day_of(card.instant_at)
    return last_day(raised_on, APPEAL_WITHIN, load_calendar(session)).day


def appeal_of(session: Session, card_id: int) -> Appeal | None:
    """Return the appeal against a card, decided or not."""
    return session.scalar(select(Appeal).where(Appeal.card_id == card_id))


def file_appeal(session: Session, card_id: int, text: str, *, by: str, at: datetime) -> Appeal:
    """Appeal against a card; only who it names, or a chief of the section, in time and once."""
    card, handling = _opened(session, card_id, by=by, at=at)
    if not may_answer(session, card, by, at):
        raise NotAllowed(
            "只有持牌人或其科室负责人可以申诉。",
            "Only the person carded or the chief of the section may appeal.",
        )
    until = appeal_until(session, card)
    if day_of(at) > until:
        raise Conflict(
            f"申诉期限已于 {until} 届满。", f"The time to appeal ended on {until}.", code="too_late"
        )
    if card.revoked_at is not None or appeal_of(session, card_id) is not None:
        raise Conflict("这张牌已申诉或已撤销。", "This card was appealed against or revoked.")
    _refuse_silence(text)
    appeal = Appeal(card_id=card.id, text=text.strip(), made_by=by, made_at=at)
    session.add(appeal)
    session.flush()
    _record(handling, card, "card_appealed", reason=appeal.text)
    return appeal


def decide_appeal(
    session: Session, card_id: int, decision: str, reason: str, *, by: str, at: datetime
) -> Appeal:
    """Uphold or revoke a card appealed against; by supervision, never by who was carded."""
    card, handling = _opened(session, card_id, by=by, at=at)
    appeal = appeal_of(session, card_id)
    if appeal is None or appeal.decision is not None:
        raise Conflict("没有待决定的申诉。", "No appeal waits for a decision.")
    is_supervisor = people.holds_post(session, by, (DECIDING_POST,), day_of(at))
    if not is_supervisor or by in (card.person_id, appeal.made_by):
        raise NotAllowed(
            "申诉由监督室决定，当事人不得决定自己的申诉。",
            "Supervision decides appeals, and nobody decides their own.",
        )
    if decision not in DECISIONS:
        raise InvalidSubmission(
            {"decision": [("请选择维持或撤销。", "Choose to uphold or to revoke.")]}
        )
    _refuse_silence(reason)
    appeal.decision, appeal.decided_by, appeal.decided_at = decision, by, at
    appeal.decided_reason = reason.strip()
    if decision == "revoked":
        card.revoked_at, card.revoked_by, card.revoked_reason = at, by, reason.strip()
    _record(handling, card, "appeal_decided", reason=reason.strip(), result=decision)
    return appeal


def _refuse_silence(text: str) -> None:
    if not text.strip():
        raise InvalidSubmission({"reason": [("请写明理由。", "Give reasons.")]})


def _opened(session: Session, card_id: int, *, by: str, at: datetime) -> tuple[Card, Handling]:
    """Lock the card's case, fire what is due, and return the card as it is then."""
    card = get_card(session, card_id)
    handling = open_case(session, card.case_id, at=at, by=by)
    session.refresh(card)
    return card, handling


def _record(handling: Handling, card: Card, kind: str, **body: str) -> None:
    handling.record(kind, card=card.id, colour=card.colour, name=card.limit_name, **body)
    write_rows(handling)
