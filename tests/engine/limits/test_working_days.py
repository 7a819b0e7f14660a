"""Working days by place say what walking day by day says."""

from datetime import date, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from engine.limits import Calendar

NATIONAL = Calendar.national()
ONE_DAY = timedelta(days=1)

days = st.dates(date(2003, 6, 1), date(2029, 6, 30))
quick = settings(max_examples=80, deadline=None)


def walked(day: date, number: int, step: timedelta) -> date:
    while number:
        day += step
        number -= NATIONAL.is_working(day)
    return day


@quick
@given(days, st.integers(1, 400))
def test_the_nth_working_day_is_where_a_walk_ends(day: date, number: int) -> None:
    assert walked(day, number, ONE_DAY) == NATIONAL.working_days.after(day, number)
    assert walked(day, number, -ONE_DAY) == NATIONAL.working_days.before(day, number)


@quick
@given(days, st.integers(-30, 900))
def test_the_working_days_between_two_dates_are_those_a_walk_meets(day: date, length: int) -> None:
    until = day + timedelta(days=length)
    met = (day + timedelta(days=n) for n in range(1, length + 1))

    assert sum(map(NATIONAL.is_working, met)) == NATIONAL.working_days.between(day, until)


def test_new_year_is_passed_both_ways() -> None:
    assert date(2026, 1, 4) == NATIONAL.working_days.after(date(2025, 12, 31), 1)
    assert date(2025, 12, 31) == NATIONAL.working_days.before(date(2026, 1, 4), 1)


def test_the_ends_of_the_calendar_are_refused() -> None:
    with pytest.raises(OverflowError):
        NATIONAL.working_days.after(date(9999, 12, 31), 1)
    with pytest.raises(OverflowError):
        NATIONAL.working_days.before(date(1, 1, 1), 1)
