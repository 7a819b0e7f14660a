"""Event gateways, event sub-processes, links, messages that are sent."""

import pytest

from engine.errors import Conflict


@pytest.mark.parametrize(
    ("event", "task"),
    [("answer", "answered"), ("first_due", "first"), ("second_due", "second"), ("paper", "papers")],
)
def test_the_first_event_of_an_event_gateway_wins_also_of_two_equal_timers(new_case, event, task):
    case = new_case("event_gateway", **{"again = true": True})

    for _ in range(3):
        assert case.open() == ["answer", "first_due", "paper", "second_due"]
        assert case.play(event).open() == [task]
        case.play(task, "again")


@pytest.mark.parametrize("event", ["answer", "first_due", "second_due", "paper"])
def test_the_history_has_the_flow_by_which_an_event_gateway_was_left(new_case, event):
    case = new_case("event_gateway").play(event)

    taken = [flow for step in case.history for flow in step.flows]

    assert [flow for flow in taken if flow.startswith("gw_")] == [f"gw_to_{event}"]


def test_two_timers_of_one_name_are_two(new_case):
    case = new_case("equal_timers")

    assert case.play("second_due").open() == ["second_task"]


def test_a_rival_that_lost_can_no_longer_happen(new_case):
    case = new_case("event_gateway")
    loser = case.all("answer")[0]
    case.play("first_due")

    with pytest.raises(Conflict):
        case.run.deliver(loser.id)


def test_a_non_interrupting_event_subprocess_runs_beside_its_scope(new_case):
    case = new_case("event_subprocess")

    case.play("remark_start", "remark_start")

    assert case.open().count("read_remark") == 2
    assert "inner_task" in case.open()
    case.play("read_remark", "inner_task")
    assert "after" not in case.open()
    case.play("read_remark")
    assert case.open() == ["after", "withdrawal_start"]


def test_an_interrupting_event_subprocess_replaces_the_rest_of_its_scope(new_case):
    case = new_case("event_subprocess")

    case.play("expiry_start")

    assert case.open() == ["block", "expiry", "handle_expiry", "withdrawal_start"]
    assert case.play("handle_expiry").open() == ["after", "withdrawal_start"]


def test_an_event_subprocess_of_the_process_ends_everything_else(new_case):
    case = new_case("event_subprocess").play("remark_start")

    case.play("withdrawal_start")

    assert case.open() == ["confirm_withdrawal", "withdrawal"]
    assert case.play("confirm_withdrawal").run.is_complete


def test_an_armed_event_subprocess_does_not_keep_a_case_open(new_case):
    case = new_case("event_subprocess").play("inner_task", "after")

    assert case.run.is_complete
    assert case.open() == []


def test_a_link_goes_on_at_the_catch_of_its_name_and_scope(new_case):
    case = new_case("links")

    assert case.play("first").open() == ["block", "inner"]
    assert case.play("inner").open() == ["second"]


def test_messages_that_leave_the_case_are_sent_by_the_caller(new_case):
    case = new_case("messages_sent")

    assert case.open() == ["tell"]
    assert case.play("tell").open() == ["post_it"]
    assert case.play("post_it").open() == ["over"]
    assert case.play("over").run.is_complete


def test_a_called_process_of_the_same_file_runs_inside_its_call(new_case):
    case = new_case("called_process")

    inspect, look = case.run.live()
    assert (inspect.element_id, look.element_id, look.parent) == ("inspect", "look", inspect.id)
    assert case.play("look", "write").run.is_complete
