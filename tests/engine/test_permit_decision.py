"""Opinion, review and decision: rework, legal review, and who may not decide."""

import permit_forms as forms
import pytest
from builders import accepted, decide, decided, propose, review_all, reviewed, stop
from towns import Town

from engine.errors import Conflict, InvalidSubmission, NotAllowed


def test_a_grant_passes_handler_chief_and_leader(town: Town) -> None:
    case = reviewed(town)
    propose(town, case)

    assert town.task(case, "leader_decide").assignee_id == "wanghaibin"
    town.do(case, "leader_decide", forms.decision())
    assert town.case(case).document["decided_on"] == "2026-09-24"
    assert town.steps(case) == {"serve"}


def test_licensing_38_a_refusal_passes_legal_review_and_gives_reasons(town: Town) -> None:
    case = reviewed(town)
    town.do(case, "draft_opinion", forms.opinion("refuse"), by="limingyuan")
    town.do(case, "chief_review", forms.chief())
    assert "legal_review" in town.steps(case)
    town.do(case, "legal_review", forms.legal())
    with pytest.raises(InvalidSubmission) as caught:
        town.do(case, "leader_decide", {"result": "refuse"})
    assert set(caught.value.errors) == {"facts", "reason", "legal_ground"}
    town.do(case, "leader_decide", forms.decision("refuse"))

    assert town.documents(case)[-1] == "refusal_decision"


def test_a_leader_who_refuses_against_the_opinion_asks_for_legal_review(town: Town) -> None:
    case = reviewed(town)
    propose(town, case)
    town.do(case, "leader_decide", forms.decision("refuse"))

    assert "legal_review" in town.steps(case)
    assert "decided_on" not in town.case(case).document
    town.do(case, "legal_review", forms.legal())
    town.do(case, "leader_decide", forms.decision("refuse"))
    assert town.steps(case) == {"serve"}


def test_the_chief_returns_to_the_handler(town: Town) -> None:
    case = reviewed(town)
    due = town.timer(case, "decide").last_on
    town.do(case, "draft_opinion", forms.opinion(), by="hexiaoyu")
    town.do(case, "chief_review", forms.chief("return_handler"))

    assert town.task(case, "draft_opinion").assignee_id == "hexiaoyu"
    assert town.timer(case, "decide").last_on == due
    propose(town, case)
    assert "leader_decide" in town.steps(case)


def test_the_chief_returns_to_chosen_departments_only(town: Town) -> None:
    case = reviewed(town)
    town.do(case, "draft_opinion", forms.opinion(), by="hexiaoyu")
    town.move("09-28 10:00")
    town.do(case, "chief_review", forms.chief("return_departments", "quality", "wage"))

    assert town.steps(case) == {"review:quality", "review:wage", "await_special"}
    assert town.timer(case, "dept_review", "wage").start_on.isoformat() == "2026-09-28"
    review_all(town, case, ("quality", "wage"))
    decide(town, case)
    assert town.steps(case) == {"serve"}


def test_departments_may_be_asked_again_and_again(town: Town) -> None:
    case = reviewed(town)
    for _ in range(3):
        town.do(case, "draft_opinion", forms.opinion(), by="hexiaoyu")
        town.do(case, "chief_review", forms.chief("return_departments", "safety"))
        town.do(case, "review:safety", forms.review())
    decide(town, case)

    assert town.steps(case) == {"serve"}


def test_the_leader_returns_to_the_handler(town: Town) -> None:
    case = reviewed(town)
    propose(town, case)
    town.do(case, "leader_decide", forms.decision("return"))

    assert "draft_opinion" in town.steps(case)
    decide(town, case)
    assert town.steps(case) == {"serve"}


def test_a_refusal_drafted_anew_needs_a_legal_review_of_its_own(town: Town) -> None:
    case = reviewed(town)
    propose(town, case, "refuse")
    town.do(case, "leader_decide", forms.decision("return"))
    town.do(case, "draft_opinion", forms.opinion("refuse"), by="hexiaoyu")
    town.do(case, "chief_review", forms.chief())

    assert "legal_review" in town.steps(case)


def test_who_drafted_may_not_decide(town: Town) -> None:
    from engine.people import get_person
    from engine.staffing import appoint
    from engine.store.database import transaction

    case = reviewed(town)
    with transaction(town.database) as session:
        person = get_person(session, "hexiaoyu")
        for section, post in (("leaders", "deputy_director"), ("legal", "legal_reviewer")):
            appoint(session, person, section, post, from_on=town.now.date())
    propose(town, case)

    with pytest.raises(NotAllowed) as caught:
        town.do(case, "leader_decide", forms.decision(), by="hexiaoyu")
    assert caught.value.code == "same_person"
    town.do(case, "leader_decide", forms.decision(), by="wanghaibin")


def test_counting_17_nobody_decides_while_the_clock_is_stopped(town: Town) -> None:
    case = reviewed(town)
    propose(town, case)
    stop(town, case)

    with pytest.raises(Conflict) as caught:
        town.do(case, "leader_decide", forms.decision())
    assert caught.value.code == "clock_stopped"


def test_a_decision_ends_the_clocks_and_an_open_request(town: Town) -> None:
    case = accepted(town)
    review_all(town, case)
    town.move("09-29 10:00")
    decide(town, case)

    clock = town.timer(case, "decide")
    assert (clock.state, clock.used) == ("ended", 2)
    assert [task.element_id for task in town.tasks(case, "cancelled")] == ["await_special"]
    town.sweep("12-01 08:00")
    assert not [card for card in town.cards(case) if card[1].startswith("decide")]


@pytest.mark.parametrize("result", ["grant", "refuse"])
def test_a_decision_is_served_within_ten_working_days(town: Town, result: str) -> None:
    case = decided(town, result)

    clock = town.timer(case, "serve")
    assert (clock.start_on.isoformat(), clock.last_on.isoformat()) == ("2026-09-24", "2026-10-15")
    assert town.timer(case, "publicity").state == "ended"
