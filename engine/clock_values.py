"""What a clock's row says as the counting rules take it: its rule and its facts."""

from collections.abc import Sequence
from datetime import date, datetime
from typing import TYPE_CHECKING

from engine.bpmn.run import Activity
from engine.days import day_of
from engine.limit_rules import LimitRule, read_rule
from engine.limits.ledger import Facts, Suspension
from engine.limits.units import Amount, Unit
from engine.store.clocks import Clock, Stop

if TYPE_CHECKING:  # the Handling lends the clocks to its own expressions
    from engine.handling import Handling


def rule_of(clock: Clock) -> LimitRule:
    """Return the rule the clock started with."""
    return read_rule(clock.limit_key, clock.rule)


def facts_from(clock: Clock, stops: Sequence[Stop]) -> Facts:
    """Return the facts of a clock with its stops."""
    amount = Amount.parse(clock.amount)
    return Facts(
        start=clock.start_at if amount.unit.is_hours else clock.start_on,
        amount=amount,
        extensions=tuple(int(days) for days in clock.extensions),
        suspensions=tuple(
            Suspension(stop.stopped_at, stop.resumed_at, stop.ground_name, stop.document_number)
            for stop in stops
        ),
        ends=clock.rule.get("ends", "midnight"),
    )


def amount_of(handling: "Handling", rule: LimitRule, activity: Activity) -> Amount:
    """Return the amount a rule gives an activity: its own, or what its FEEL gives."""
    if not rule.amount.startswith("="):
        return Amount.parse(rule.amount)
    value = handling.evaluate(rule.amount, activity.scope)
    return Amount(int(str(value)), Unit(rule.unit))


def start_day(handling: "Handling", rule: LimitRule, activity: Activity) -> date:
    """Return the day a rule's start fact lies on; the day of entry without one."""
    value = handling.evaluate(rule.start, activity.scope) if rule.start else handling.day
    if isinstance(value, str):
        value = date.fromisoformat(value)
    if isinstance(value, datetime):
        return day_of(value)
    return value if isinstance(value, date) else handling.day
