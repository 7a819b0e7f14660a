"""Cases whose automatic step could not be done, for the administrator."""

from flask import Blueprint, flash, redirect, render_template, url_for
from sqlalchemy import select
from werkzeug.wrappers import Response

from engine.incidents import open_incidents, retry_incident
from engine.store.cases import Case
from web.access import needs_post, person
from web.language import _, pick
from web.naming import step_name
from web.session import commits, db, now, reads
from web.times import long_moment

bp = Blueprint("incidents", __name__, url_prefix="/incidents")


@bp.get("")
@needs_post("administrator")
@reads
def all() -> str:
    """Show what waits for an administrator."""
    found = open_incidents(db())
    cases = {
        case.id: case
        for case in db().scalars(select(Case).where(Case.id.in_({one.case_id for one in found})))
    }
    rows = [
        {
            "case_number": cases[one.case_id].number,
            "case_url": url_for("cases.show", number=cases[one.case_id].number),
            "title": cases[one.case_id].title,
            "step": step_name(cases[one.case_id], one.element_id, one.element_id),
            "text": pick(one.text, one.text_en),
            "code": one.code,
            "since": long_moment(one.since_at),
            "retry": long_moment(one.retry_at),
            "retry_url": url_for("incidents.retry", activity_id=one.activity_id),
        }
        for one in found
    ]
    return render_template("incidents/list.html", rows=rows)


@bp.post("/<activity_id>")
@needs_post("administrator")
@commits
def retry(activity_id: str) -> Response:
    """Try a step again now."""
    done = retry_incident(db(), activity_id, by=person().id, at=now())
    flash(_("已办理，流程继续。") if done else _("仍未能办理，原因见列表。"))
    return redirect(url_for("incidents.all"))
