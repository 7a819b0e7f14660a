"""What could not be sent to the world, for the administrator (发件箱)."""

from collections.abc import Mapping

from flask import (
    Blueprint,
    current_app,
    flash,
    make_response,
    redirect,
    render_template,
    request,
    url_for,
)
from sqlalchemy import select
from werkzeug.wrappers import Response

from engine import outbox, quiet_hours
from engine.delivering.handlers import KINDS, handlers_of
from engine.errors import InvalidSubmission
from engine.store.cases import Case
from engine.store.outbox import Outbox
from web.access import needs_post, person
from web.language import _, pick
from web.session import commits, db, now, reads
from web.times import long_moment

bp = Blueprint("outbox", __name__, url_prefix="/outbox")


def kind_text(kind: str) -> str:
    """Return the name of a kind of effect."""
    return {
        "mail": _("邮件"),
        "webhook": _("推送"),
        "call": _("外部办理"),
        "message": _("办件之间的消息"),
    }.get(kind, kind)


@bp.get("")
@needs_post("administrator")
@reads
def all() -> str:
    """Show what is laid aside or failed before, and how much waits."""
    return _page(_quiet(), {})


def _page(quiet: Mapping[str, object], errors: Mapping[str, str]) -> str:
    return render_template(
        "outbox/list.html", rows=_rows(), waiting=_waiting(), quiet=quiet, errors=errors
    )


def _quiet() -> dict[str, object]:
    hours = quiet_hours.quiet_hours(db())
    if hours is None:
        return {"begins": "", "ends": "", "days_off": True}
    return {
        "begins": f"{hours.from_time:%H:%M}",
        "ends": f"{hours.until_time:%H:%M}",
        "days_off": hours.days_off,
    }


@bp.post("/quiet-hours")
@needs_post("administrator")
@commits
def quiet() -> Response:
    """Set when mail waits for the morning."""
    sent = request.form
    entered = {
        "begins": sent.get("begins", ""),
        "ends": sent.get("ends", ""),
        "days_off": "days_off" in sent,
    }
    try:
        quiet_hours.set_quiet_hours(
            db(),
            sent.get("begins", ""),
            sent.get("ends", ""),
            days_off="days_off" in sent,
            by=person().id,
            at=now(),
        )
    except InvalidSubmission as refused:
        errors = {
            field: " ".join(pick(zh, en) for zh, en in messages)
            for field, messages in refused.errors.items()
        }
        return make_response(_page(entered, errors), 422)
    flash(_("免打扰时段已保存。"))
    return redirect(url_for("outbox.all"))


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
