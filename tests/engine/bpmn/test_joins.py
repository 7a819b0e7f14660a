"""Forks and joins: each arrival counts once, also in a loop."""

import itertools

import pytest

from engine.errors import InvalidMatter


def test_a_parallel_join_waits_for_every_branch(new_case):
    case = new_case("parallel_join")

    assert case.play("right").open() == ["left"]
    assert case.play("left").open() == ["after"]
    assert case.play("after").run.is_complete


def test_a_parallel_join_in_a_loop_waits_again_in_every_round(new_case):
    case = new_case("parallel_join_in_loop", **{"again = true": True})

    for branches in itertools.islice(itertools.cycle([("left", "right"), ("right", "left")]), 5):
        first, second = branches
        assert case.play(first).open() == [second]
        assert case.play(second).open() == ["decide"]
        case.play("decide")


def test_a_second_token_on_one_flow_is_kept_for_the_next_round(new_case):
    case = new_case("excess_tokens")

    assert case.play("a", "b").open() == ["c"]
    assert case.play("c").open() == ["after"]


@pytest.mark.parametrize(
    ("wanted", "branches"),
    [
        ({"want_left = true"}, ["left"]),
        ({"want_left = true", "want_middle = true"}, ["left", "middle"]),
        (set(), ["right"]),
    ],
    ids=["one condition holds", "two conditions hold", "none holds: default"],
)
def test_an_inclusive_join_waits_for_the_branches_taken(new_case, wanted, branches):
    case = new_case("inclusive_join_in_loop", **dict.fromkeys(wanted, True))

    case.answers["again = true"] = True
    for order in (branches, branches[::-1]):
        assert case.open() == branches
        for branch in order:
            assert "decide" not in case.open()
            case.play(branch)
        assert case.open() == ["decide"]
        case.play("decide")


@pytest.mark.parametrize("order", list(itertools.permutations("abc")), ids="".join)
def test_six_parallel_blocks_end_in_every_order_of_their_branches(new_case, order):
    case = new_case("parallel_blocks")

    for block in range(6):
        assert case.open() == [f"{branch}{block}" for branch in "abc"]
        case.play(*(f"{branch}{block}" for branch in order))

    assert case.run.is_complete


def test_a_join_whose_branch_will_never_come_is_an_error_not_a_standstill(new_case):
    case = new_case("join_that_may_wait", **{"want_right = true": True}).play("ask")

    with pytest.raises(InvalidMatter, match="join"):
        case.play("right")


def test_a_task_with_several_flows_takes_the_free_ones_and_those_that_hold(new_case):
    assert new_case("flows_of_a_task").play("split").open() == ["always", "otherwise"]
    wanting = new_case("flows_of_a_task", **{"want = true": True})
    assert wanting.play("split").open() == ["always", "maybe"]
