"""A draw as its page and the API show it: without a name before the day, whole after it."""

from collections import Counter
from collections.abc import Mapping
from datetime import date
from typing import Any

from sqlalchemy import select

from engine.draw_replies import may_keep, replies_to
from engine.draws import commitment
from engine.seats import seats_of
from engine.store.cases import Case
from engine.store.experts import Draw, DrawReply, Expert, Speciality
from web.access import person
from web.language import _, pick
from web.naming import step_name
from web.session import db
from web.times import long_moment


def draws_of(case_id: int) -> list[Draw]:
    """Return the draws of a case, oldest first."""
    return list(db().scalars(select(Draw).where(Draw.case_id == case_id).order_by(Draw.id)))


def is_revealed(draw: Draw, on: date) -> bool:
    """Say whether everybody may see the names by now."""
    return draw.reveal_on <= on


def reply_text(reply: str) -> str:
    """Return the word of a reply."""
    return {
        "accepted": _("参加"),
        "refused": _("不能参加"),
        "no_answer": _("联系不上"),
        "": _("待答复"),
    }.get(reply, reply)


def excluded_text(reason: str) -> str:
    """Return why an expert was left out; a matter's own reason as it is written."""
    return {
        "ended": _("已停用或到期"),
        "unit": _("同单位"),
        "person": _("申请回避"),
        "interest": _("利害关系"),
        "participated": _("参与过本项目"),
    }.get(reason, reason)


def log_of(draw: Draw) -> dict[str, Any]:
    """Return the whole log, for a file with which anybody repeats the draw."""
    return {
        **commitment(draw),
        "drawn_at": draw.drawn_at.isoformat(),
        "seed": draw.seed,
        "candidates": draw.candidates,
        "ranking": draw.ranking,
        "drawn": draw.drawn,
        "replies": [
            {
                "number": one.number,
                "seat": one.seat,
                "expert": one.expert_id,
                "reply": one.reply,
                "reason": one.reason,
                "replaced_by": one.replaced_by,
                "at": one.replied_at.isoformat(),
            }
            for one in replies_to(db(), draw.id)
        ],
    }


def draw_view(draw: Draw, on: date, *, with_names: bool = False) -> dict[str, Any]:
    """Return what the page shows; `with_names` for who calls the experts, or once it is the day."""
    case = db().get_one(Case, draw.case_id)
    shown = with_names or is_revealed(draw, on)
    replies = replies_to(db(), draw.id)
    fields = {one.key: pick(one.name, one.name_en) for one in db().scalars(select(Speciality))}
    by_id = {one["id"]: one for one in draw.candidates}
    keeps = may_keep(db(), draw, person().id, on)
    return {
        "id": draw.id,
        "case_number": case.number,
        "case_title": case.title,
        "step": step_name(case, draw.element_id, draw.element_id),
        "at": long_moment(draw.drawn_at),
        "reveal_on": draw.reveal_on.isoformat(),
        "is_revealed": is_revealed(draw, on),
        "shows_names": shown,
        "keeps": keeps,
        "seats": _seats(draw, replies, by_id, fields, shown, with_mobile=with_names),
        "replies": [_reply(one, by_id, shown) for one in replies],
        "commitment": commitment(draw),
        "seed": draw.seed if is_revealed(draw, on) else "",
        "excluded": [
            {"reason": excluded_text(reason), "number": number}
            for reason, number in sorted(_reasons(draw).items())
        ],
        "candidates": _candidates(draw, fields) if is_revealed(draw, on) else [],
    }


def _reasons(draw: Draw) -> Counter[str]:
    return Counter(one["excluded"] for one in draw.candidates if one["excluded"])


def _seats(
    draw: Draw,
    replies: list[DrawReply],
    by_id: Mapping[str, Mapping[str, Any]],
    fields: Mapping[str, str],
    shown: bool,
    *,
    with_mobile: bool,
) -> list[dict[str, Any]]:
    rows = []
    for seat in seats_of(draw, replies):
        one = by_id.get(seat.expert_id or "", {})
        expert = db().get(Expert, seat.expert_id) if with_mobile and seat.expert_id else None
        rows.append(
            {
                "number": seat.number,
                "field": fields.get(seat.speciality, seat.speciality),
                "is_vacant": seat.expert_id is None,
                "name": one.get("name", "") if shown else "",
                "unit": one.get("unit", "") if shown else "",
                "title": one.get("title", "") if shown else "",
                "mobile": expert.mobile if expert else "",
                "reply": seat.reply,
                "reply_text": reply_text(seat.reply),
                "redrawn": len(seat.before),
            }
        )
    return rows


def _reply(one: DrawReply, by_id: Mapping[str, Mapping[str, Any]], shown: bool) -> dict[str, Any]:
    def name(expert_id: str | None) -> str:
        return str(by_id.get(expert_id or "", {}).get("name", "")) if shown else ""

    return {
        "number": one.number,
        "seat": one.seat,
        "at": long_moment(one.replied_at),
        "reply_text": reply_text(one.reply),
        "reason": one.reason if shown else "",
        "name": name(one.expert_id),
        "follows": name(one.replaced_by),
        "is_redrawn": one.replaced_by is not None,
    }


def _candidates(draw: Draw, fields: Mapping[str, str]) -> list[dict[str, Any]]:
    """Return the ranking, then who was left out."""
    place = {one: number for number, one in enumerate(draw.ranking, 1)}
    rows = sorted(
        draw.candidates, key=lambda one: (place.get(one["id"], len(place) + 1), one["id"])
    )
    return [
        {
            **one,
            "place": place.get(one["id"], ""),
            "fields": [fields.get(key, key) for key in one["specialities"]],
            "excluded": excluded_text(one["excluded"]),
        }
        for one in rows
    ]
