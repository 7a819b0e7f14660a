"""The demo's settable clock: one row with an offset, read at each transaction's start."""

from datetime import datetime, timedelta

from sqlalchemy.orm import Session

from engine.clock import Clock
from engine.errors import Conflict
from engine.store.publishing import Setting

KEY = "demo_clock"


def now_in(session: Session, clock: Clock) -> datetime:
    """Return the present moment: the clock's, moved by the demo's offset when there is one."""
    return clock.now() + offset_in(session)


def offset_in(session: Session) -> timedelta:
    """Return the demo's offset; zero outside the demo."""
    row = session.get(Setting, KEY)
    return timedelta(seconds=float(row.value["offset_s"])) if row else timedelta(0)


def move_clock(session: Session, to: datetime, clock: Clock) -> datetime:
    """Set the demo's clock to a moment; forward only. Returns the new present.

    Raises Conflict when the moment lies before the present of the demo.
    """
    row = session.get(Setting, KEY, with_for_update=True)
    if row is None:
        raise Conflict(
            "不是演示环境，时钟不可设定。", "This is no demo; its clock is not settable."
        )
    present = now_in(session, clock)
    if to < present:
        raise Conflict(
            "演示时钟只能向前拨。", "The demo clock only moves forward.", code="clock_backward"
        )
    set_clock(session, to, clock)
    return to


def set_clock(session: Session, to: datetime, clock: Clock) -> None:
    """Make `to` the demo's present: only for a new demo, before anything happens in it."""
    offset = (to - clock.now()).total_seconds()
    row = session.get(Setting, KEY)
    if row is None:
        session.add(Setting(key=KEY, value={"offset_s": str(offset)}))
    else:
        row.value = {"offset_s": str(offset)}
    session.flush()
