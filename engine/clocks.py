"""Clocks of a case: start, end, and what they show at a moment (counting.md).

A row holds facts; last day, due moment and next rung are projections written beside them so that
the sweep can find them, and can be derived again at any time.
"""

from datetime import datetime

from engine.bpmn.run import Activity
from engine.clock_functions import PROCESS
from engine.clock_values import amount_of, facts_from, rule_of, start_day
from engine.days import ZONE, closing_day_of
from engine.errors import NotFound
from engine.handling import Handling, item_of
from engine.limit_rules import WITH, LimitRule
from engine.limits.ladder import Rung
from engine.limits.ledger import Facts
from engine.limits.moments import end_of
from engine.limits.projection import Projection, project, units_used
from engine.limits.units import Amount
from engine.store.clocks import Clock, ClockStop, Firing, Stop

LEVELS = ("none", "warn", "yellow", "red")


def start_clock(handling: Handling, activity: Activity, limit_key: str) -> Clock:
    """Start the clock of a limit for an activity; rungs already past are noted without a card.

    A statutory expiry already past does card (counting.md 11).
    """
    rule = handling.standing.rule_on(limit_key, handling.day)
    item = item_of(activity.scope)
    clock = Clock(
        case_id=handling.case.id,
        limit_key=limit_key,
        activity_id=activity.id,
        element_id=activity.element_id,
        item_key=str(item["key"]) if "key" in item else None,
        item_name=str(item.get("name", "")),
        rule=dict(rule.raw),
        amount=str(amount_of(handling, rule, activity)),
        start_on=start_day(handling, rule, activity),
        start_at=handling.at,
        extensions=[],
        region=handling.region,
        state="running",
        level="none",
        fired=[],
    )
    handling.session.add(clock)
    handling.rows.clocks.append(clock)
    _join_open_stops(handling, clock, rule)
    handling.record(
        "clock_started",
        element_id=activity.element_id,
        limit=limit_key,
        name=rule.name,
        item=clock.item_name or None,
        amount=clock.amount,
        start_on=clock.start_on,
        article=rule.article,
    )
    shown = projection(handling, clock)
    note_passed(handling, clock, rule, shown)
    show(handling, clock, shown)
    return clock


def _join_open_stops(handling: Handling, clock: Clock, rule: LimitRule) -> None:
    for stop in handling.rows.open_stops():
        is_inside = stop.activity_id in around(handling, clock.activity_id)
        is_held = is_inside and stops_on(handling, clock, rule, stop.ground)
        if is_held or stop.activity_id == PROCESS:
            hold(handling, clock, stop)


def hold(handling: Handling, clock: Clock, stop: Stop) -> None:
    """Let a stop hold a clock."""
    held = ClockStop(clock=clock, stop=stop)
    handling.session.add(held)
    handling.rows.holds.append(held)


def note_passed(handling: Handling, clock: Clock, rule: LimitRule, shown: Projection) -> None:
    """Note the rungs that were past before anybody could meet them; no card is raised."""
    for key, instant in shown.rungs.items():
        rung = rung_of(rule, key)
        is_statutory_expiry = rule.kind == "statutory" and rung.is_expiry
        is_past = instant < handling.at and key not in clock.fired
        if is_past and not is_statutory_expiry:
            handling.session.add(
                Firing(
                    clock=clock,
                    case_id=clock.case_id,
                    rung_key=key,
                    level=rung.level,
                    instant_at=instant,
                    fired_at=handling.now,
                    is_passed=True,
                )
            )
            reach(clock, rung)
            handling.record(
                "rung_passed",
                element_id=clock.element_id,
                limit=rule.key,
                name=rule.name,
                item=clock.item_name or None,
                rung=key,
                level=rung.level,
                instant=instant,
            )


def reach(clock: Clock, rung: Rung) -> None:
    """Note on a clock that it reached a rung."""
    clock.fired = [*clock.fired, rung.key]
    clock.level = worse(clock.level, rung.level)


def rung_of(rule: LimitRule, key: str) -> Rung:
    """Return a rung of a rule's ladder; raises NotFound."""
    for rung in rule.ladder:
        if rung.key == key:
            return rung
    raise NotFound(f"时限 {rule.key} 没有档 {key}", f"Limit {rule.key} has no rung {key}.")


