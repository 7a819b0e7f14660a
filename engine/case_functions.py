"""Functions every expression of a case may call about its registers: `experts`, `problems`."""

from collections.abc import Callable, Sequence
from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import Session

from engine.problem_items import chosen
from engine.seats import seats_of
from engine.store.experts import Draw, DrawReply
from engine.store.problem_items import ProblemItem

#: What an expression sees of an expert besides the seat.
SHOWN = ("name", "unit", "unit_code", "title")


def functions_of(
    session: Session,
    case_id: int,
    on: Callable[[], date],
    items: Callable[[], Sequence[ProblemItem]],
) -> dict[str, Callable[..., object]]:
    """Return the functions; nothing is read before one is called.

    `problems("open")` lists problem items (see `engine.problem_items.CHOICES`). `experts(step)`
    lists who was drawn last at a step: [] before the day their names are shown.
    """

    def problems(which: object = "all") -> object:
        return chosen(items(), str(which), on())

    def experts(element_id: object) -> object:
        return _experts(session, case_id, str(element_id), on())

    return {"problems": problems, "experts": experts}


def _experts(session: Session, case_id: int, element_id: str, on: date) -> list[dict[str, object]]:
    draw = session.scalars(
        select(Draw)
        .where(Draw.case_id == case_id, Draw.element_id == element_id)
        .order_by(Draw.id.desc())
        .limit(1)
    ).first()
    return [] if draw is None or draw.reveal_on > on else seats_now(session, draw)


def seats_now(session: Session, draw: Draw) -> list[dict[str, object]]:
    """Return who sits where after a draw and its replies, vacant seats left out."""
    replies = select(DrawReply).where(DrawReply.draw_id == draw.id).order_by(DrawReply.number)
    by_id = {one["id"]: one for one in draw.candidates}
    return [
        {
            "key": seat.expert_id,
            "seat": seat.number,
            "speciality": seat.speciality,
            **{name: by_id[seat.expert_id][name] for name in SHOWN},
        }
        for seat in seats_of(draw, session.scalars(replies))
        if seat.expert_id
    ]
