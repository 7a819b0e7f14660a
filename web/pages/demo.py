"""The demo's clock: to the next rung, one or five working days on."""

from datetime import datetime, time

from flask import Blueprint, flash, redirect, request, url_for
from werkzeug.wrappers import Response

from engine import calendars
from engine.clock import Clock
from engine.days import ZONE, day_of
from engine.demo_clock import move_clock, now_in
from engine.limits.counting import last_day
from engine.limits.units import Amount, Unit
from engine.scheduler import recount
from engine.store.database import Database, reading, transaction
from engine.sweep import next_due_at, sweep
from web.language import _
from web.session import clock, database
from web.times import full_moment

bp = Blueprint("demo", __name__, url_prefix="/demo")

STEPS = {"1wd": 1, "5wd": 5}


@bp.post("/clock")
def move() -> Response:
    """Move the clock and answer after the sweep ran."""
    target = _target(request.form.get("to", "next"))
    if target is None:
        flash(_("没有等待中的时限档。"))
    else:
        moved = set_demo_clock(database(), target, clock())
        flash(
            _("时钟已拨到 %(at)s，%(number)d 个办件有变化。", at=full_moment(target), number=moved)
        )
    back = request.form.get("next", "")
    is_own = back.startswith("/") and not back.startswith(("//", "/\\"))
    return redirect(back if is_own else url_for("tasks.todo"))


def _target(to: str) -> datetime | None:
    with reading(database()) as session:
        at = now_in(session, clock())
        if to not in STEPS:
            return next_due_at(session, at)
        calendar = calendars.load_calendar(session)
        day = last_day(day_of(at), Amount(STEPS[to], Unit.WD), calendar).day
        return datetime.combine(day, max(time(9), at.astimezone(ZONE).time()), ZONE)


def set_demo_clock(opened: Database, to: datetime, real: Clock) -> int:
    """Move the demo's clock and sweep up to it; returns how many cases moved."""
    with transaction(opened) as session:
        move_clock(session, to, real)
    recount(opened, real)
    return sweep(opened, at=to)
