"""Who sits where after a draw and its replies; pure over the rows of the log."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from engine import ranking
from engine.store.experts import Draw, DrawReply


@dataclass
class Seat:
    """One seat of a draw as it stands."""

    #: From 1.
    number: int
    speciality: str
    #: None: vacant, nobody was left to draw.
    expert_id: str | None
    #: accepted, or "" while no reply is known.
    reply: str = ""
    #: Those who sat here before.
    before: list[str] = field(default_factory=list)


def fields_of(candidates: Iterable[Mapping[str, Any]]) -> dict[str, Collection[str]]:
    """Return the specialities of each candidate by id."""
    return {one["id"]: one["specialities"] for one in candidates}


def seats_of(draw: Draw, replies: Iterable[DrawReply]) -> list[Seat]:
    """Return the seats after some replies."""
    pairs = zip(draw.seats, draw.drawn, strict=True)
    seats = [Seat(number, key, one) for number, (key, one) in enumerate(pairs, 1)]
    for reply in replies:
        seat = seats[reply.seat - 1]
        if reply.reply == "accepted":
            seat.reply = "accepted"
        else:
            seat.before.append(reply.expert_id)
            seat.expert_id, seat.reply = reply.replaced_by, ""
    return seats


def substitute(draw: Draw, seats: Sequence[Seat], number: int) -> str | None:
    """Return who is drawn for a seat next: the first in the ranking who never sat."""
    used = {one for seat in seats for one in (seat.expert_id, *seat.before) if one}
    return ranking.next_for(
        seats[number - 1].speciality, draw.ranking, fields_of(draw.candidates), used
    )
