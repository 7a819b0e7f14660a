"""What drawn experts reply, and who is drawn instead: down the same ranking, seat by seat."""

from collections.abc import Sequence
from datetime import date, datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from engine import access, notices, people
from engine.errors import Attempt, BanjieError, Conflict, NotAllowed, NotFound
from engine.handling import Handling, save
from engine.seats import Seat, seats_of, substitute
from engine.store.experts import Draw, DrawReply
from engine.sweep import open_case

REPLIES = ("accepted", "refused", "no_answer")
#: Whose holders may record any reply.
KEEPER = "administrator"


def get_draw(session: Session, draw_id: int) -> Draw:
    """Return a draw; raises NotFound."""
    missing = NotFound(f"没有抽取记录 {draw_id}。", f"There is no draw {draw_id}.")
    return access.find(session, Draw, Draw.id, draw_id, missing)


def replies_to(session: Session, draw_id: int) -> list[DrawReply]:
    """Return the replies to a draw as they came."""
    return list(
        session.scalars(
            select(DrawReply).where(DrawReply.draw_id == draw_id).order_by(DrawReply.number)
        )
    )


def may_keep(session: Session, draw: Draw, person_id: str, on: date) -> bool:
    """Say whether a person calls the experts of a draw: the post it names, or an administrator."""
    if draw.post_key and people.holds(session, person_id, draw.section_key, draw.post_key, on):
        return True
    return people.holds_post(session, person_id, (KEEPER,), on)


def record_reply(
    session: Session,
    draw_id: int,
    seat_number: int,
    reply: str,
    reason: str = "",
    *,
    by: str,
    at: datetime,
) -> DrawReply:
    """Record what the expert of a seat replied; who refuses or is silent is replaced at once.

    Raises NotFound, NotAllowed; Conflict for a seat that is vacant or accepted already; NoReason.
    """
    handling = open_case(session, get_draw(session, draw_id).case_id, at=at, by=by)
    draw, before = get_draw(session, draw_id), replies_to(session, draw_id)
    seats = seats_of(draw, before)
    reason = reason.strip()[:200]
    _refuse(handling, draw, seats, seat_number, reply, reason)
    seat = seats[seat_number - 1]
    kept = DrawReply(
        draw_id=draw.id,
        number=len(before) + 1,
        seat=seat.number,
        expert_id=seat.expert_id or "",
        reply=reply,
        reason=reason,
        replaced_by=None if reply == "accepted" else substitute(draw, seats, seat_number),
        replied_at=at,
        recorded_by=by,
    )
    session.add(kept)
    _tell(handling, draw, kept, seats_of(draw, [*before, kept]))
    save(handling)
    return kept


def note_names_seen(session: Session, draw_id: int, *, by: str, at: datetime) -> None:
    """Record that a person looked at the names before their day; raises NotAllowed."""
    handling = open_case(session, get_draw(session, draw_id).case_id, at=at, by=by)
    draw = get_draw(session, draw_id)
    _refuse_stranger(handling, draw)
    handling.record("expert_names_seen", element_id=draw.element_id, draw=draw.id)
    save(handling)


class NoReason(BanjieError):
    """A refusal is recorded with its reason."""

    code = "no_reason"


def _refuse(
    handling: Handling, draw: Draw, seats: Sequence[Seat], number: int, reply: str, reason: str
) -> None:
    _refuse_stranger(handling, draw)
    if not 1 <= number <= len(seats) or reply not in REPLIES:
        raise NotFound(
            f"没有第 {number} 席，或回复“{reply}”不在 {'、'.join(REPLIES)} 之中。",
            f"There is no seat {number}, or the reply {reply!r} is none of {', '.join(REPLIES)}.",
        )
    seat = seats[number - 1]
    if seat.expert_id is None:
        raise Conflict(
            f"第 {number} 席空缺：候选人已抽完。请补充专家库后重新抽取。",
            f"Seat {number} is vacant: no candidate is left. Register more experts and draw anew.",
            code="seat_vacant",
        )
    if reply == seat.reply == "accepted":
        raise Conflict(
            f"第 {number} 席的专家已答复参加。",
            f"The expert of seat {number} has accepted already.",
        )
    if reply == "refused" and not reason:
        raise NoReason("请写明专家不能参加的原因。", "Say why the expert refuses.")


def _refuse_stranger(handling: Handling, draw: Draw) -> None:
    if not may_keep(handling.session, draw, handling.by or "", handling.day):
        error = NotAllowed(
            "您的岗位不能查看公布前的专家名单或登记回复，请由流程图指定的通知岗位或管理员办理。",
            "Your post may neither see the experts before their day nor record their replies; "
            "the post the diagram names may, or an administrator.",
            code="not_calling",
        )
        error.attempt = Attempt(handling.case.id, handling.by or "", draw.element_id)
        raise error


def _tell(handling: Handling, draw: Draw, reply: DrawReply, seats: Sequence[Seat]) -> None:
    """Keep the reply in the record without a name, and let the diagram know how many come."""
    is_vacant = seats[reply.seat - 1].expert_id is None
    handling.record(
        "expert_replied",
        element_id=draw.element_id,
        draw=draw.id,
        number=reply.number,
        seat=reply.seat,
        reply=reply.reply,
        redrawn=reply.replaced_by is not None,
        vacant=is_vacant,
    )
    accepted = sum(seat.reply == "accepted" for seat in seats)
    vacant = sum(seat.expert_id is None for seat in seats)
    handling.merge({draw.element_id: {"accepted": accepted, "vacant": vacant}})
    if is_vacant:
        _warn(handling, reply.seat)


def _warn(handling: Handling, seat: int) -> None:
    """Tell the administrators that a seat stays empty."""
    holders = people.holders_of_post(handling.session, KEEPER, handling.day)
    notices.notify(
        handling.session,
        holders,
        case=handling.case,
        at=handling.at,
        zh=f"{handling.case.number} 抽取的专家第 {seat} 席空缺，候选人已抽完；"
        "请补充专家库后重新抽取。",
        en=f"Seat {seat} of the experts of {handling.case.number} is vacant and no candidate is "
        "left; register more experts and draw anew.",
    )
