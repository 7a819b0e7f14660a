"""The convener's buttons on the page of a case: somebody is absent, the vote is closed."""

from collections.abc import Callable

from flask import flash, redirect, request, url_for
from werkzeug.wrappers import Response

from engine import voting
from engine.cases import find_case
from engine.errors import InvalidSubmission
from web.access import person
from web.language import _, language
from web.pages.cases import bp
from web.session import commits, db, now


@bp.post("/<number>/votes/<task_id>/absent")
@commits
def note_absent(number: str, task_id: str) -> Response:
    """Note that somebody who was called is absent."""
    find_case(db(), number)
    return _back(
        number,
        lambda: voting.note_absent(
            db(), task_id, request.form.get("reason", ""), by=person().id, at=now()
        ),
        _("已登记缺席。"),
    )


@bp.post("/<number>/votes/<element_id>/close")
@commits
def close_vote(number: str, element_id: str) -> Response:
    """Close a vote: whoever has not voted is absent."""
    case_id = find_case(db(), number).id
    reason = request.form.get("reason", "")
    return _back(
        number,
        lambda: voting.close_vote(db(), case_id, element_id, reason, by=person().id, at=now()),
        _("表决已结束。"),
    )


def _back(number: str, act: Callable[[], None], said: str) -> Response:
    """Do an act and go back to the votes; a reason that is missing is said there."""
    try:
        act()
    except InvalidSubmission as error:
        place = 1 if language() == "en" else 0
        said = " ".join(one[place] for messages in error.errors.values() for one in messages)
    flash(said)
    return redirect(url_for("cases.show", number=number) + "#votes")
