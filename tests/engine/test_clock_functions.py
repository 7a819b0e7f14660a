"""`due`, `used` and `remaining` of FEEL say what the nearest enclosing clock shows."""

import pytest
from builders import accepted, resume, stop
from towns import Town, moment

from engine.clock import SettableClock
from engine.handling import view_case
from engine.store.cases import Case
from engine.store.database import reading
from engine.timers import due_functions


@pytest.fixture
def clock() -> SettableClock:
    return SettableClock(moment("10-12 09:00"))


def value(town: Town, case: int, expression: str) -> object:
    """Evaluate an expression inside the activity the case's clocks belong to."""
    activity = town.timer(case, "decide").activity_id
    with reading(town.database) as session:
        handling = view_case(session, session.get_one(Case, case), at=town.now)
        return handling.evaluate(expression, {}, due_functions(handling, activity))


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
