"""The legal acts on the clocks of a case: stop, resume, extend (停表, 恢复, 延期)."""

from collections.abc import Sequence
from datetime import datetime

from engine import stop_watch
from engine.clock_values import rule_of
from engine.clocks import hold, live_clocks, refresh, stops_on
from engine.days import legal_text
from engine.errors import Conflict, NotAllowed
from engine.handling import Handling
from engine.people import holds_post
from engine.store.clocks import Clock, Stop


def stop_clocks(
    handling: Handling,
    *,
    scope: str,
    ground: str,
    told: str,
    document_number: str | None,
    asked_by: str | None,
) -> Stop:
    """Stop every clock inside the live activity of the element `scope` that the ground stops.

    Raises Conflict when no clock may be stopped on that ground, or one is expired or stopped;
    NotAllowed when who approves it asked for it (counting.md 6).
    """
    if asked_by is not None and asked_by == handling.by:
        raise NotAllowed(
            "停表由一人申请、另一人批准，不能批准自己的申请。",
            "One person asks for a stop and another approves it.",
            code="same_person",
        )
    activity_id = _activity_of(handling, scope)
    stop = Stop(
        case_id=handling.case.id,
        activity_id=activity_id,
        ground=ground,
        ground_name=ground_name(handling, ground),
        document_number=document_number,
        told=told,
        asked_by=asked_by,
        approved_by=handling.by,
        stopped_at=handling.at,
        wanting=[],
    )
    stop_watch.arm(handling, stop)
    held = [
        clock
        for clock in live_clocks(handling)
        if activity_id in handling.enclosing(clock.activity_id)
        and stops_on(handling, clock, rule_of(clock), ground)
    ]
    _refuse_wrong_stop(held, ground, handling.at)
    handling.session.add(stop)
    handling.rows.stops.append(stop)
    for clock in held:
        hold(handling, clock, stop)
        refresh(handling, clock)
    handling.record(
        "clock_stopped",
        ground=ground,
        ground_name=stop.ground_name,
        told=told,
        document=document_number,
        limits=[clock.limit_key for clock in held],
    )
    return stop


def _refuse_wrong_stop(held: Sequence[Clock], ground: str, at: datetime) -> None:
    if not held:
        raise Conflict(
            f"没有可以因“{ground}”停表的时限：该事由不在时限的停表事由之内。",
            f"No clock may be stopped on the ground {ground!r}: no limit lists it.",
            code="stop_not_allowed",
        )
    for clock in held:
        if clock.state == "suspended":
            raise Conflict(
                f"时限“{clock.rule['name']}”已经停表，请先恢复。",
                f"The clock of {clock.limit_key} is stopped already; resume it first.",
                code="already_stopped",
            )
        is_main = clock.rule.get("kind") == "statutory"
        if is_main and clock.due_at is not None and clock.due_at <= at:
            raise Conflict(
                f"时限“{clock.rule['name']}”已于 {legal_text(clock.due_at)} 届满，不能停表。",
                f"The clock of {clock.limit_key} expired at {legal_text(clock.due_at)}; "
                "it cannot be stopped.",
                code="clock_expired",
            )


def ground_name(handling: Handling, ground: str) -> str:
    """Return the Chinese name of a ground from the matter's closed list, or the key."""
    grounds = handling.definition.matter.raw.get("special", {}).get("grounds", [])
    return next((row["name"] for row in grounds if row["key"] == ground), ground)


def _activity_of(handling: Handling, element_id: str) -> str:
    for activity in handling.run.live():
        if activity.element_id == element_id:
            return activity.id
    raise Conflict(
        f"环节 {element_id} 当前未在办理，不能停表或恢复。",
        f"Step {element_id} is not live; its clocks cannot be stopped or resumed.",
    )


def resume_clocks(handling: Handling, *, scope: str) -> list[Stop]:
    """End every open stop of the live activity of the element `scope`.

    Raises Conflict when none is open.
    """
    activity_id = _activity_of(handling, scope)
    stops = [stop for stop in handling.rows.open_stops() if stop.activity_id == activity_id]
    if not stops:
        raise Conflict(
            "没有停表，无须恢复。",
            f"The clocks of {scope} are not stopped; there is nothing to resume.",
            code="not_stopped",
        )
    for stop in stops:
        stop.resumed_at, stop.watch_at = handling.at, None
    for clock in live_clocks(handling):
        refresh(handling, clock)
    handling.record("clock_resumed", grounds=[stop.ground_name for stop in stops])
    return stops


def _refuse_extension(handling: Handling, clock: Clock, by: int) -> None:
    """Refuse what a limit does not give: too often, too far, or decided by another post.

    Raises Conflict, NotAllowed.
    """
    allowed = rule_of(clock).extension
    if allowed is None or len(clock.extensions) >= allowed.times:
        raise Conflict(
            f"时限“{clock.rule['name']}”不允许（再次）延期。",
            f"The limit {clock.limit_key} allows no (further) extension.",
            code="extension_not_allowed",
        )
    if allowed.most is not None and by > allowed.most:
        raise Conflict(
            f"时限“{clock.rule['name']}”每次最多延长 {allowed.most}，不能延长 {by}。",
            f"The limit {clock.limit_key} may be extended by {allowed.most} at most, not {by}.",
            code="extension_too_long",
        )
    if allowed.by and not holds_post(
        handling.session, handling.by or "", (allowed.by,), handling.day
    ):
        raise NotAllowed(
            f"时限“{clock.rule['name']}”的延期须由岗位 {allowed.by} 批准。",
            f"An extension of {clock.limit_key} is decided by a holder of {allowed.by}.",
        )


def extend_clocks(handling: Handling, limit_keys: Sequence[str], *, by: int) -> list[Clock]:
    """Lengthen the budget of the live clocks of the limits by `by` units (延期).

    Raises Conflict when a clock is due already or its limit allows no (further) extension.
    """
    extended = [clock for clock in live_clocks(handling) if clock.limit_key in limit_keys]
    for clock in extended:
        _refuse_extension(handling, clock, by)
        if clock.due_at is not None and clock.due_at <= handling.at:
            raise Conflict(
                f"时限“{clock.rule['name']}”已届满，不能延期。",
                f"The clock of {clock.limit_key} is due already; it cannot be extended.",
                code="clock_expired",
            )
        clock.extensions = [*clock.extensions, by]
        refresh(handling, clock)
    handling.record("clock_extended", limits=list(limit_keys), by_units=by)
    return extended
