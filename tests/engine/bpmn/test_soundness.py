"""Joins that can never be satisfied are faults; those that may wait for ever are warned of."""

import pytest
from bpmn_cases import MODELS
from diagrams import (
    LEVELS,
    beside,
    boundary,
    drawn_at,
    end,
    flow,
    flows,
    gateway,
    message,
    start,
    task,
    throw,
)
from diagrams import link as to_link

from engine.bpmn.checking import check_process

S, Z, A, B = start(), end(), task("a"), task("b")
JOIN = gateway("parallel", "j")
FORK = gateway("parallel", "f")
CHOICE = gateway("exclusive", "x", "x_b")
TO_J = flows("a", "j") + flows("b", "j", "z")

SOUND = {
    "fork and join": (S, FORK, A, B, JOIN, Z, flows("s", "f", "a"), flows("f", "b"), TO_J),
    "choice and merge": (
        *(S, CHOICE, A, B, gateway("exclusive", "j"), Z),
        *(flows("s", "x", "b"), flow("x", "a", "c = 1"), TO_J),
    ),
    "inclusive fork and join": (
        *(S, gateway("inclusive", "f", "f_b"), A, B, gateway("inclusive", "j"), Z),
        *(flows("s", "f", "b"), flow("f", "a", "c = 1"), TO_J),
    ),
    "loop around fork and join": (
        *(S, gateway("exclusive", "m"), FORK, A, B, JOIN, gateway("exclusive", "x", "x_z"), Z),
        *(flows("s", "m", "f", "a", "j"), flows("f", "b", "j", "x", "z"), flow("x", "m", "c = 1")),
    ),
    "a terminate ends what waits": (
        *(S, FORK, A, B, end("t", "<bpmn:terminateEventDefinition/>")),
        *(flows("s", "f", "a", "t"), flows("f", "b", "t")),
    ),
    "a branch through a link": (
        *(S, FORK, A, throw("out", to_link("l")), JOIN, Z, task("c")),
        '<bpmn:intermediateCatchEvent id="into" name="into">'
        + to_link("l")
        + "</bpmn:intermediateCatchEvent>",
        *(flows("s", "f", "a", "j", "z"), flows("f", "out"), flows("into", "c", "j")),
    ),
    "a loop that never ends beside a join": (
        *(S, FORK, A, B, JOIN, Z, gateway("exclusive", "m"), task("c")),
        *(flows("s", "f", "a", "j", "z"), flows("f", "b", "j"), flows("f", "m", "c", "m")),
    ),
}
NEVER = {
    "choice before a join": (
        *(S, CHOICE, A, B, JOIN, Z, flows("s", "x", "b"), flow("x", "a", "c = 1"), TO_J),
    ),
    "join that waits for its own way back": (
        *(S, JOIN, A, gateway("exclusive", "x", "x_z"), Z),
        *(flows("s", "j", "a", "x", "z"), flow("x", "j", "c = 1")),
    ),
    "interrupting event before a join with its host": (
        *(S, A, boundary("b", "a", message("stop")), JOIN, Z),
        *(flows("s", "a", "j", "z"), flows("b", "j")),
    ),
}
MAY_WAIT = {
    "event beside its host before a join": (
        *(S, A, beside("b", "a", message("note")), JOIN, Z),
        *(flows("s", "a", "j", "z"), flows("b", "j")),
    ),
    "inclusive fork before a parallel join": (
        *(S, gateway("inclusive", "f", "f_b"), A, B, JOIN, Z),
        *(flows("s", "f", "b"), flow("f", "a", "c = 1"), flow("f", "b2", "d = 1"), task("b2")),
        *(flows("b2", "j"), flows("a", "j"), flows("b", "z"), flows("j", "z")),
    ),
    "branch that may turn off": (
        *(S, FORK, A, B, gateway("exclusive", "x", "x_j"), JOIN, Z),
        *(flows("s", "f", "a", "x", "j"), flow("x", "z", "c = 1"), flows("f", "b", "j", "z")),
    ),
}


def codes(level, parts):
    return [f.code for f in check_process(drawn_at(level, *parts)) if f.code.startswith("join")]


@pytest.mark.parametrize("level", LEVELS)
@pytest.mark.parametrize("parts", SOUND.values(), ids=SOUND)
def test_what_always_comes_together_is_sound(level, parts):
    assert codes(level, parts) == []


@pytest.mark.parametrize("level", LEVELS)
@pytest.mark.parametrize("parts", NEVER.values(), ids=NEVER)
def test_a_join_that_can_never_be_satisfied_is_refused(level, parts):
    assert codes(level, parts) == ["join_never"]


@pytest.mark.parametrize("level", LEVELS)
@pytest.mark.parametrize("parts", MAY_WAIT.values(), ids=MAY_WAIT)
def test_a_join_that_may_wait_for_ever_is_warned_of(level, parts):
    assert codes(level, parts) == ["join_may_wait"]


def test_the_check_of_many_branches_stays_small():
    branches = [f"b{n}" for n in range(40)]
    parts = [S, FORK, JOIN, Z, flows("s", "f"), flows("j", "z")]
    for branch in branches:
        parts += [task(branch), task(f"{branch}_more"), flows("f", branch, f"{branch}_more", "j")]

    assert codes("process", parts) == []


@pytest.mark.parametrize("model", ["permit_shaped", "parallel_blocks", "inclusive_join_in_loop"])
def test_our_larger_models_are_sound(model):
    findings = check_process((MODELS / f"{model}.bpmn").read_bytes())

    assert [f.code for f in findings if f.code.startswith("join")] == []
