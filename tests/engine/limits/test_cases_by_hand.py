"""Cases of every unit, direction and rule: as written down, as walked day by day, as counted."""

from collections import Counter
from datetime import date

import pytest
import walking_days as walking
from cases_by_hand import CALENDARS, CASES, Case
from counted_answers import COUNTED
from walked_answers import WALKED

from engine.limits import Calendar


@pytest.mark.parametrize("case", CASES, ids=str)
def test_what_is_written_down_is_what_is_walked_and_what_is_counted(case: Case) -> None:
    calendar, year = CALENDARS[case.calendar]

    assert case.answer == WALKED[case.ask](case, year)
    assert case.answer == COUNTED[case.ask](case, calendar)


def test_the_table_knows_every_rule_unit_and_question() -> None:
    assert {str(number) for number in range(1, 18)} == {case.rule for case in CASES}
    assert {"WD", "ND", "MO", "YR", "NH", "WH"} == {case.amount[-2:] for case in CASES}
    assert set(COUNTED) == {case.ask for case in CASES}
    assert min(Counter(case.rule for case in CASES).values()) >= 3
    assert len(CASES) >= 150
    assert all(case.basis for case in CASES)


def test_the_notices_typed_here_are_those_of_the_calendar() -> None:
    for day in walking.each(date(2024, 1, 1), date(2027, 12, 31)):
        assert walking.NATIONAL.is_working(day) == Calendar.national().is_working(day), day
