"""Distances of a diagram: work to be done counts, a condition that says no counts more."""

from math import inf

import pytest

from engine.bpmn.model import Element, Flow, Process
from web.walking.roads import Roads, at, into, nearest, out_of


def element(key: str, kind: str = "userTask", **more: object) -> Element:
    return Element(key, kind, process_id="p", **more)  # type: ignore[arg-type]


def road_map(*elements: Element, flows: tuple[Flow, ...]) -> Roads:
    return Roads(Process("p", "p", {e.id: e for e in elements}, flows, {}, {}, "0"))


@pytest.fixture
def fork() -> Roads:
    """Ask, then either go on to `near` or, by default, to `far`."""
    return road_map(
        element("ask"),
        element("gw", "exclusiveGateway"),
        element("near"),
        element("far"),
        flows=(
            Flow("f_near", "gw", "near", condition="case.ask = 1"),
            Flow("f_ask", "ask", "gw"),
            Flow("f_far", "gw", "far", is_default=True),
        ),
    )


def answers(first: bool | None) -> tuple[bool | None, ...]:
    return first, None, None


def test_a_task_that_is_open_is_as_far_as_its_work(fork: Roads) -> None:
    costs = fork.costs({at("ask"): 0.0}, answers(True))

    assert costs[into("near")] == 1.0
    assert costs[into("far")] > costs[into("near")]


def test_a_condition_that_says_no_makes_the_other_way_nearer(fork: Roads) -> None:
    costs = fork.costs({out_of("ask"): 0.0}, answers(False))

    assert costs[into("far")] == 0.0
    assert costs[into("near")] > 1.0


def test_a_condition_without_an_answer_lies_between(fork: Roads) -> None:
    says_no = fork.cost_of("f_near", answers(False))

    assert 0.0 < fork.cost_of("f_near", answers(None)) < says_no


def test_what_nothing_leads_to_is_infinitely_far(fork: Roads) -> None:
    costs = fork.costs({at("far"): 0.0}, answers(True))

    assert nearest(costs, [into("ask")]) == inf


def test_of_several_instances_all_others_are_still_to_be_done() -> None:
    inner = element("review", parent_id="each")
    roads = road_map(element("each", "subProcess", multi="parallel"), inner, flows=())

    assert roads.beside("review", {"each": 1, "review": 3}) == 3
    assert roads.beside("each", {"each": 1, "review": 3}) == 0


def test_a_timer_on_what_is_live_is_reached_by_waiting() -> None:
    timer = element("late", "boundaryEvent", attached_to="ask", event="timer")
    roads = road_map(element("ask"), timer, flows=())

    assert roads.timers_on(frozenset({"ask"})) == ["late"]
    assert roads.costs({at("ask"): 0.0}, ())[into("late")] == 2.0


def test_what_lies_side_by_side_before_a_join_counts_together() -> None:
    roads = road_map(
        element("one"),
        element("two"),
        element("join", "parallelGateway"),
        element("end", "endEvent"),
        element("astray"),
        flows=(
            Flow("f_one", "one", "join"),
            Flow("f_two", "two", "join"),
            Flow("f", "join", "end"),
        ),
    )

    both = roads.work_before({at("one"): 0.0, at("two"): 0.0, at("astray"): 0.0}, into("end"))

    assert both == 2.0
    assert roads.work_before({at("one"): 0.0}, into("end")) == 1.0


def test_a_no_is_for_good_once_nobody_writes_what_it_reads(fork: Roads) -> None:
    before = fork.costs({at("ask"): 0.0}, answers(False))
    after = fork.costs({out_of("ask"): 0.0}, answers(False))

    assert fork.settled({at("ask")}) == frozenset()
    assert fork.settled({out_of("ask")}) == {0}
    assert after[into("near")] > before[into("near")]


def test_what_was_foretold_is_for_good_though_it_may_still_be_written(fork: Roads) -> None:
    plain = fork.costs({at("ask"): 0.0}, answers(True))
    foretold = fork.costs({at("ask"): 0.0}, answers(True), foretold=frozenset({0}))

    assert foretold[into("far")] > plain[into("far")]
    assert foretold[into("near")] == plain[into("near")]
