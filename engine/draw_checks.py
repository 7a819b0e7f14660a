"""Repeat every draw from its log, and hold the log against the case's record."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import Session

from engine import ranking
from engine.draw_replies import replies_to
from engine.draws import commitment
from engine.seats import fields_of, seats_of, substitute
from engine.store.experts import Draw, DrawReply
from engine.store.records import Record


@dataclass(frozen=True)
class Difference:
    """Where a log does not follow from its own seed, or from what the record says."""

    draw_id: int
    zh: str
    en: str


def verify_draws(session: Session, draw_id: int | None = None) -> list[Difference]:
    """Return every difference of all draws, or of one; [] when each can be repeated."""
    query = select(Draw).order_by(Draw.id)
    draws = session.scalars(query.where(Draw.id == draw_id) if draw_id is not None else query)
    return [found for one in draws for found in _verify(session, one)]


def _verify(session: Session, draw: Draw) -> Iterator[Difference]:
    replies = replies_to(session, draw.id)
    yield from _repeat(draw)
    yield from _repeat_replies(draw, replies)
    yield from _compare_record(session, draw, replies)


def _repeat(draw: Draw) -> Iterator[Difference]:
    if draw.method != ranking.METHOD:
        yield Difference(draw.id, f"不认识的算法 {draw.method}", f"unknown method {draw.method}")
        return
    eligible = [one["id"] for one in draw.candidates if not one["excluded"]]
    ranked = ranking.rank(bytes.fromhex(draw.seed), eligible)
    if ranked != draw.ranking:
        yield Difference(
            draw.id, "按种子重排的次序与留存的不同", "the seed ranks the candidates differently"
        )
    drawn = ranking.seat(draw.seats, ranked, fields_of(draw.candidates))
    if drawn != draw.drawn:
        yield Difference(
            draw.id,
            f"按种子应抽中 {drawn}，留存的是 {draw.drawn}",
            f"the seed draws {drawn}, the log says {draw.drawn}",
        )


def _repeat_replies(draw: Draw, replies: Sequence[DrawReply]) -> Iterator[Difference]:
    for place, reply in enumerate(replies):
        seats = seats_of(draw, replies[:place])
        asked = seats[reply.seat - 1].expert_id
        follows = None if reply.reply == "accepted" else substitute(draw, seats, reply.seat)
        if (reply.expert_id, reply.replaced_by) != (asked, follows):
            yield Difference(
                draw.id,
                f"第 {reply.number} 次答复：应为 {asked} 由 {follows} 递补，"
                f"留存的是 {reply.expert_id} 由 {reply.replaced_by}",
                f"reply {reply.number}: {follows} should follow {asked}, "
                f"the log says {reply.replaced_by} follows {reply.expert_id}",
            )


def _compare_record(
    session: Session, draw: Draw, replies: Sequence[DrawReply]
) -> Iterator[Difference]:
    query = select(Record).where(
        Record.case_id == draw.case_id, Record.kind.in_(("experts_drawn", "expert_replied"))
    )
    entries = [one for one in session.scalars(query) if one.body.get("draw") == draw.id]
    promised = [one.body for one in entries if one.kind == "experts_drawn"]
    if promised != [commitment(draw)]:
        yield Difference(
            draw.id,
            "种子或候选名单与办件留痕中的校验值不符",
            "seed or candidates are not what the case's record committed to",
        )
    told = {
        (one.body["number"], one.body["seat"], one.body["reply"], one.body["redrawn"])
        for one in entries
        if one.kind == "expert_replied"
    }
    kept = {(r.number, r.seat, r.reply, r.replaced_by is not None) for r in replies}
    if told != kept:
        yield Difference(
            draw.id,
            "专家回复与办件留痕不符",
            "the replies are not those of the case's record",
        )
