"""Submissions: a personal number shown whole, on the record."""

from typing import Any

from engine.cases import find_case, record_unmasking
from engine.handling import view_case
from engine.store.cases import Submission
from web.access import person
from web.api.blueprint import Blueprint
from web.api.names import Names
from web.api.schemas.submissions import SubmissionData, UnmaskArgs
from web.api.submission_data import submission_data
from web.session import commits, db, now

bp = Blueprint("submissions", __name__, path="/cases", zh="填报", en="Submissions").for_persons()


@bp.post("/<number>/submissions/<int:submission_id>/unmask", zh="查看完整号码")
@bp.takes(UnmaskArgs)
@bp.gives(SubmissionData)
@commits
def unmask(sent: dict[str, str], number: str, submission_id: int) -> dict[str, Any]:
    """Show one personal number whole, this once; who asked for it is recorded."""
    who, path = person().id, sent["path"]
    record_unmasking(db(), number, submission_id, path, by=who, at=now())
    handling = view_case(db(), find_case(db(), number), at=now(), by=who)
    found = db().get_one(Submission, submission_id)
    return submission_data(handling, found, Names(db()), unmasked={path})
