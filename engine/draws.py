"""Draw experts at random for a case (随机抽取), so that anybody can repeat it from its log.

The log holds the seed, every candidate with the reason of an exclusion, the ranking and who took
which seat. The case's record commits to seed and candidates at once, by hash; names stay hidden
until the day `reveal_on`.
"""

import hashlib
import secrets
import unicodedata
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import select

from engine import notices, people, ranking
from engine.bpmn.model import Element
from engine.bpmn.run import Activity
from engine.errors import BanjieError
from engine.experts import is_current, specialities_of
from engine.handling import Handling
from engine.seats import fields_of
from engine.store import json
from engine.store.experts import Draw, Expert, ExpertSpeciality

SEED_BYTES = 32


class TooFewExperts(BanjieError):
    """Fewer experts may be drawn than there are seats."""

    code = "too_few_experts"


@dataclass(frozen=True)
class Avoided:
    """A unit or person in conflict: by code, name or number, with the reason."""

    who: str
    #: interest (利害关系) | participated (参与过本项目) | unit (同单位)
    reason: str = ""


@dataclass(frozen=True)
class Order:
    """What is to be drawn."""

    #: The speciality each seat asks for.
    seats: tuple[str, ...]
    avoid: tuple[Avoided, ...]
    reveal_on: date
    #: Whose holders call the experts.
    section_key: str = ""
    post_key: str = ""


def draw(
    handling: Handling,
    activity: Activity,
    element: Element,
    order: Order,
    *,
    seed: bytes | None = None,
) -> Draw:
    """Draw the experts of an order and keep the log; raises TooFewExperts, naming what lacks.

    Without a seed the operating system's randomness gives one.
    """
    seed = seed or secrets.token_bytes(SEED_BYTES)
    candidates = _candidates(handling, order)
    ranked = ranking.rank(seed, (one["id"] for one in candidates if not one["excluded"]))
    drawn = ranking.seat(order.seats, ranked, fields_of(candidates))
    if None in drawn:
        raise _too_few(order.seats, drawn, candidates)
    row = Draw(
        case_id=handling.case.id,
        activity_id=activity.id,
        element_id=element.id,
        method=ranking.METHOD,
        seed=seed.hex(),
        seats=list(order.seats),
        candidates=candidates,
        ranking=ranked,
        drawn=drawn,
        reveal_on=order.reveal_on,
        section_key=order.section_key,
        post_key=order.post_key,
        drawn_at=handling.at,
        drawn_by=handling.by,
    )
    handling.session.add(row)
    handling.session.flush()
    handling.record("experts_drawn", by="", element_id=element.id, **commitment(row))
    _ask_to_call(handling, order)
    return row


def _ask_to_call(handling: Handling, order: Order) -> None:
    """Tell whoever calls the experts that there are some to call; the names stand elsewhere."""
    if not order.post_key:
        return
    holders = people.holders_on(handling.session, order.section_key, order.post_key, handling.day)
    notices.notify(
        handling.session,
        [one.id for one in holders],
        case=handling.case,
        at=handling.at,
        zh=f"{handling.case.number} 已抽取专家 {len(order.seats)} 名，请通知并登记答复。",
        en=f"{len(order.seats)} expert(s) were drawn for {handling.case.number}; "
        "please call them and record their replies.",
    )


def commitment(row: Draw) -> dict[str, Any]:
    """Return what the case's record says of a draw: no name, and hashes of what stays hidden."""
    return {
        "draw": row.id,
        "method": row.method,
        "number": len(row.seats),
        "eligible": len(row.ranking),
        "excluded": len(row.candidates) - len(row.ranking),
        "reveal_on": row.reveal_on.isoformat(),
        "seed_sha256": hashlib.sha256(bytes.fromhex(row.seed)).hexdigest(),
        "candidates_sha256": json.sha256(row.candidates),
        "seats": list(row.seats),
    }


def _candidates(handling: Handling, order: Order) -> list[dict[str, Any]]:
    """Return who is registered for one of the specialities, by id, with why one is left out."""
    wanted = set(order.seats)
    of = select(ExpertSpeciality.expert_id).where(ExpertSpeciality.speciality_key.in_(wanted))
    rows = handling.session.scalars(select(Expert).where(Expert.id.in_(of)))
    experts = sorted(rows, key=lambda one: one.id)
    fields = specialities_of(handling.session, (one.id for one in experts))
    return [
        {
            "id": one.id,
            "name": one.name,
            "unit": one.unit,
            "unit_code": one.unit_code,
            "title": one.title,
            "specialities": [key for key in fields[one.id] if key in wanted],
            "excluded": _why_not(one, order.avoid, handling.day),
        }
        for one in experts
    ]


def _why_not(expert: Expert, avoid: Sequence[Avoided], on: date) -> str:
    """Return why an expert may not be drawn: ended | unit | person | the reason given; "" if so."""
    if not is_current(expert, on):
        return "ended"
    unit = {_plain(expert.unit), _plain(expert.unit_code)} - {""}
    person = {_plain(expert.id), _plain(expert.name)}
    for one in avoid:
        if _plain(one.who) in unit:
            return one.reason or "unit"
        if _plain(one.who) in person:
            return one.reason or "person"
    return ""


def _plain(text: str) -> str:
    """Return a name or code as it is compared: one width, one case, no blanks."""
    return "".join(unicodedata.normalize("NFKC", text).upper().split())


def _too_few(
    seats: Sequence[str], drawn: Sequence[str | None], candidates: Sequence[Mapping[str, Any]]
) -> TooFewExperts:
    """Return the error that counts, for each speciality short of experts, seats and candidates."""
    short = list(dict.fromkeys(s for s, one in zip(seats, drawn, strict=True) if one is None))
    wanted = Counter(seats)
    of = {key: [one for one in candidates if key in one["specialities"]] for key in short}
    free = {key: [one for one in of[key] if not one["excluded"]] for key in short}
    zh = "；".join(
        f"{key} 需 {wanted[key]} 名，在库 {len(of[key])} 名，可抽 {len(free[key])} 名"
        for key in short
    )
    en = "; ".join(
        f"{key}: {wanted[key]} wanted, {len(of[key])} registered, {len(free[key])} eligible"
        for key in short
    )
    return TooFewExperts(
        f"可抽取的专家不足：{zh}。请在专家库补充该专业的专家后重试，或减少抽取人数。",
        f"Too few experts can be drawn: {en}. "
        "Register more for the speciality and try again, or ask for fewer.",
    )
