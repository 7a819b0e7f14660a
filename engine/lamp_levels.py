"""The level of a running clock's lamp: one rule for the screens and for the what-if."""

from collections.abc import Iterable
from datetime import datetime

from engine.days import day_of
from engine.limits.ladder import Ladder
from engine.limits.projection import Projection

#: From harmless to grave.
LEVELS = ("none", "warn", "yellow", "red")


def worst(levels: Iterable[str]) -> str:
    """Return the worst of some levels of rungs; "none" without any."""
    return max(levels, key=LEVELS.index, default="none")


def lamp_level(shown: Projection, ladder: Ladder, reached: str, *, at: datetime) -> str:
    """Return green, warn, yellow, red or stopped for a clock that runs.

    `reached` is the worst level of the rungs fired so far.
    """
    if shown.suspended and shown.last_day is None:
        return "stopped"
    if shown.due_at is not None and shown.due_at <= at:
        # A limit whose expiry raises no card is late in words, not in colour.
        cards = {rung.level for rung in ladder} & {"yellow", "red"}
        return worst(cards) if cards else "warn"
    if reached == "none":
        return "warn" if shown.last_day == day_of(at) else "green"
    return reached
