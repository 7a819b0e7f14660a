"""The outbox for administrators, and the answers to calls that went out by it."""

from typing import Any

from engine import outbox, quiet_hours
from engine.calls import answer_call, fail_call
from engine.store.cases import Case
from engine.store.outbox import Outbox
from web.access import needs_post, person
from web.api.blueprint import Blueprint
from web.api.schemas.outbox import (
    AnswerArgs,
    AnsweredData,
    OutboxData,
    OutboxRow,
    QuietHoursData,
)
from web.session import commits, db, now, reads

bp = Blueprint("outbox", __name__, path="/outbox", zh="发件箱", en="Outbox").for_persons()
answers = Blueprint("answers", __name__, path="/answers", zh="答复", en="Answers").for_persons()


@bp.get("", zh="发不出的")
@bp.gives(OutboxData)
@needs_post("administrator")
@reads
def all() -> dict[str, Any]:
    """List what is laid aside, then what failed and is tried again."""
    return {"rows": [_row(one) for one in outbox.in_trouble(db())]}


@bp.post("/<int:row_id>/retry", zh="重新发送")
@bp.gives(OutboxRow)
@needs_post("administrator")
@commits
def retry(row_id: int) -> dict[str, Any]:
    """Let something be sent again, from the start."""
    return _row(outbox.retry(db(), row_id))


def _row(one: Outbox) -> dict[str, Any]:
    case = db().get(Case, one.case_id) if one.case_id else None
    return {
        "id": one.id,
        "key": one.key,
        "kind": one.kind,
        "case": case.number if case else None,
        "state": one.state,
        "attempts": one.attempts,
        "last_error": one.last_error,
        "due_at": one.due_at,
    }


@bp.get("/quiet-hours", zh="免打扰时段")
@bp.gives(QuietHoursData)
@reads
def quiet() -> dict[str, Any]:
    """Read when mail waits; what one sees on signing in, and legal instants, never do."""
    hours = quiet_hours.quiet_hours(db())
    if hours is None:
        return {"begins": "", "ends": "", "days_off": False}
    return {
        "begins": f"{hours.from_time:%H:%M}",
        "ends": f"{hours.until_time:%H:%M}",
        "days_off": hours.days_off,
    }


@bp.put("/quiet-hours", zh="设定免打扰时段")
@bp.takes(QuietHoursData)
@bp.gives(QuietHoursData)
@commits
def set_quiet(sent: dict[str, Any]) -> dict[str, Any]:
    """Set when mail waits; for administrators. Both times empty end it."""
    quiet_hours.set_quiet_hours(
        db(),
        sent["begins"],
        sent["ends"],
        days_off=sent.get("days_off", False),
        by=person().id,
        at=now(),
    )
    return sent


@answers.post("/<key>", zh="答复一个外部办理的环节")
@answers.takes(AnswerArgs)
@answers.gives(AnsweredData)
@commits
def answer(sent: dict[str, Any], key: str) -> dict[str, Any]:
    """Complete the step that waits for this key, or end it with an error the diagram catches.

    For holders of the post the step names, and administrators. 409 when it is answered already.
    """
    by, at, error = person().id, now(), sent["error"]
    case = (
        answer_call(db(), key, sent["values"], by=by, at=at)
        if error is None
        else fail_call(db(), key, error, by=by, at=at)
    )
    return {"case": case.number, "state": case.state}
