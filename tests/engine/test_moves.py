"""An administrator puts a case right: with a reason, on the record, never past a decision."""

from collections.abc import Callable

import permit_forms as forms
import pytest
from builders import accepted, apply_plain, decided, propose, reviewed, serve
from towns import Town

from engine.errors import BanjieError, Conflict, InvalidSubmission, NotAllowed
from engine.handling import Handling, view_case
from engine.moves import (
    back_from,
    is_withdrawable,
    movable,
    move_case,
    step_back,
    targets,
    withdraw_activity,
)
from engine.store.cases import Case
from engine.store.database import reading, transaction

ADMINISTRATOR = "maqian"
REASON = "承办人误点，按局长批示更正"


def activity(town: Town, case: int, step: str) -> str:
    """Return the live activity of a step."""
    return town.task(case, step).id


def viewed(town: Town, case: int, read: Callable[[Handling], object]) -> object:
    with reading(town.database) as session:
        return read(view_case(session, session.get_one(Case, case), at=town.now))


def move(
    town: Town, case: int, to: str, *steps: str, by: str = ADMINISTRATOR, why: str = REASON
) -> None:
    left = [activity(town, case, step) for step in steps]
    with transaction(town.database) as session:
        move_case(session, case, to, instead_of=left, reason=why, by=by, at=town.now)


def back(town: Town, case: int, step: str) -> None:
    left = activity(town, case, step)
    with transaction(town.database) as session:
        step_back(session, case, left, reason=REASON, by=ADMINISTRATOR, at=town.now)


def open_steps(town: Town, case: int) -> set[str]:
    return {task.element_id for task in town.tasks(case) if task.kind == "user"}


def test_a_step_back_opens_what_was_done_last_for_who_did_it(town: Town) -> None:
    case = reviewed(town)
    town.do(case, "draft_opinion", forms.opinion(), by="hexiaoyu")

    back(town, case, "chief_review")

    task = town.task(case, "draft_opinion")
    assert task.assignee_id == "hexiaoyu"
    assert town.records(case, "case_stepped_back")[0].body["reason"] == REASON


def test_a_move_passes_over_steps_and_the_case_runs_to_its_end(town: Town) -> None:
    case = reviewed(town)
    move(town, case, "leader_decide", "draft_opinion")
    assert open_steps(town, case) == {"leader_decide"}

    town.do(case, "leader_decide", forms.decision())
    serve(town, case)

    assert "permit" in town.documents(case)


def test_the_entry_says_what_was_left_and_where_the_case_goes_on(town: Town) -> None:
    case = reviewed(town)
    move(town, case, "leader_decide", "draft_opinion")

    (left,) = town.records(case, "case_moved")
    (on,) = town.records(case, "case_goes_on")
    assert (left.body["left"], left.person_id) == (["draft_opinion"], ADMINISTRATOR)
    assert on.body["elements"] == ["leader_decide"]


def test_who_held_an_ended_task_is_told_and_the_draft_is_kept(town: Town) -> None:
    case = reviewed(town)
    task = town.task(case, "draft_opinion")
    move(town, case, "leader_decide", "draft_opinion")

    (entry,) = town.records(case, "task_cancelled")
    assert entry.element_id == task.element_id


def test_one_of_several_reviews_is_taken_away_and_the_others_are_waited_for(town: Town) -> None:
    case = accepted(town)
    left = town.task(case, "review:wage").parent_activity_id or ""
    with transaction(town.database) as session:
        withdraw_activity(session, case, left, reason=REASON, by=ADMINISTRATOR, at=town.now)

    for department in ("planning", "quality", "safety"):
        town.do(case, f"review:{department}", forms.review())

    assert "draft_opinion" in open_steps(town, case)


REFUSED = [
    pytest.param(
        "leader_decide",
        "draft_opinion",
        "hexiaoyu",
        REASON,
        NotAllowed,
        "not_a_mover",
        id="no administrator",
    ),
    pytest.param(
        "leader_decide",
        "draft_opinion",
        ADMINISTRATOR,
        "  ",
        InvalidSubmission,
        "invalid_submission",
        id="no reason",
    ),
    pytest.param(
        "no_such_step",
        "draft_opinion",
        ADMINISTRATOR,
        REASON,
        Conflict,
        "move_refused",
        id="no such step",
    ),
    pytest.param(
        "issue_permit",
        "draft_opinion",
        ADMINISTRATOR,
        REASON,
        Conflict,
        "grants_nothing",
        id="许可法 34/38: a grant nobody decided",
    ),
]


@pytest.mark.parametrize(("to", "step", "by", "why", "error", "code"), REFUSED)
def test_a_move_that_may_not_be_changes_nothing(
    town: Town, to: str, step: str, by: str, why: str, error: type[BanjieError], code: str
) -> None:
    case = reviewed(town)
    before = town.case(case).version

    with pytest.raises(error) as caught:
        move(town, case, to, step, by=by, why=why)

    assert caught.value.code == code
    assert town.case(case).version == before
    assert open_steps(town, case) == {"draft_opinion"}


def test_a_closed_case_is_not_moved(town: Town) -> None:
    case = decided(town)
    serve(town, case)
    town.sweep("10-19 09:00")
    with transaction(town.database) as session, pytest.raises(Conflict, match="closed"):
        step_back(session, case, "none", reason=REASON, by=ADMINISTRATOR, at=town.now)


def test_only_places_the_case_can_end_from_are_offered(town: Town) -> None:
    case = reviewed(town)
    left = activity(town, case, "draft_opinion")

    found = viewed(town, case, lambda handling: {one.id for one in targets(handling, [left])})

    assert isinstance(found, set)
    assert {"chief_review", "leader_decide", "intake_review"} <= found
    assert not {"issue_permit", "draft_permit", "review"} & found


def test_where_a_step_back_leads_is_said_before_it_is_done(town: Town) -> None:
    case = reviewed(town)
    propose(town, case)
    left = activity(town, case, "leader_decide")

    def read(handling: Handling) -> object:
        element = back_from(handling, left)
        return (
            element.id if element else None,
            is_withdrawable(handling, left),
            left in {one.id for one in movable(handling)},
        )

    assert viewed(town, case, read) == ("chief_review", False, True)


def test_nothing_is_before_the_first_step(town: Town) -> None:
    case = apply_plain(town)
    left = activity(town, case, "intake_review")

    assert viewed(town, case, lambda handling: back_from(handling, left)) is None
