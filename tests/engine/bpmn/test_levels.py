"""What events and flows do at process level and nested, saved before every act."""

import pytest
from diagrams import (
    LEVELS,
    TERMINATE,
    beside,
    boundary,
    catch,
    drawn_at,
    end,
    error,
    escalation,
    event_scope,
    flow,
    flows,
    gateway,
    instances,
    link,
    message,
    node,
    open_in,
    scope,
    signal,
    start,
    started,
    task,
    throw,
    timer,
    when,
)

from engine.errors import Conflict

pytestmark = pytest.mark.parametrize("level", LEVELS)
TRUE = {"ready = true": True}


def inner(*parts: str) -> str:
    return scope("block", start("i"), *parts, end("e"))


def is_over(case, level):
    """Tell whether the drawing came to its end; nested, what follows it is then open."""
    return case.run.is_complete if level == "process" else case.open() == ["last"]


#: How each trigger comes: an act of ours, or what the task `work` does next.
TRIGGERS = {
    "message": (message("go"), "alarm_start", ""),
    "timer": (timer("due"), "alarm_start", ""),
    "signal": (signal("go"), "work", throw("tell", signal("go"))),
    "escalation": (escalation("go"), "work", throw("tell", escalation("go"))),
    "conditional": (when("ready = true"), "work", ""),
}


def scope_with_alarm(level, kind, interrupting):
    trigger, act, tell = TRIGGERS[kind]
    steps = ("s", "work", "tell", "rest", "z") if tell else ("s", "work", "rest", "z")
    alarm = event_scope("alarm", trigger, "handle", interrupting=interrupting)
    xml = drawn_at(level, start(), task("work"), tell, task("rest"), end(), flows(*steps), alarm)
    case = started(xml)
    if kind == "conditional":
        case.answers.update(TRUE)
    return case.play(act)


@pytest.mark.parametrize("kind", TRIGGERS)
def test_an_interrupting_event_subprocess_takes_the_place_of_its_scope(level, kind):
    case = scope_with_alarm(level, kind, "true")

    assert open_in(case) == ["alarm", "handle"]
    case.play("handle")
    assert is_over(case, level)


@pytest.mark.parametrize("kind", TRIGGERS)
def test_an_event_subprocess_that_does_not_interrupt_runs_beside_its_scope(level, kind):
    case = scope_with_alarm(level, kind, "false")

    live = [e for e in open_in(case) if e not in ("alarm_start", "alarm")]
    expected = ["handle", "rest"] if TRIGGERS[kind][1] == "work" else ["handle", "work"]
    assert live == expected
    case.play("handle", *(e for e in ("work", "rest") if case.all(e) or e == "rest"))
    assert is_over(case, level)


@pytest.mark.parametrize("thrower", ["end event", "service"])
def test_an_error_starts_the_event_subprocess_of_its_scope(level, thrower):
    alarm = event_scope("alarm", error("go"), "handle")
    work = task("work", kind="serviceTask")
    case = started(
        drawn_at(level, start(), work, end("z", error("go")), flows("s", "work", "z"), alarm)
    )

    if thrower == "service":
        case.run.fail(case.all("work")[0].id, "go")
        case.advance()
    else:
        case.play("work")

    assert open_in(case) == ["alarm", "handle"]
    assert is_over(case.play("handle"), level)


def test_what_an_event_subprocess_throws_it_does_not_hear_itself(level):
    alarm = scope(
        "alarm",
        start("alarm_start", escalation("go"), 'isInterrupting="false"'),
        task("handle"),
        end("alarm_end", escalation("go")),
        flows("alarm_start", "handle", "alarm_end"),
        more='triggeredByEvent="true"',
    )
    parts = (start(), throw("tell", escalation("go")), task("rest"), end())
    case = started(drawn_at(level, *parts, flows("s", "tell", "rest", "z"), alarm))

    assert open_in(case) == ["alarm", "handle", "rest"]
    assert open_in(case.play("handle")) == ["rest"]


def test_a_link_goes_on_at_its_other_end(level):
    case = started(
        drawn_at(
            level,
            *(start(), task("a"), throw("out", link("far")), catch("into", link("far"))),
            *(task("b"), end(), flows("s", "a", "out"), flows("into", "b", "z")),
        )
    )

    assert open_in(case.play("a")) == ["b"]


def test_several_flows_of_a_task_are_a_fork(level):
    parts = (start(), task("a"), task("b"), task("c"), end(), flows("s", "a"))
    case = started(drawn_at(level, *parts, flows("a", "b", "z"), flows("a", "c", "z")))

    assert open_in(case.play("a")) == ["b", "c"]


@pytest.mark.parametrize(("holds", "taken"), [(True, "b"), (False, "c")])
def test_flows_of_a_task_may_have_conditions(level, holds, taken):
    split = node("userTask", "a", "", 'default="a_c"')
    parts = (start(), split, task("b"), task("c"), end(), flows("s", "a"))
    conditional = flow("a", "b", "ready = true") + flow("a", "c")
    xml = drawn_at(level, *parts, conditional, flows("b", "z"), flows("c", "z"))
    case = started(xml, **{"ready = true": holds})

    assert open_in(case.play("a")) == [taken]


@pytest.mark.parametrize(
    ("trigger", "act"),
    [(message("note"), "heard"), (signal("note"), "shout"), (escalation("note"), "shout")],
    ids=["message", "signal", "escalation"],
)
def test_a_boundary_event_that_does_not_interrupt_is_heard_again(level, trigger, act):
    loud = trigger if "message" not in trigger else signal("go")
    block = inner(
        gateway("exclusive", "x"),
        task("shout"),
        throw("tell", loud),
        flows("i", "x", "shout", "tell", "g"),
        gateway("exclusive", "g", "g_e"),
        flow("g", "x", "ready = true") + flow("g", "e"),
    )
    on_block = beside("heard", "block", trigger) + task("read") + end("r")
    parts = (start(), block, end(), flows("s", "block", "z"), on_block, flows("heard", "read", "r"))
    case = started(drawn_at(level, *parts), **TRUE)

    assert case.play(act, act, act).open().count("read") == 3


