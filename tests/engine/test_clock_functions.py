"""`due`, `used` and `remaining` say the same of the clocks around, wherever FEEL is written."""

import pytest
from builders import accepted, resume, stop
from towns import HERE, Town, moment

from engine import clocks
from engine.cases import open_by_message
from engine.clock import SettableClock
from engine.clock_functions import clock_functions
from engine.definitions import Definition, check_files, deploy_files, read_folder
from engine.handling import view_case
from engine.store.cases import Case
from engine.store.database import reading, transaction
from forms.scope import root_scope
from forms.submit import task_context

ASKING = HERE / "matters/asking"


@pytest.fixture
def clock() -> SettableClock:
    return SettableClock(moment("10-12 09:00"))


def value(town: Town, case: int, expression: str) -> object:
    """Evaluate an expression inside the activity the case's clocks belong to."""
    activity = town.timer(case, "decide").activity_id
    with reading(town.database) as session:
        handling = view_case(session, session.get_one(Case, case), at=town.now)
        return handling.evaluate(expression, {}, clock_functions(handling, lambda: [activity]))


@pytest.mark.parametrize(
    ("expression", "expected"),
    [
        ('used("decide")', 3),
        ('remaining("decide")', 4),
        ('remaining("decide_promise") = 0', True),
        ('due("decide") = date and time("2026-10-22T00:00:00+08:00")', True),
        ('used("no such limit")', None),
    ],
)
def test_counting_8_complete_days_count(town: Town, expression: str, expected: object) -> None:
    case = accepted(town)
    town.sweep("10-16 09:00")

    assert value(town, case, expression) == expected


def test_a_stopped_clock_has_used_and_remaining_but_no_due_moment(town: Town) -> None:
    case = accepted(town)
    town.sweep("10-14 09:00")
    stop(town, case)
    town.sweep("10-16 09:00")

    shown = [value(town, case, f'{name}("decide")') for name in ("due", "used", "remaining")]
    assert shown == [None, 1, 6]
    resume(town, case)
    assert value(town, case, 'due("decide")') is not None


def begin(town: Town) -> int:
    """Open a case of the matter that asks everywhere."""
    with transaction(town.database) as session:
        definition: Definition = deploy_files(session, read_folder(ASKING), at=town.now)
        return open_by_message(session, definition, {}, message="", at=town.now).id


def test_a_step_that_is_being_entered_has_its_clock_already(town: Town) -> None:
    case = begin(town)

    assert town.case(case).document["asked"] == {
        "due": "2026-10-22T00:00:00+08:00",
        "used": 0,
        "remaining": 7,
        "whole": 20,
    }


def test_a_limit_of_the_process_runs_from_its_start_to_its_end(town: Town) -> None:
    case = begin(town)
    clock = town.timer(case, "whole")
    assert (clock.state, clock.element_id) == ("running", "asking")
    town.do(case, "wait")
    town.do(case, "calm")

    assert town.case(case).state == "closed"
    assert town.timer(case, "whole").end_outcome == "completed"


def test_gateways_decisions_sets_and_repetitions_ask_the_same(town: Town) -> None:
    case = begin(town)
    town.sweep("10-16 09:00")  # three complete days are used, four are left
    town.do(case, "wait")

    document = town.case(case).document
    assert document["left"] == 4
    assert document["judge"] == "late"
    assert town.steps(case) == {"each:1", "each:2", "each:3", "each:4"}


def test_with_time_enough_the_gateway_goes_the_other_way(town: Town) -> None:
    case = begin(town)
    town.do(case, "wait")

    assert town.case(case).document["judge"] == "early"
    assert town.steps(case) == {"calm"}


def test_a_form_asks_the_clocks_around_its_task(town: Town) -> None:
    case = begin(town)
    town.sweep("10-16 09:00")
    with reading(town.database) as session:
        handling = view_case(session, session.get_one(Case, case), at=town.now)
        scope = root_scope(task_context(handling, town.task(case, "wait")), "wait", {})

        assert scope.value('remaining("decide")') == 4
        assert scope.value('remaining("whole")') == 17
        assert scope.hides('used("decide") > 2')
        assert not scope.hides('used("decide") > 3')


def test_who_answers_for_the_process_s_own_clock_is_who_holds_its_work(town: Town) -> None:
    case = begin(town)
    with reading(town.database) as session:
        handling = view_case(session, session.get_one(Case, case), at=town.now)
        task = town.task(case, "wait")

        assert clocks.around(handling, task.id)[-1] == town.timer(case, "whole").activity_id


@pytest.mark.parametrize(
    ("old", "new", "element"),
    [
        ('remaining("decide") &lt; 5', 'remaining("notice") &lt; 5', "gate"),
        ('due: due("decide")', 'due: due("decided")', "note"),
        ("1..remaining(&quot;decide&quot;)", "1..remaining(&quot;other&quot;)", "each"),
    ],
    ids=["gateway", "script", "repetition"],
)
def test_a_limit_that_nothing_around_has_is_found_at_deploy(
    old: str, new: str, element: str
) -> None:
    files = dict(read_folder(ASKING))
    text = files["process.bpmn"].decode()
    assert old in text
    files["process.bpmn"] = text.replace(old, new).encode()

    found = [one for one in check_files(files) if one.code == "limit_not_around"]
    assert [one.element_id for one in found] == [element]
    assert found[0].severity == "error"


def test_the_process_s_limit_is_looked_for_in_limits_toml() -> None:
    files = dict(read_folder(ASKING))
    files["limits.toml"] = files["limits.toml"].replace(b"[limits.whole]", b"[limits.all]")

    assert [one.element_id for one in check_files(files) if one.code == "missing_part"] == [
        "asking"
    ]
