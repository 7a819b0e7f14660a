"""The demo's settable clock; there is none outside the demo."""

from datetime import datetime
from typing import Any, cast

from flask import current_app

from engine.demo_clock import now_in
from engine.errors import NotFound
from engine.store.database import reading
from engine.sweep import next_due_at
from web.api.blueprint import Blueprint
from web.api.schemas.clocks import ClockArgs, DemoClockData, MovedClockData
from web.config import Config
from web.pages.demo import set_demo_clock
from web.session import clock, database

bp = Blueprint("demo", __name__, path="/demo", zh="演示", en="The demo").for_persons()


def refuse_outside_demo() -> None:
    """Raise NotFound unless this is the demo."""
    if not cast(Config, current_app.extensions["banjie.config"]).demo:
        raise NotFound("不是演示环境，没有演示时钟。", "This is no demo; it has no demo clock.")


bp.before_request(refuse_outside_demo)


@bp.get("/clock", zh="演示时钟")
@bp.gives(DemoClockData)
def shown() -> dict[str, Any]:
    """Read the demo's present and when the next rung or timer is due."""
    return _clock()


@bp.put("/clock", zh="拨动演示时钟")
@bp.takes(ClockArgs)
@bp.gives(MovedClockData)
def move(sent: dict[str, datetime]) -> dict[str, Any]:
    """Move the clock forward and answer after everything due until then has happened."""
    moved = set_demo_clock(database(), sent["now"], clock())
    return {**_clock(), "moved": moved}


def _clock() -> dict[str, Any]:
    with reading(database()) as session:
        at = now_in(session, clock())
        return {"now": at, "next_due_at": next_due_at(session, at)}
