"""What could not be sent to the world, for the administrator (发件箱)."""

from flask import Blueprint, current_app, flash, redirect, render_template, url_for
from sqlalchemy import select
from werkzeug.wrappers import Response

from engine import outbox
from engine.delivering.handlers import KINDS, handlers_of
from engine.store.cases import Case
from engine.store.outbox import Outbox
from web.access import needs_post
from web.language import _
from web.session import commits, db, reads
from web.times import long_moment

bp = Blueprint("outbox", __name__, url_prefix="/outbox")


def kind_text(kind: str) -> str:
    """Return the name of a kind of effect."""
    return {"mail": _("邮件"), "webhook": _("推送"), "call": _("外部办理")}.get(kind, kind)


@bp.get("")
@needs_post("administrator")
@reads
def all() -> str:
    """Show what is laid aside or failed before, and how much waits."""
    return render_template("outbox/list.html", rows=_rows(), waiting=_waiting())


def _rows() -> list[dict[str, object]]:
    found = outbox.in_trouble(db())
    cases = _cases({one.case_id for one in found if one.case_id is not None})
    return [_row(one, cases.get(one.case_id or 0)) for one in found]


def _cases(ids: set[int]) -> dict[int, Case]:
    return {case.id: case for case in db().scalars(select(Case).where(Case.id.in_(ids)))}


def _row(one: Outbox, case: Case | None) -> dict[str, object]:
    return {
        "kind": kind_text(one.kind),
        "key": one.key,
        "case_number": case.number if case else "",
        "case_url": url_for("cases.show", number=case.number) if case else "",
        "to": one.payload.get("to") or one.payload.get("service") or one.payload.get("event", ""),
        "error": one.last_error,
        "attempts": one.attempts,
        "is_dead": one.state == "dead",
        "next": long_moment(one.due_at) if one.state == "waiting" else "",
        "retry_url": url_for("outbox.retry", row_id=one.id),
    }


def _waiting() -> list[dict[str, object]]:
    handled = handlers_of(current_app.extensions["banjie.config"].delivery)
    numbers = outbox.tally(db())
    return [
        {
            "kind": kind_text(kind),
            "number": numbers.get((kind, "waiting"), 0),
            "is_off": kind not in handled,
        }
        for kind in KINDS
    ]


@bp.post("/<int:row_id>")
@needs_post("administrator")
@commits
def retry(row_id: int) -> Response:
    """Let something be sent again, from the start."""
    outbox.retry(db(), row_id)
    flash(_("已放回发件箱，片刻后重新发送。"))
    return redirect(url_for("outbox.all"))
