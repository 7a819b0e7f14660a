"""Clocks of all cases: list, one with its count, stops, verify and rebuild."""

from collections import Counter
from collections.abc import Sequence
from typing import Any

from sqlalchemy import func, select

from engine import access, recounting
from engine.errors import NotFound
from engine.store import lists
from engine.store.cases import Case
from engine.store.clocks import Clock, ClockStop, Stop
from engine.store.lists import Page
from web.access import needs_post
from web.api.blueprint import Blueprint
from web.api.clock_data import clock_data, explained
from web.api.names import Names
from web.api.paging import SIZE, page_data, page_of
from web.api.schemas.clock_lists import (
    ClockPageData,
    ClocksArgs,
    ClocksData,
    DifferencesData,
    RebuiltData,
    StopsArgs,
    StopsData,
)
from web.clock_board import Standing, board
from web.navigation import OVERSEERS
from web.session import commits, db, now, reads

bp = Blueprint("clocks", __name__, path="/clocks", zh="计时", en="Clocks").for_persons()


@bp.get("", zh="在计的时限")
@bp.takes(ClocksArgs, location="query")
@bp.gives(ClocksData)
@needs_post(*OVERSEERS)
@reads
def all(sent: dict[str, Any]) -> dict[str, Any]:
    """List every running clock, the most urgent first, and how many show which lamp."""
    found = [one for one in board(sent["matter"]) if _is_asked(one, sent)]
    page = page_of([one for one in found if sent["lamp"] in ("", one.level)], sent["page"])
    return {
        **page_data(_rows(page.rows), page),
        "levels": dict(Counter(one.level for one in found)),
    }


def _is_asked(one: Standing, sent: dict[str, Any]) -> bool:
    run = one.run
    return sent["section"] in ("", run.section_key) and sent["person"] in ("", run.person_id)


def _rows(found: Sequence[Standing]) -> list[dict[str, Any]]:
    ids = [one.run.clock_id for one in found]
    cases = db().scalars(select(Clock.case_id).where(Clock.id.in_(ids)).distinct())
    rows = {row.clock.id: row for group in lists.clocks_of(db(), cases).values() for row in group}
    names = Names(db())
    return [
        {
            **clock_data(db(), rows[one.run.clock_id], at=now()),
            "case": one.run.case_number,
            "title": one.run.case_title,
            "matter": names.matter(one.run.matter_key),
            "person": names.person(one.run.person_id),
            "section": names.section(one.run.section_key) if one.run.section_key else None,
        }
        for one in found
    ]


@bp.get("/<int:clock_id>", zh="一个计时的逐日说明")
@bp.gives(ClockPageData)
@reads
def one(clock_id: int) -> dict[str, Any]:
    """Read a clock with why it ends on its day, day by day."""
    missing = NotFound(f"没有计时 {clock_id}", f"There is no clock {clock_id}.")
    clock = access.find(db(), Clock, Clock.id, clock_id, missing)
    rows = lists.clocks_of(db(), [clock.case_id])[clock.case_id]
    told = explained(db(), [row for row in rows if row.clock.id == clock_id], at=now())
    return {**told[0], "case": clock.case.number, "title": clock.case.title}


@bp.get("/stops", zh="停表")
@bp.takes(StopsArgs, location="query")
@bp.gives(StopsData)
@needs_post(*OVERSEERS)
@reads
def stops(sent: dict[str, Any]) -> dict[str, Any]:
    """List stops with ground, document, who asked and who approved, the newest first."""
    wanted = {
        "open": [Stop.resumed_at.is_(None)],
        "ended": [Stop.resumed_at.is_not(None)],
        "all": [],
    }[sent["state"]]
    total = db().scalar(select(func.count()).select_from(Stop).where(*wanted)) or 0
    query = (
        select(Stop, Case.number)
        .join(Case, Case.id == Stop.case_id)
        .where(*wanted)
        .order_by(Stop.stopped_at.desc(), Stop.id.desc())
        .limit(SIZE)
        .offset((sent["page"] - 1) * SIZE)
    )
    found = [(stop, number) for stop, number in db().execute(query)]
    held = _held([stop.id for stop, _number in found])
    rows = [{**_stop(stop), "case": number, "limits": held[stop.id]} for stop, number in found]
    return page_data(rows, Page(rows, total, sent["page"], SIZE))


def _held(ids: list[int]) -> dict[int, list[str]]:
    """Return the limits each stop holds or held."""
    found: dict[int, list[str]] = {stop_id: [] for stop_id in ids}
    for stop_id, limit in db().execute(
        select(ClockStop.stop_id, Clock.limit_key)
        .join(Clock, Clock.id == ClockStop.clock_id)
        .where(ClockStop.stop_id.in_(ids))
        .order_by(Clock.id)
    ):
        found[stop_id].append(limit)
    return found


def _stop(stop: Stop) -> dict[str, Any]:
    names = Names(db())
    return {
        "id": stop.id,
        "ground": stop.ground,
        "ground_name": stop.ground_name,
        "document_number": stop.document_number,
        "told": stop.told,
        "asked_by": names.person(stop.asked_by),
        "approved_by": names.person(stop.approved_by),
        "stopped_at": stop.stopped_at,
        "resumed_at": stop.resumed_at,
    }


@bp.get("/differences", zh="核对计时")
@bp.gives(DifferencesData)
@needs_post("administrator")
@reads
def differences() -> dict[str, Any]:
    """Derive every open clock from its ledger and list what is stored otherwise; none is right."""
    return {
        "rows": [
            {
                "clock": one.clock_id,
                "case": one.case_id,
                "limit": one.limit_key,
                "field": one.field,
                "stored": str(one.stored),
                "derived": str(one.derived),
            }
            for one in recounting.differences(db())
        ]
    }


@bp.post("/rebuild", zh="重算计时")
@bp.gives(RebuiltData)
@needs_post("administrator")
@commits
def rebuild() -> dict[str, Any]:
    """Mark every open clock for recounting; a first batch now, the rest by the scheduler."""
    marked = recounting.rebuild(db())
    counted = recounting.recount_batch(db(), at=now(), cause="rebuild")
    return {"marked": marked, "recounted": counted.clocks}
