"""All running clocks as a board, and one clock's count as a page fit for a file."""

from flask import Blueprint, render_template, request, url_for

from engine.errors import NotFound
from engine.store import lists
from engine.store.clocks import Clock
from web.access import needs_post
from web.case_page.clocks import explanations
from web.clock_board import board, counts, due_days, lamps_of, names, stopped_by_ground
from web.naming import step_name
from web.navigation import OVERSEERS
from web.session import db, now, reads
from web.times import full_moment

bp = Blueprint("clocks", __name__, url_prefix="/clocks")

SIZE = 30


@bp.get("")
@needs_post(*OVERSEERS)
@reads
def all() -> str:
    """Show every running clock, the most urgent first."""
    asked = {key: request.args.get(key, "") for key in ("matter", "section")}
    chosen = request.args.get("lamp", "")
    called = names()
    everything = board(asked["matter"])
    sections = {one.run.section_key for one in everything if one.run.section_key}
    found = [one for one in everything if asked["section"] in ("", one.run.section_key)]
    shown = [one for one in found if chosen in ("", one.level)]
    page = max(request.args.get("page", 1, type=int), 1)
    return render_template(
        "clocks/board.html",
        counts=counts(found, chosen, asked),
        days=due_days(found, now()),
        grounds=stopped_by_ground(found),
        running=len(found),
        rows=lamps_of(shown[(page - 1) * SIZE : page * SIZE]),
        matters=[
            {"key": key, "name": name, "selected": key == asked["matter"]}
            for key, name in called.matters.items()
        ],
        sections=[
            {"key": key, "name": name, "selected": key == asked["section"]}
            for key, name in called.sections.items()
            if key in sections
        ],
        lamp=chosen,
        total=len(shown),
        page_no=page,
        pages=max(1, -(-len(shown) // SIZE)),
        page_url=lambda number: url_for("clocks.all", **{**asked, "lamp": chosen, "page": number}),
    )


@bp.get("/<int:clock_id>")
@reads
def explain(clock_id: int) -> str:
    """Show why a clock ends on its day, as a page fit for the file."""
    clock = db().get(Clock, clock_id)
    if clock is None:
        raise NotFound(f"没有计时 {clock_id}", f"There is no clock {clock_id}.")
    rows = lists.clocks_of(db(), [clock.case_id])[clock.case_id]
    return render_template(
        "clocks/explain.html",
        case=clock.case,
        clock=clock,
        step=step_name(clock.case, clock.element_id, clock.element_id),
        explanations=explanations([row for row in rows if row.clock.id == clock_id]),
        at=full_moment(now()),
    )
