"""The acts of the kill matrix: complete, claim, start, and what time does by itself."""

from collections.abc import Callable

import permit_forms as forms
import pytest
from builders import PERMIT, apply_plain
from kill_matrix import Act
from sqlalchemy.orm import Session
from towns import Town

from engine.errors import Conflict, InvalidSubmission
from engine.sweep import open_case, sweep
from engine.tasks import claim_task
from forms.submit import submit_start, submit_task

Prepare = Callable[[Town], Act]


def complete(town: Town) -> Act:
    """Accept an application: a paper, its number, clocks and the tasks of four departments."""
    case = apply_plain(town)
    town.do(case, "intake_review", forms.intake())
    task = town.task(case, "accept")
    by, at, raw = town.who_may(task), town.now, forms.accept()

    def do(session: Session) -> None:
        submit_task(session, task.id, raw, by=by, at=at)

    def repeat(session: Session) -> None:
        with pytest.raises(Conflict, match=r"was completed by .+ at \d\d-\d\d \d\d:\d\d"):
            do(session)

    return Act(do, repeat)


def claim(town: Town) -> Act:
    """Take a task out of the pool; whoever holds it may ask for it once more."""
    task = town.task(apply_plain(town), "intake_review")
    by, at = town.who_may(task), town.now

    def do(session: Session) -> None:
        assert claim_task(session, task.id, by=by, at=at).assignee_id == by

    return Act(do, do)


def begin(town: Town) -> Act:
    """Hand in an application; its files are the case's then, and start no other."""
    raw, at = forms.plain_works(town.upload("chenting")), town.now

    def do(session: Session) -> None:
        case = submit_start(session, PERMIT, raw, by="chenting", at=at)
        assert case.number.endswith("0001")

    def repeat(session: Session) -> None:
        with pytest.raises(InvalidSubmission):
            do(session)

    return Act(do, repeat)


def pass_time(town: Town) -> Act:
    """Let the counter be silent: two rungs, a red card, the timer, acceptance by law."""
    case = apply_plain(town)
    town.move("10-10 08:00")
    at = town.now

    def do(session: Session) -> None:
        assert open_case(session, case, at=at).case.document["acceptance"] == "deemed"

    return Act(do, do, lambda database: sweep(database, at=at))


#: Each is killed before and after each of its statements, and around its commit.
ACTS = [
    pytest.param(complete, id="complete a task"),
    pytest.param(claim, id="claim a task"),
    pytest.param(begin, id="start a case"),
    pytest.param(pass_time, id="fire rungs and a timer"),
]
