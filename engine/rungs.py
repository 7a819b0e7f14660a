"""Rungs of a ladder as they are reached: claimed once, recorded, carded (counting.md 9, 10)."""

from engine import cards
from engine.clocks import projection, reach, refresh, rule_of, rung_of
from engine.handling import Handling
from engine.store.clocks import Clock, Firing


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
