"""All cases, one case with its diagram, the guide, and starting a case."""

from urllib.parse import urlencode

from flask import (
    Blueprint,
    Response,
    jsonify,
    render_template,
    request,
    url_for,
)
from sqlalchemy import select

from engine.cases import find_case, record_unmasking
from engine.definitions import current_definition
from engine.handling import view_case
from engine.store import lists
from engine.store.publishing import Matter
from web.access import person
from web.case_page import case_view
from web.case_page.diagram import diagram_state
from web.case_rows import case_rows
from web.language import _, pick
from web.numbers import counted
from web.session import commits, db, now, reads

bp = Blueprint("cases", __name__, url_prefix="/cases")

SIZE = 20


@bp.get("")
@reads
def all() -> str:
    """Show all cases, newest first."""
    chosen = {key: request.args.get(key, "").strip() for key in ("q", "state", "matter", "outcome")}
    page = lists.cases_page(
        db(), **chosen, number=max(request.args.get("page", 1, type=int), 1), size=SIZE
    )
    counts = [
        {
            "key": key,
            "label": label,
            "number": counted(
                lists.count_cases(db(), q=chosen["q"], matter=chosen["matter"], state=key)
            ),
            "lamp": "",
            "url": f"{url_for('cases.all')}?{urlencode({**chosen, 'state': key})}",
            "active": chosen["state"] == key,
        }
        for key, label in (("", _("全部")), ("open", _("在办")), ("closed", _("办结")))
    ]
    matters = [
        {
            "key": matter.key,
            "name": pick(matter.name, matter.name_en),
            "selected": matter.key == chosen["matter"],
        }
        for matter in db().scalars(select(Matter).order_by(Matter.key))
    ]
    return render_template(
        "cases/list.html",
        counts=counts,
        filters={**chosen, "matters": matters, "outcomes": _outcomes(chosen["outcome"])},
        rows=case_rows(page.rows),
        total=counted(page.total),
        page_no=page.number,
        pages=page.pages,
        page_url=lambda number: url_for("cases.all", **{**request.args, "page": number}),
    )


def _outcomes(chosen: str) -> list[dict[str, object]]:
    found = {
        outcome.key: pick(outcome.name, outcome.name_en)
        for matter in db().scalars(select(Matter))
        for outcome in current_definition(db(), matter.key).matter.outcomes
    }
    return [{"key": key, "name": name, "selected": key == chosen} for key, name in found.items()]


@bp.get("/<number>")
@reads
def show(number: str) -> str:
    """Show one case."""
    handling = view_case(db(), find_case(db(), number), at=now(), by=person().id)
    return render_template("cases/show.html", **case_view(handling))


@bp.post("/<number>/submissions/<int:submission_id>/unmask")
@commits
def unmask(number: str, submission_id: int) -> str:
    """Show one personal number whole, this once, and record who asked for it."""
    path = request.form.get("path", "")
    record_unmasking(db(), number, submission_id, path, by=person().id, at=now())
    handling = view_case(db(), find_case(db(), number), at=now(), by=person().id)
    return render_template(
        "cases/show.html", **case_view(handling, unmasked={submission_id: {path}})
    )


@bp.get("/<number>/diagram.xml")
@reads
def diagram(number: str) -> Response:
    """Return the diagram of the case's version as it was drawn."""
    handling = view_case(db(), find_case(db(), number), at=now())
    return Response(handling.definition.file("process.bpmn"), mimetype="application/xml")


@bp.get("/<number>/diagram.json")
@reads
def diagram_state_json(number: str) -> Response:
    """Return what the diagram of a case marks."""
    return jsonify(diagram_state(view_case(db(), find_case(db(), number), at=now())))
