"""Sub-processes: nested, terminated, and long ones."""

import sys

import pytest

from engine.bpmn.run import Run
from engine.errors import InvalidMatter


def test_a_terminate_end_ends_both_branches_of_its_scope_only(new_case):
    case = new_case("terminate_ends_the_scope")
    case.play("await_special")

    change = case.do("work_task")

    gone = [(d.activity.element_id, d.outcome) for d in change.left]
    assert gone == [
        ("approve", "cancelled"),
        ("work_task", "completed"),
        ("work", "completed"),
        ("accepted", "completed"),
    ]
    assert case.open() == ["serve"]


def test_entering_lists_outer_before_inner_and_leaving_inner_before_outer(new_case):
    case = new_case("terminate_ends_the_scope")

    live = [a.element_id for a in case.run.live()]

    assert live.index("accepted") < live.index("work") < live.index("work_task")


def test_a_loop_of_2000_rounds_runs_and_its_state_stays_flat(new_case):
    case = new_case("review_loop", **{"again = true": True})

    sizes = []
    for _ in range(2000):
        case.play("draft", "check")
        sizes.append(len(str(case.run.state())))

    assert max(sizes) - min(sizes) <= len("6000") - len("3")
    assert len(case.history) == 1 + 2000 * 3
    case.answers.clear()
    assert case.play("draft", "check").run.is_complete


def test_steps_count_on_from_the_state(new_case):
    case = new_case("review_loop")
    case.play("draft", "check")

    assert [s.order for s in case.history] == list(range(1, len(case.history) + 1))
    assert case.passed() == ["begin", "draft", "check", "gw", "over"]


def test_a_finished_case_stays_finished_when_loaded_again(new_case):
    case = new_case("review_loop").play("draft", "check")

    again = Run.restore(case.process, case.run.state(), case.evaluate)

    assert again.is_complete
    assert again.live() == ()


def test_a_loop_that_never_waits_is_stopped_with_a_clear_error(new_case, monkeypatch):
    monkeypatch.setattr("engine.bpmn.tokens.STEPS_PER_ADVANCE", 500)

    with pytest.raises(InvalidMatter, match="passes no task"):
        new_case("no_pause")


def test_a_loop_without_a_choice_goes_on_for_ever(new_case):
    case = new_case("loop_without_choice")

    for _ in range(50):
        case.play("ask", "answer")

    assert case.open() == ["ask"]


def test_a_join_in_a_loop_needs_no_deeper_stack_in_later_rounds(new_case):
    case = new_case("parallel_join_in_loop", **{"again = true": True})
    before = sys.getrecursionlimit()
    sys.setrecursionlimit(stack_depth() + 200)

    try:
        case.play(*("left", "right", "decide") * 300)
    finally:
        sys.setrecursionlimit(before)

    assert case.open() == ["left", "right"]


def stack_depth():
    frame, depth = sys._getframe(), 0
    while frame is not None:
        frame, depth = frame.f_back, depth + 1
    return depth