def worse(one: str, other: str) -> str:
    """Return the worse of two levels."""
    return max(one, other, key=LEVELS.index)


def facts_of(handling: Handling, clock: Clock) -> Facts:
    """Return the clock's facts as the counting rules take them."""
    return facts_from(clock, stops_of(handling, clock))


def stops_of(handling: Handling, clock: Clock) -> list[Stop]:
    """Return the stops that hold or held a clock, oldest first."""
    return handling.rows.stops_of(clock)


def projection(handling: Handling, clock: Clock, *, on: datetime | None = None) -> Projection:
    """Return what a clock shows at a moment."""
    calendar = handling.standing.calendars.of(clock.region)
    return project(facts_of(handling, clock), rule_of(clock).ladder, calendar, on=on, tz=ZONE)


def refresh(handling: Handling, clock: Clock) -> Projection:
    """Write the clock's projections anew from its facts."""
    shown = projection(handling, clock)
    show(handling, clock, shown)
    return shown


def show(handling: Handling, clock: Clock, shown: Projection) -> None:
    """Write what a clock shows into its row."""
    if clock.state != "ended":
        clock.state = "suspended" if shown.suspended else "running"
    clock.last_on, clock.due_at = shown.last_day, shown.due_at
    clock.is_provisional = shown.provisional
    clock.calendar_version = handling.standing.calendars.of(clock.region).version
    following = None if clock.state == "ended" else shown.next_rung(set(clock.fired))
    clock.next_rung_at = following[1] if following else None


def live_clocks(handling: Handling) -> list[Clock]:
    """Return the case's clocks that have not ended, oldest first."""
    return handling.rows.live_clocks()


def clock_for(handling: Handling, limit_key: str, activity_id: str | None) -> Clock | None:
    """Return the nearest live clock of a limit around an activity."""
    found = {
        clock.activity_id: clock for clock in live_clocks(handling) if clock.limit_key == limit_key
    }
    places = around(handling, activity_id)
    return next((found[key] for key in places if key in found), None)


def around(handling: Handling, activity_id: str | None) -> list[str]:
    """Return the ids of an activity and everything around it up to the process, inner first."""
    return [*handling.enclosing(activity_id), PROCESS]


def end_clocks(handling: Handling, activity_id: str, outcome: str) -> None:
    """End the clocks of an activity that left; a stop made for the activity ends with it."""
    for stop in handling.rows.open_stops():
        if stop.activity_id == activity_id:
            stop.resumed_at, stop.watch_at = handling.at, None
    for clock in live_clocks(handling):
        if clock.activity_id == activity_id:
            end_clock(handling, clock, outcome)


def end_clock(handling: Handling, clock: Clock, outcome: str) -> None:
    """End one clock: completed, cancelled, or migrated away from its limit."""
    clock.state = "ended"
    clock.ended_at = handling.at
    clock.end_outcome = outcome
    clock.used = _used_at_end(handling, clock)
    clock.next_rung_at = None
    handling.record(
        "clock_ended",
        element_id=clock.element_id,
        limit=clock.limit_key,
        name=clock.rule["name"],
        item=clock.item_name or None,
        outcome=outcome,
        last_on=clock.last_on,
    )


def _used_at_end(handling: Handling, clock: Clock) -> int | None:
    """Return the units used by the end fact; its own day counts (counting.md 8)."""
    is_hours = Amount.parse(clock.amount).unit.is_hours
    # A live clock shows complete days, the day before its moment; 24:00 completes the last day.
    on = handling.at if is_hours else end_of(closing_day_of(handling.at), ZONE)
    calendar = handling.standing.calendars.of(clock.region)
    return units_used(facts_of(handling, clock), calendar, on, tz=ZONE)


def stops_on(handling: Handling, clock: Clock, rule: LimitRule, ground: str) -> bool:
    """Say whether a ground stops a clock: named by its limit, or by the limit it goes with."""
    if ground in rule.stop:
        return True
    for name in rule.stop:
        leader = clock_for(handling, name.removeprefix(WITH), clock.activity_id)
        if name.startswith(WITH) and leader and ground in rule_of(leader).stop:
            return True
    return False
