"""A model with the shape of the construction permit: three levels, loops, timers, terminate."""

import time
from statistics import median

import pytest

from engine.bpmn.run import Run

DEPARTMENTS = [
    {"key": "planning", "silence": "consent"},
    {"key": "quality", "silence": "escalate"},
    {"key": "safety", "silence": "escalate"},
    {"key": "wage", "silence": "consent"},
]


@pytest.fixture
def permit(new_case):
    case = new_case("permit_shaped", **{"case.departments": DEPARTMENTS})
    case.answers[case.process.elements["dept_reviews"].loop["item_view"]] = {
        "review": None,
        "visited": False,
    }
    case.answers['dept.silence = "consent"'] = lambda scope: scope["dept"]["silence"] == "consent"
    return case


def accepted(case):
    return case.play("precheck", "intake_review", "accept")


def reviewed(case):
    accepted(case).play("choose_departments", *["review"] * 4)
    return case


def test_acceptance_enters_the_sub_processes_outermost_first(permit):
    permit.play("precheck", "intake_review")

    change = permit.do("accept")

    entered = [a.element_id for a in change.entered]
    assert entered == ["accepted", "work", "choose_departments", "await_special"]
    gone = [(d.activity.element_id, d.outcome) for d in change.left]
    assert gone == [("b_notice", "cancelled"), ("accept", "completed"), ("intake", "completed")]


def test_supplements_go_round_as_often_as_needed(permit):
    for _ in range(3):
        permit.answers['case.intake_review.result = "missing"'] = True
        permit.play("precheck", "intake_review", "issue_notice")
        assert permit.open() == ["await_supplement", "b_supplement"]
        permit.play("await_supplement", "next_round")

    del permit.answers['case.intake_review.result = "missing"']
    assert accepted(permit).open() == ["accepted", "await_special", "choose_departments", "work"]


def test_silence_at_the_counter_is_deemed_acceptance(permit):
    change = permit.play("precheck").do("b_notice")

    gone = {(d.activity.element_id, d.outcome) for d in change.left}
    cancelled = {("intake_review", "cancelled"), ("intake", "cancelled")}
    assert gone == cancelled | {("b_notice", "completed")}
    assert permit.play("deem_accepted").open()[0] == "accepted"


def test_a_silent_department_consents_or_is_urged(permit):
    accepted(permit).play("choose_departments")

    permit.do("b_review", 0)
    permit.do("b_review", 0)

    assert permit.open().count("review") == 2
    assert permit.all("mark_no_objection")[0].scope["dept"]["key"] == "planning"
    assert permit.all("review_urged")[0].scope["dept"]["key"] == "quality"
    permit.play("mark_no_objection", "review_urged", "review", "review")
    assert permit.open() == ["accepted", "await_special", "draft_opinion", "work"]


def test_a_site_visit_leads_back_to_the_same_department(permit):
    accepted(permit).play("choose_departments")
    visit = 'dept.review.result = "site_visit" and dept.visited != true'
    permit.answers[visit] = lambda scope: scope["dept"]["key"] == "safety"
    permit.do("review", 2)

    del permit.answers[visit]
    assert permit.all("site_visit")[0].scope["dept"]["key"] == "safety"
    permit.play("site_visit")
    assert permit.open().count("review") == 4


def test_the_chief_sends_it_back_to_some_departments_again_and_again(permit):
    reviewed(permit)
    back = 'case.chief_review.result = "return_departments"'
    for count in (2, 1, 4):
        permit.answers[back] = True
        permit.answers["case.departments"] = DEPARTMENTS[:count]
        permit.play("draft_opinion", "chief_review", "again")
        assert permit.open().count("review") == count
        permit.play(*["review"] * count)

    del permit.answers[back]
    assert "leader_decide" in permit.play("draft_opinion", "chief_review").open()


def test_any_number_of_special_procedures_run_beside_the_work(permit):
    accepted(permit)
    for _ in range(3):
        permit.answers['case.approve_special.result = "approve"'] = True
        permit.play("await_special", "approve_special", "suspend", "await_special_end", "resume")
        permit.answers.clear()
        permit.play("await_special", "approve_special")
        assert permit.open() == ["accepted", "await_special", "choose_departments", "work"]


@pytest.mark.parametrize(
    "stage",
    [
        [],
        ["await_special"],
        ["await_special", "approve_special"],
        ["await_special", "approve_special", "suspend"],
    ],
    ids=["none asked", "asked", "approved", "stopped"],
)
def test_the_decision_ends_an_open_special_procedure(permit, stage):
    reviewed(permit).play("draft_opinion", "chief_review")
    permit.answers['case.approve_special.result = "approve"'] = True
    permit.play(*stage)

    assert permit.play("leader_decide").open() == ["issue_refusal"]


def test_a_promise_not_kept_goes_on_with_the_opinion(permit):
    permit.answers["promised = true"] = True
    reviewed(permit)

    permit.play("b_promised", "promise_missed")

    assert "draft_opinion" in permit.open()


def test_the_grant_goes_to_the_archive(permit):
    permit.answers['case.decision.result = "grant"'] = True
    reviewed(permit).play("draft_opinion", "chief_review", "leader_decide")

    permit.play("number_permit", "issue_permit", "publish", "serve", "invite_rating", "b_rating")

    assert permit.play("archive").run.is_complete
    assert permit.passed("cancelled") == ["await_special", "await_rating"]


def test_one_step_costs_less_than_5_ms(permit):
    reviewed(permit).play("draft_opinion")
    state, spent = permit.run.state(), []
    for _ in range(20):
        begun = time.process_time()
        run = Run.restore(permit.process, state, permit.evaluate)
        run.complete(next(a.id for a in run.live() if a.element_id == "chief_review"))
        run.advance()
        run.state()
        spent.append(time.process_time() - begun)

    assert median(spent) < 0.005
    assert len(str(state)) < 2000
