"""The moments time can be moved to: what is due next, the next working day, any other."""

from datetime import datetime
from typing import Any

from flask import request
from sqlalchemy import select
from sqlalchemy.orm import Session

from engine import calendars
from engine.days import ZONE, day_of, legal_text
from engine.errors import InvalidSubmission
from engine.store.clocks import Clock, Timer
from engine.sweep import next_due_at
from web.lamps import name_of
from web.language import _
from web.trying.playing import Run


def moments(session: Session, run: Run) -> dict[str, Any]:
    """Return what time can be moved to, as the page offers it."""
    due = next_due_at(session, run.at)
    local = run.at.astimezone(ZONE)
    return {
        "now": f"{local:%Y-%m-%dT%H:%M}",
        "next": legal_text(due) if due else "",
        "next_what": _what(session, due) if due else "",
        "day": f"{next_working(session, run.at).astimezone(ZONE):%Y-%m-%d %H:%M}",
    }


def _what(session: Session, due: datetime) -> str:
    """Return what is due at a moment, in a few words."""
    clocks = session.scalars(select(Clock).where(Clock.next_rung_at == due, Clock.state != "ended"))
    names = [name_of(clock) for clock in clocks]
    if session.scalar(select(Timer).where(Timer.due_at == due).limit(1)):
        names.append(_("定时事件"))
    return "、".join(dict.fromkeys(names))


def next_working(session: Session, at: datetime) -> datetime:
    """Return the same time on the next working day."""
    local = at.astimezone(ZONE)
    day = calendars.load_calendar(session).working_days.after(day_of(at), 1)
    return local.replace(year=day.year, month=day.month, day=day.day)


def asked_moment(session: Session, run: Run) -> datetime:
    """Return the moment a request asks to move time to; raises InvalidSubmission."""
    to = request.form.get("to", "")
    if to == "next":
        return next_due_at(session, run.at) or run.at
    if to == "day":
        return next_working(session, run.at)
    return moment_in(request.form.get("moment", ""))


def moment_in(text: str) -> datetime:
    """Return the moment a person typed, in the bureau's zone; raises InvalidSubmission."""
    try:
        return datetime.fromisoformat(text.strip()).replace(tzinfo=ZONE)
    except ValueError as fault:
        said = ("请写日期和时间，如 2026-03-02 09:00。", "Give date and time: 2026-03-02 09:00.")
        raise InvalidSubmission({"moment": [said]}) from fault