def test_terminate_ends_its_scope_and_no_other(level):
    fork = gateway("parallel", "f")
    block = inner(
        *(fork, task("a"), task("b"), end("t", TERMINATE)),
        *(flows("i", "f", "a", "e"), flows("f", "b", "t")),
    )
    case = started(drawn_at(level, start(), block, task("c"), end(), flows("s", "block", "c", "z")))

    assert open_in(case.play("b")) == ["c"]
    assert case.passed("cancelled") == ["a"]


def test_terminate_ends_one_instance_of_a_multi_instance(level):
    block = scope(
        "block",
        *(instances(2), start("i"), gateway("parallel", "f"), task("a"), task("b"), end("e")),
        *(end("t", TERMINATE), flows("i", "f", "a", "e"), flows("f", "b", "t")),
    )
    case = started(drawn_at(level, start(), block, end(), flows("s", "block", "z")))

    assert open_in(case.play("b")) == ["a", "b", "block"]
    assert is_over(case.play("b"), level)


def test_terminate_in_a_called_process_ends_the_call_only(level):
    called = (
        '<bpmn:process id="other" name="other">'
        + "".join((start("i"), gateway("parallel", "f"), task("a"), task("b"), end("e")))
        + end("t", TERMINATE)
        + flows("i", "f", "a", "e")
        + flows("f", "b", "t")
        + "</bpmn:process>"
    )
    call = node("callActivity", "call", "", 'calledElement="other"')
    parts = (start(), call, task("c"), end(), flows("s", "call", "c", "z"))
    case = started(drawn_at(level, *parts, called=called))

    assert open_in(case) == ["a", "b", "call"]
    assert open_in(case.play("b")) == ["c"]


@pytest.mark.parametrize("host", ["task", "sub-process"])
@pytest.mark.parametrize(
    ("trigger", "act"),
    [(message("stop"), "ends"), (timer("due"), "ends"), (when("ready = true"), "work")],
    ids=["message", "timer", "conditional"],
)
def test_an_interrupting_boundary_event_ends_every_instance(level, host, trigger, act):
    review = task("review", instances(3))
    if host == "sub-process":
        parts = (start("i"), task("inside"), end("e"), flows("i", "inside", "e"))
        review = scope("review", instances(3), *parts)
    steps = (
        *(start(), gateway("parallel", "f"), review, task("work"), task("urged"), end()),
        boundary("ends", "review", trigger),
        *(flows("s", "f", "review", "z"), flows("f", "work", "z"), flows("ends", "urged", "z")),
    )
    case = started(drawn_at(level, *steps))
    case.play("inside" if host == "sub-process" else "review")
    case.answers.update(TRUE)

    case.play(act)

    assert open_in(case) == sorted({"urged", "work"} - {act})
    assert case.passed("cancelled").count("review") == 2


def test_a_service_that_fails_in_a_called_process_is_caught_at_the_call(level):
    called = (
        '<bpmn:process id="other" name="other">'
        + start("i")
        + task("work", kind="serviceTask")
        + end("e")
        + flows("i", "work", "e")
        + "</bpmn:process>"
    )
    call = node("callActivity", "call", "", 'calledElement="other"')
    on_call = boundary("failed", "call", error("go")) + task("repair")
    parts = (start(), call, end(), flows("s", "call", "z"), on_call, flows("failed", "repair", "z"))
    case = started(drawn_at(level, *parts, called=called))

    case.run.fail(case.all("work")[0].id, "go")
    case.advance()

    assert open_in(case) == ["repair"]


def test_a_conditional_catch_waits_until_its_condition_holds(level):
    parts = (start(), gateway("parallel", "f"), catch("paid", when("ready = true")), task("work"))
    more = (task("rest"), end(), flows("s", "f", "paid", "rest", "z"), flows("f", "work", "z"))
    case = started(drawn_at(level, *parts, *more))

    assert open_in(case) == ["paid", "work"]
    case.answers.update(TRUE)
    assert open_in(case.play("work")) == ["rest"]


def test_a_condition_that_holds_already_lets_a_token_pass(level):
    parts = (start(), catch("paid", when("ready = true")), task("rest"), end())
    case = started(drawn_at(level, *parts, flows("s", "paid", "rest", "z")), **TRUE)

    assert open_in(case) == ["rest"]


def test_a_condition_beside_its_host_fires_each_time_it_becomes_true(level):
    parts = (start(), task("long"), end(), flows("s", "long", "z"))
    ticking = event_scope("alarm", message("go"), "tick", interrupting="false")
    on_long = beside("warn", "long", when("ready = true")) + task("read") + end("r")
    case = started(drawn_at(level, *parts, on_long, flows("warn", "read", "r"), ticking))

    seen = []
    for holds in (False, True, True, False, True):
        case.answers["ready = true"] = holds
        case.play("alarm_start")
        seen.append(case.open().count("read"))

    assert seen == [0, 1, 1, 1, 2]


def test_a_conditional_event_is_told_by_nobody(level):
    parts = (start(), catch("paid", when("ready = true")), end(), flows("s", "paid", "z"))
    case = started(drawn_at(level, *parts))

    with pytest.raises(Conflict):
        case.run.deliver(case.all("paid")[0].id)
    with pytest.raises(Conflict):
        case.run.fire(case.all("paid")[0].id)
