"""Rungs of a ladder as they are reached: claimed once, recorded, carded (counting.md 9, 10)."""

from sqlalchemy import select

from engine import cards
from engine.clock_values import rule_of
from engine.clocks import projection, reach, refresh, rung_of, stops_of, worse
from engine.handling import Handling
from engine.store.clocks import Card, Clock, Firing


def fire_rung(handling: Handling, clock: Clock) -> None:
    """Fire the clock's next rung, which is due at `handling.at`: claim, card, notices, record."""
    due = projection(handling, clock).next_rung(set(clock.fired))
    if due is None or due[1] > handling.at:
        refresh(handling, clock)
        return
    key, instant = due
    rule = rule_of(clock)
    rung = rung_of(rule, key)
    firing = Firing(
        clock=clock,
        case_id=clock.case_id,
        rung_key=key,
        level=rung.level,
        instant_at=instant,
        fired_at=handling.now,
    )
    handling.session.add(firing)
    handling.session.flush()
    reach(clock, rung)
    handling.record(
        "rung_fired",
        element_id=clock.element_id,
        limit=rule.key,
        name=rule.name,
        item=clock.item_name or None,
        rung=key,
        level=rung.level,
        instant=instant,
        article=rule.article,
    )
    cards.react(handling, clock, firing, rule)
    refresh(handling, clock)


def void_future(handling: Handling, clock: Clock, *, why: str) -> None:
    """Void the firings whose rungs a correction put into the future, and revoke their cards.

    They may fire anew; the history stays. One that only a later stop or extension moved stays
    fired (counting.md 9, 16).
    """
    handling.session.flush()
    is_kept = bool(clock.extensions)
    instants = projection(handling, clock).rungs
    standing = []
    for firing in handling.session.scalars(
        select(Firing)
        .where(Firing.clock_id == clock.id, Firing.voided_at.is_(None))
        .order_by(Firing.id)
    ):
        instant = instants.get(firing.rung_key)
        is_moved = any(stop.stopped_at >= firing.instant_at for stop in stops_of(handling, clock))
        if is_kept or is_moved or instant is None or instant <= handling.at:
            standing.append(firing)
        else:
            _void(handling, firing, why)
    clock.fired = [firing.rung_key for firing in standing]
    clock.level = "none"
    for firing in standing:
        clock.level = worse(clock.level, firing.level)


def _void(handling: Handling, firing: Firing, why: str) -> None:
    firing.voided_at = handling.at
    # The number is part of the claim: the rung may be claimed anew.
    firing.number = -firing.id
    for card in handling.session.scalars(select(Card).where(Card.firing_id == firing.id)):
        card.revoked_at, card.revoked_by, card.revoked_reason = handling.at, handling.by, why
    handling.record(
        "rung_voided",
        element_id=firing.clock.element_id,
        limit=firing.clock.limit_key,
        rung=firing.rung_key,
        level=firing.level,
        instant=firing.instant_at,
    )
