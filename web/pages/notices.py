"""Notices to the signed-in person."""

from flask import Blueprint, redirect, render_template, url_for
from werkzeug.wrappers import Response

from engine.notices import mark_read
from engine.store import lists
from engine.store.cases import Case
from web.access import person
from web.language import pick
from web.session import commits, db, now, reads
from web.times import short_moment

bp = Blueprint("notices", __name__, url_prefix="/notices")


@bp.get("")
@reads
def all() -> str:
    """Show the newest notices."""
    found = lists.notices_of(db(), person().id)
    numbers = {
        case.id: case.number
        for case in db().query(Case).filter(Case.id.in_({n.case_id for n in found if n.case_id}))
    }
    rows = [
        {
            "level": notice.level,
            "text": pick(notice.text, notice.text_en),
            "at": short_moment(notice.made_at),
            "case_url": url_for("cases.show", number=numbers[notice.case_id])
            if notice.case_id in numbers
            else None,
            "is_read": notice.read_at is not None,
        }
        for notice in found
    ]
    return render_template(
        "notices/list.html", rows=rows, unread=sum(not row["is_read"] for row in rows)
    )


@bp.post("/read")
@commits
def read_all() -> Response:
    """Mark everything as read."""
    mark_read(db(), person().id, at=now())
    return redirect(url_for("notices.all"))
