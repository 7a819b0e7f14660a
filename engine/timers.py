"""Timers of the diagram as rows: armed, rewritten when a clock moves, disarmed.

The engine evaluates no timer; a row says when one is due and the sweep fires it.
"""

from collections.abc import Mapping
from datetime import date, datetime, timedelta

from engine.bpmn.model import Element
from engine.bpmn.run import Activity
from engine.days import ZONE
from engine.errors import InvalidMatter
from engine.handling import Handling
from engine.limits.moments import end_of
from engine.store.clocks import Timer


def arm(handling: Handling, activity: Activity, element: Element) -> Timer:
    """Write the row of a timer event that was entered."""
    timer = Timer(
        activity_id=activity.id,
        case_id=handling.case.id,
        element_id=element.id,
        host_id=activity.host,
        parent_activity_id=activity.parent,
        expression=element.expression or "",
        item={},
        armed_at=handling.at,
    )
    timer.due_at = _due_at(handling, timer, activity.scope)
    handling.session.add(timer)
    handling.rows.timers.append(timer)
    return timer


def disarm(handling: Handling, activity_id: str) -> None:
    """End the timer of an event that left; one that was never written is dropped."""
    timer = handling.rows.timer(activity_id)
    if timer is not None:
        end(handling, timer)


def end(handling: Handling, timer: Timer) -> None:
    """End a timer, fired or not."""
    handling.rows.timers.remove(timer)
    if timer in handling.session.new:
        handling.session.expunge(timer)
    timer.due_at, timer.ended_at = None, handling.at


def rewrite(handling: Handling) -> None:
    """Work out every armed timer of the case anew, in the transaction that moved a clock."""
    for timer in armed(handling):
        activity = handling.activity(timer.activity_id)
        timer.due_at = _due_at(handling, timer, activity.scope if activity else {})


def armed(handling: Handling) -> list[Timer]:
    """Return the case's armed timers."""
    return handling.rows.timers


def _due_at(handling: Handling, timer: Timer, scope: Mapping[str, object]) -> datetime | None:
    """Return when a timer is due; None while its clock or the whole case stands."""
    if handling.case.suspended_at is not None:
        return None
    value = handling.evaluate(timer.expression, scope)
    return _moment(value, timer)


def _moment(value: object, timer: Timer) -> datetime | None:
    """Return the moment a timer's value means: a day its 24:00, a span from when it was armed."""
    if isinstance(value, str):
        value = datetime.fromisoformat(value) if "T" in value else date.fromisoformat(value)
    if value is None:
        return None
    if isinstance(value, datetime):
        return value if value.tzinfo else value.replace(tzinfo=ZONE)
    if isinstance(value, date):
        return end_of(value, ZONE)
    if isinstance(value, timedelta):
        return timer.armed_at + value
    raise InvalidMatter(
        f"定时器 {timer.element_id} 的表达式须得出日期、时刻或时长，而不是 {value!r}",
        f"Timer {timer.element_id} must give a date, moment or duration, not {value!r}",
    )
