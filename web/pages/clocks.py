"""All running clocks as a board, and one clock's count as a page fit for a file."""

from collections.abc import Mapping
from datetime import date
from urllib.parse import urlencode

from flask import Blueprint, flash, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from engine import access, urging
from engine.calendar_notices import missing_year
from engine.errors import InvalidSubmission, NotFound
from engine.store import lists
from engine.store.clocks import Clock, Urge
from engine.store.people import Person
from web.access import needs_post, person
from web.case_page.clocks import explanations
from web.clock_board import (
    Standing,
    board,
    counts,
    due_days,
    lamps_of,
    names,
    stopped_by_ground,
)
from web.clock_matrix import matrices
from web.clock_timeline import axis, spans
from web.language import _
from web.naming import step_name
from web.navigation import OVERSEERS
from web.session import commits, db, now, reads
from web.times import full_moment, long_moment

bp = Blueprint("clocks", __name__, url_prefix="/clocks")

SIZE = 30
VIEWS = ("board", "timeline")


@bp.get("")
@needs_post(*OVERSEERS)
@reads
def all() -> str:
    """Show every running clock, the most urgent first."""
    asked = {key: request.args.get(key, "") for key in ("matter", "section", "person", "view")}
    chosen = request.args.get("lamp", "")
    called = names()
    everything = board(asked["matter"])
    sections = {one.run.section_key for one in everything if one.run.section_key}
    found = [one for one in everything if _is_asked(one, asked)]
    shown = [one for one in found if chosen in ("", one.level)]
    page = max(request.args.get("page", 1, type=int), 1)
    listed = shown[(page - 1) * SIZE : page * SIZE]
    kept = {key: value for key, value in asked.items() if value and key != "view"}
    return render_template(
        "clocks/board.html",
        view=asked["view"] if asked["view"] in VIEWS else "",
        views=[
            {"key": key, "name": name, "url": _url({**kept, "view": key})}
            for key, name in (("", _("清单")), ("board", _("看板")), ("timeline", _("时间轴")))
        ],
        counts=counts(found, chosen, asked),
        days=due_days(found, now()),
        grounds=stopped_by_ground(found),
        running=len(found),
        rows=lamps_of(listed),
        axis=axis(now()),
        spans=spans(listed, now()),
        matrices=matrices(found, called, kept) if asked["view"] == "board" else [],
        person=called.persons.get(asked["person"], ""),
        missing=missing_year(db(), now()),
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
        page_url=lambda number: _url({**asked, "lamp": chosen, "page": str(number)}),
    )


def _url(asked: Mapping[str, str]) -> str:
    query = urlencode({key: value for key, value in asked.items() if value})
    return f"{url_for('clocks.all')}?{query}"


def _is_asked(one: Standing, asked: Mapping[str, str]) -> bool:
    run = one.run
    return asked["section"] in ("", run.section_key) and asked["person"] in ("", run.person_id)


def _clock(clock_id: int) -> Clock:
    missing = NotFound(f"没有计时 {clock_id}", f"There is no clock {clock_id}.")
    return access.find(db(), Clock, Clock.id, clock_id, missing)


@bp.get("/<int:clock_id>")
@reads
def explain(clock_id: int) -> str:
    """Show why a clock ends on its day, as a page fit for the file."""
    clock = _clock(clock_id)
    rows = lists.clocks_of(db(), [clock.case_id])[clock.case_id]
    return render_template(
        "clocks/explain.html",
        case=clock.case,
        clock=clock,
        step=step_name(clock.case, clock.element_id, clock.element_id),
        explanations=explanations([row for row in rows if row.clock.id == clock_id]),
        at=full_moment(now()),
        holder=_holder(clock),
        urges=[_urge(row) for row in urging.urges_of(db(), clock.case_id)],
        may_urge=clock.case.state == "open" and person().has_post(*urging.URGING_POSTS),
        may_order=clock.case.state == "open" and person().has_post(*urging.ORDERING_POSTS),
    )


def _holder(clock: Clock) -> Person | None:
    """Return who holds the work a clock measures: its own task's holder, else the case's."""
    tasks = lists.open_tasks_of(db(), [clock.case_id])[clock.case_id]
    held = [task for task in tasks if task.assignee_id]
    own = [task for task in held if task.id == clock.activity_id] or held
    return db().get(Person, own[0].assignee_id) if own else None


def _urge(row: Urge) -> dict[str, object]:
    called = names().persons
    return {
        "id": row.id,
        "is_order": row.kind == "order",
        "text": row.text,
        "by": called.get(row.made_by, row.made_by),
        "to": called.get(row.person_id or "", ""),
        "at": long_moment(row.made_at),
        "due": row.due_on.isoformat() if row.due_on else "",
        "answer": row.answer or "",
        "can_answer": row.kind == "order" and not row.answer and row.person_id == person().id,
    }


@bp.post("/<int:clock_id>/urge")
@commits
def urge(clock_id: int) -> Response:
    """Urge the holder, or order the work done by a day when one is given."""
    clock = _clock(clock_id)
    holder, form = _holder(clock), request.form
    if holder is None:
        flash(_("没有人持有这项工作，不能催办。"))
        return redirect(url_for("clocks.explain", clock_id=clock_id))
    known = {"person_id": holder.id, "text": form.get("text", ""), "by": person().id}
    if form.get("due_on"):
        urging.order(db(), clock.case_id, due_on=_day(form["due_on"]), at=now(), **known)
        flash(_("已督办，限期内须回复。"))
    else:
        urging.urge(db(), clock.case_id, at=now(), **known)
        flash(_("已催办。"))
    return redirect(url_for("clocks.explain", clock_id=clock_id))


def _day(text: str) -> date:
    try:
        return date.fromisoformat(text.strip())
    except ValueError:
        raise InvalidSubmission(
            {"due_on": [("期限须为 2026-12-01 的写法。", "Write the day like 2026-12-01.")]}
        ) from None


@bp.post("/<int:clock_id>/orders/<int:order_id>")
@commits
def answer(clock_id: int, order_id: int) -> Response:
    """Answer an order."""
    urging.answer_order(db(), order_id, request.form.get("text", ""), by=person().id, at=now())
    return redirect(url_for("clocks.explain", clock_id=clock_id))
