"""Events on the border of activities: timers, messages, errors, escalations, signals."""

import pytest

from engine.errors import Conflict, InvalidMatter


@pytest.mark.parametrize(
    ("before", "timer", "cancelled", "after"),
    [
        ([], "late", ["work"], ["urged"]),
        (["work"], "block_late", ["inner_task", "block"], ["after_block"]),
        (["work", "inner_task"], "wait_late", ["wait"], []),
    ],
    ids=["user task", "sub-process", "receive task"],
)
def test_an_interrupting_timer_cancels_its_host(new_case, before, timer, cancelled, after):
    case = new_case("boundary_timers").play(*before)

    change = case.do(timer)

    gone = [(d.activity.element_id, d.outcome) for d in change.left]
    assert [e for e, outcome in gone if outcome == "cancelled" and e != "remind"] == cancelled
    assert (timer, "completed") in gone
    assert case.open() == after
    assert case.passed("cancelled") == cancelled


def test_a_non_interrupting_timer_fires_once_beside_its_host(new_case):
    case = new_case("boundary_timers")

    case.play("remind")

    assert case.open() == ["late", "reminded", "work"]
    case.play("late")
    assert case.open() == ["reminded", "urged"]


def test_finishing_the_host_disarms_its_timers(new_case):
    case = new_case("boundary_timers")
    timer = case.all("late")[0]

    change = case.do("work")

    left = {d.activity.element_id: d.outcome for d in change.left}
    assert left == {"work": "completed", "late": "cancelled", "remind": "cancelled"}
    with pytest.raises(Conflict):
        case.run.fire(timer.id)


def test_a_boundary_event_names_its_host(new_case):
    case = new_case("boundary_timers")
    work = case.all("work")[0]

    assert case.all("late")[0].host == work.id
    left = case.do("late").left
    assert {d.activity.host for d in left if d.activity.element_id == "late"} == {work.id}


def test_a_non_interrupting_message_is_heard_again_and_again(new_case):
    case = new_case("message_boundary")

    for heard in (1, 2, 3):
        case.play("comment")
        assert case.open().count("read_comment") == heard
    case.play("withdraw")
    assert case.open() == ["confirm", "read_comment", "read_comment", "read_comment"]


def test_an_interrupting_timer_cancels_every_instance_of_a_multi_instance(new_case):
    case = new_case("boundary_on_multi", **{"case.departments": [{"key": "a"}, {"key": "b"}]})
    case.play("review_task")

    case.play("note", "note", "late")

    assert case.open() == ["read_note", "read_note", "urged"]
    assert case.passed("cancelled") == ["review_task", "reviews"]
    assert case.play("urged", "read_note", "read_note").run.is_complete


def test_an_interrupting_event_ends_a_multi_instance(new_case):
    case = new_case("message_ends_multi", **{"2": 2}).play("review")

    case.play("stop")

    assert case.open() == ["after"]
    assert case.passed("cancelled") == ["review", "reviews"]
    assert case.play("after").run.is_complete


def test_an_error_end_event_reaches_the_nearest_catcher_outwards(new_case):
    case = new_case("errors_and_escalations", **{"broken = true": True})

    case.play("call")

    assert case.open() == ["repair"]
    assert case.play("repair").run.is_complete


def test_a_failed_service_reaches_the_boundary_event_of_its_code(new_case):
    case = new_case("errors_and_escalations")
    task = case.all("call")[0]

    case.run.fail(task.id, "broken")
    case.advance()

    assert case.open() == ["repair"]
    assert "call" in case.passed("cancelled")


def test_an_error_nobody_catches_is_refused(new_case):
    case = new_case("errors_and_escalations")

    with pytest.raises(InvalidMatter):
        case.run.fail(case.all("call")[0].id, "unknown")


def test_an_escalation_runs_beside_what_escalated(new_case):
    case = new_case("errors_and_escalations", **{"late = true": True})

    case.play("call")

    assert case.open() == ["finish", "hurry", "inner", "outer"]
    assert case.play("finish", "hurry").run.is_complete


def test_a_signal_reaches_everything_that_waits_for_it(new_case):
    case = new_case("signals")

    case.play("left")

    assert case.open() == ["heard", "stopped"]
    assert case.passed("cancelled") == ["inner_task", "block"]
