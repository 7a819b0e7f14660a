"""Administrators' moves: back, forward, in and out; never to where a case could not end."""

import pytest

from engine.errors import Conflict


def move(case, element_id, *activities):
    ids = [case.all(name)[0].id for name in activities]
    if case.reloads:
        case.reload()
    case.run.move(element_id, instead_of=ids)
    return case.advance()


def step_back(case, activity):
    activity_id = case.all(activity)[0].id
    if case.reloads:
        case.reload()
    back = case.run.step_back(activity_id, case.history)
    case.advance()
    return back


def test_a_step_back_goes_to_the_task_a_person_did_last(new_case):
    case = new_case("review_loop").play("draft")

    assert step_back(case, "check") == "draft"

    assert case.open() == ["draft"]
    assert case.passed("cancelled") == ["check"]
    assert case.play("draft", "check").run.is_complete


def test_a_step_back_takes_the_timers_of_what_it_leaves_with_it(new_case):
    case = new_case("timer_on_a_later_task").play("first")
    assert case.open() == ["late", "second"]

    step_back(case, "second")

    assert case.open() == ["first"]
    assert case.play("first").open() == ["late", "second"]


def test_there_is_no_step_before_the_first(new_case):
    case = new_case("review_loop")

    with pytest.raises(Conflict, match="no step"):
        step_back(case, "draft")


def test_a_step_back_leaves_a_sub_process_whose_first_task_it_is(new_case):
    case = new_case("boundary_timers").play("work")
    assert "inner_task" in case.open()

    assert step_back(case, "inner_task") == "work"

    assert case.open() == ["late", "remind", "work"]
    assert case.passed("cancelled") == ["inner_task", "block"]


def test_a_move_forward_passes_over_what_lies_between(new_case):
    case = new_case("permit_shaped").play("precheck")

    move(case, "accept", "intake_review")

    assert case.open() == ["accept", "b_notice", "intake"]


def test_a_move_into_sub_processes_arms_what_stands_on_them(new_case):
    case = new_case("permit_shaped").play("precheck")

    change = move(case, "draft_opinion", "intake_review")

    assert [a.element_id for a in change.entered] == ["accepted", "work", "draft_opinion"]
    parents = {a.element_id: a.parent for a in case.run.live()}
    ids = {a.element_id: a.id for a in case.run.live()}
    assert parents["draft_opinion"] == ids["work"]
    assert parents["work"] == ids["accepted"]


def test_a_move_out_of_a_multi_instance_leaves_the_whole_of_it(new_case):
    departments = [{"key": "a"}, {"key": "b"}]
    case = new_case("boundary_on_multi", **{"case.departments": departments})

    move(case, "urged", "review_task")

    assert case.open() == ["urged"]
    assert case.passed("cancelled").count("review_task") == 2


def test_a_move_within_one_instance_leaves_the_others_alone(new_case):
    departments = [{"key": "a"}, {"key": "b"}]
    case = new_case("permit_shaped", **{"case.departments": departments})
    case.answers[case.process.elements["dept_reviews"].loop["item_view"]] = {}
    case.play("precheck", "intake_review", "accept", "choose_departments")

    move(case, "site_visit", "review")

    assert (case.open().count("review"), case.open().count("site_visit")) == (1, 1)
    scopes = [a.scope["dept"]["key"] for a in (*case.all("site_visit"), *case.all("review"))]
    assert scopes == ["a", "b"]


@pytest.mark.parametrize(
    ("element_id", "reason"),
    [
        ("nowhere", "no element"),
        ("review", "repeated"),
        ("b_notice", "nothing can be moved"),
        ("end_accepted", "nothing can be moved"),
    ],
)
def test_a_place_that_makes_no_sense_is_refused(new_case, element_id, reason):
    case = new_case("permit_shaped").play("precheck")

    with pytest.raises(Conflict, match=reason):
        move(case, element_id, "intake_review")


def test_a_move_into_one_branch_of_a_join_that_was_passed_is_refused(new_case):
    case = new_case("parallel_join_in_loop").play("left", "right")

    with pytest.raises(Conflict, match="wait for ever"):
        move(case, "left", "decide")


def test_a_move_before_the_fork_leaves_with_all_branches(new_case):
    case = new_case("parallel_join_in_loop")

    with pytest.raises(Conflict, match="wait for ever"):
        move(case, "fork", "left")

    case = new_case("parallel_join_in_loop")
    move(case, "fork", "left", "right")
    assert case.open() == ["left", "right"]
    assert case.play("left", "right", "decide").run.is_complete


def test_what_follows_an_event_gateway_is_reached_by_the_gateway(new_case):
    case = new_case("event_gateway").play("answer")

    with pytest.raises(Conflict, match="gateway"):
        move(case, "first_due", "answered")

    case = new_case("event_gateway").play("answer")
    move(case, "gw", "answered")
    assert case.open() == ["answer", "first_due", "paper", "second_due"]


def test_moving_one_of_several_rivals_lets_the_others_go(new_case):
    case = new_case("event_gateway")

    move(case, "again", "answer")

    assert case.open() == ["again"]


def test_one_of_several_activities_can_be_withdrawn(new_case):
    case = new_case("message_boundary").play("comment", "comment")
    read = case.all("read_comment")[0]

    case.run.withdraw(read.id)
    case.advance()

    assert case.open().count("read_comment") == 1
    assert case.passed("cancelled") == ["read_comment"]


def test_the_last_activity_cannot_be_withdrawn(new_case):
    case = new_case("review_loop")

    with pytest.raises(Conflict, match="move it"):
        case.run.withdraw(case.all("draft")[0].id)


def test_a_branch_a_join_waits_for_cannot_be_withdrawn(new_case):
    case = new_case("parallel_join")

    with pytest.raises(Conflict, match="wait for ever"):
        case.run.withdraw(case.all("left")[0].id)


def test_an_armed_event_is_not_moved(new_case):
    case = new_case("boundary_timers")

    with pytest.raises(Conflict):
        move(case, "work", "late")


def test_one_of_many_instances_is_taken_away_and_the_others_are_waited_for(new_case):
    departments = [{"key": "a"}, {"key": "b"}, {"key": "c"}]
    case = new_case("boundary_on_multi", **{"case.departments": departments})
    case.play("review_task")
    taken, waited_for = case.all("reviews")

    case.run.withdraw(taken.id)
    case.advance()
    assert [one.id for one in case.all("reviews")] == [waited_for.id]

    assert case.play("review_task").run.is_complete
    assert case.passed("cancelled").count("review_task") == 1


def test_when_the_last_one_waited_for_is_taken_away_the_work_goes_on(new_case):
    case = new_case("boundary_on_multi", **{"case.departments": [{"key": "a"}, {"key": "b"}]})
    case.play("review_task")

    case.run.withdraw(case.all("reviews")[0].id)
    case.advance()

    assert case.run.is_complete


def test_the_only_instance_cannot_be_withdrawn(new_case):
    case = new_case("boundary_on_multi", **{"case.departments": [{"key": "a"}]})

    with pytest.raises(Conflict, match="move it"):
        case.run.withdraw(case.all("reviews")[0].id)
