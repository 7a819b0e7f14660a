"""容缺: a secondary material supplied in time, early, or never."""

import permit_forms as forms
import pytest
from builders import accept_on_promise, decide, propose, review_all, serve
from towns import Town

from engine.errors import Conflict, InvalidSubmission, NotAllowed

DUE = "2026-09-30"


def material(town: Town) -> forms.Raw:
    file = town.upload("chenting")
    return forms.promised_material(file, "injury_insurance") | {"received_on": town.today}


def supply(town: Town, case: int) -> None:
    town.do(case, "await_promised", material(town), by="chenting")


def waiting(town: Town) -> int:
    """Return a case that waits for its promised material."""
    case = accept_on_promise(town, DUE)
    review_all(town, case)
    return case


def test_the_case_waits_for_what_was_promised(town: Town) -> None:
    case = waiting(town)

    assert town.steps(case) == {"await_promised", "await_special"}


def test_supplied_in_time_the_permit_can_be_granted(town: Town) -> None:
    case = waiting(town)
    town.move("09-30 23:00")
    supply(town, case)
    decide(town, case)
    serve(town, case)
    town.do(case, "await_rating", forms.rating())

    assert town.case(case).document["promise"]["supplied_on"] == "2026-09-30"
    assert town.case(case).outcome == "granted_on_promise"


def test_supplied_early_it_is_kept_until_the_case_waits_for_it(town: Town) -> None:
    case = accept_on_promise(town, DUE)
    town.move("09-28 10:00")
    town.send(case, "await_promised", material(town), by="chenting")
    assert "await_promised" not in town.steps(case)
    town.move("09-29 10:00")
    review_all(town, case)

    assert town.steps(case) == {"draft_opinion", "await_special"}
    assert town.case(case).document["promise"]["supplied_on"] == "2026-09-28"


def test_what_came_early_in_time_is_in_time_however_late_the_departments(town: Town) -> None:
    case = accept_on_promise(town, DUE)
    town.send(case, "await_promised", material(town), by="chenting")
    town.sweep("10-08 09:00")
    town.do(case, "review_urged:quality", forms.review())
    town.do(case, "review_urged:safety", forms.review())

    assert "draft_opinion" in town.steps(case)
    assert "missed" not in town.case(case).document["promise"]


def test_after_the_promised_day_nothing_is_taken_early(town: Town) -> None:
    case = accept_on_promise(town, DUE)
    town.sweep("10-08 09:00")

    with pytest.raises(Conflict) as caught:
        town.send(case, "await_promised", material(town), by="chenting")
    assert caught.value.code == "message_not_expected"


@pytest.mark.parametrize(
    ("by", "error"),
    [("limingyuan", NotAllowed), ("chenting", Conflict)],
    ids=["the counter sends for the applicant", "once"],
)
def test_an_early_message_is_refused(town: Town, by: str, error: type[Exception]) -> None:
    case = accept_on_promise(town, DUE)
    if error is Conflict:
        town.send(case, "await_promised", material(town), by="chenting")

    with pytest.raises(error):
        town.send(case, "await_promised", material(town), by=by)


def test_missed_only_a_refusal_can_be_proposed(town: Town) -> None:
    case = waiting(town)
    town.sweep("10-08 09:00")

    assert town.case(case).document["promise"]["missed"] is True
    assert town.steps(case) == {"draft_opinion", "await_special"}
    with pytest.raises(InvalidSubmission):
        town.do(case, "draft_opinion", forms.opinion("grant"), by="hexiaoyu")
    propose(town, case, "refuse")
    with pytest.raises(InvalidSubmission):
        town.do(case, "leader_decide", forms.decision("grant"))
    town.do(case, "leader_decide", forms.decision("refuse"))
    assert town.documents(case)[-1] == "refusal_decision"


def test_the_handlers_are_told_of_a_missed_promise(town: Town) -> None:
    waiting(town)
    town.sweep("10-08 09:00")

    assert [text for text in town.notices("limingyuan") if "记容缺未补" in text]


def test_the_promise_falls_due_at_the_end_of_its_day(town: Town) -> None:
    case = waiting(town)
    town.sweep("09-30 23:59")
    assert "await_promised" in town.steps(case)
    town.sweep("10-01 00:00")

    assert "await_promised" not in town.steps(case)


def test_part_of_what_was_promised_is_not_taken(town: Town) -> None:
    case = waiting(town)
    raw = forms.promised_material("", "wage_guarantee") | {"received_on": town.today}

    with pytest.raises(InvalidSubmission):
        town.do(case, "await_promised", raw, by="chenting")
    assert "await_promised" in town.steps(case)


def test_departments_and_promise_both_over_long_ago_end_in_a_draft(town: Town) -> None:
    case = accept_on_promise(town, DUE)
    town.sweep("10-20 09:00")

    assert town.steps(case) == {"review_urged:quality", "review_urged:safety", "await_special"}
    town.do(case, "review_urged:quality", forms.review())
    town.do(case, "review_urged:safety", forms.review())
    town.sweep()
    assert town.case(case).document["promise"]["missed"] is True
