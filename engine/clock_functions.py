"""`due`, `used` and `remaining`: what every expression of a case may ask of the clocks around it.

`due("decide")` is the due moment of the nearest clock of the limit around the place, null while
it stands; `used` and `remaining` are its units used up and left, complete days only, also while
it stands. All are null where nothing around has the limit. A step that is being entered counts:
its clock starts in the same act.
"""

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING

from engine.clock_values import amount_of, facts_from, rule_of, start_day
from engine.days import ZONE
from engine.limits.ledger import Facts, Suspension
from engine.limits.projection import Projection, project

if TYPE_CHECKING:  # the Handling lends these functions to its own expressions
    from engine.handling import Handling

#: Their names, for the check of a matter.
NAMES = frozenset({"due", "used", "remaining"})

#: The place that is around every other: the process itself.
PROCESS = ""


def clock_functions(
    handling: "Handling", places: Callable[[], Sequence[str]]
) -> dict[str, Callable[..., object]]:
    """Return the functions for a place; `places` are the ids of activities around it, inner first.

    Nothing is read before one is called.
    """

    def shown(limit_key: object) -> Projection | None:
        return shown_around(handling, str(limit_key), places())

    def due(limit_key: object) -> object:
        found = shown(limit_key)
        return found.due_at if found else None

    def used(limit_key: object) -> object:
        found = shown(limit_key)
        return found.used if found else None

    def remaining(limit_key: object) -> object:
        found = shown(limit_key)
        return found.remaining if found else None

    return {"due": due, "used": used, "remaining": remaining}


def shown_around(handling: "Handling", limit_key: str, places: Sequence[str]) -> Projection | None:
    """Return what the nearest clock of a limit shows at `handling.at`; None without one."""
    clocks = {
        clock.activity_id: clock
        for clock in handling.rows.live_clocks()
        if clock.limit_key == limit_key
    }
    for place in [*places, PROCESS]:
        clock = clocks.get(place)
        if clock is not None:
            facts = facts_from(clock, handling.rows.stops_of(clock))
            calendar = handling.standing.calendars.of(clock.region)
            return project(facts, rule_of(clock).ladder, calendar, on=handling.at, tz=ZONE)
        if _bears(handling, place, limit_key):
            return _about_to_start(handling, place, limit_key)
    return None


def _bears(handling: "Handling", place: str, limit_key: str) -> bool:
    """Say whether a live activity has a limit by its property, its clock not yet started."""
    activity = handling.activity(place)
    if activity is None:
        return False
    named = handling.element(activity.element_id).properties.get("limit", "")
    return limit_key in (name.strip() for name in named.split(","))


def _about_to_start(handling: "Handling", place: str, limit_key: str) -> Projection | None:
    activity = handling.activity(place)
    if activity is None:
        return None
    rule = handling.standing.rule_on(limit_key, handling.day)
    amount = amount_of(handling, rule, activity)
    whole = [stop for stop in handling.rows.open_stops() if stop.activity_id == PROCESS]
    facts = Facts(
        start=handling.at if amount.unit.is_hours else start_day(handling, rule, activity),
        amount=amount,
        suspensions=tuple(Suspension(one.stopped_at, None, one.ground_name) for one in whole),
        ends=rule.ends,
    )
    return project(facts, rule.ladder, handling.calendar, on=handling.at, tz=ZONE)
