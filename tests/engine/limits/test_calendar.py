"""The national calendar: the notices, the statute where none is published, and overlays."""

from datetime import date, timedelta

import chinese_calendar
import pytest

from engine.limits import Calendar, CalendarDay, CountingError, national_days, read_days

NATIONAL = Calendar.national()


@pytest.mark.parametrize("year", range(2004, 2027))
def test_each_published_year_agrees_with_the_independent_table(year: int) -> None:
    first = date(year, 1, 1)
    days = [first + timedelta(days=n) for n in range((date(year, 12, 31) - first).days + 1)]

    assert [chinese_calendar.is_workday(day) for day in days] == [
        NATIONAL.is_working(day) for day in days
    ]
    assert not any(NATIONAL.is_provisional(day) for day in days)


def test_2026_has_248_working_days() -> None:
    days = (date(2026, 1, 1) + timedelta(days=n) for n in range(365))

    assert sum(NATIONAL.is_working(day) for day in days) == 248


@pytest.mark.parametrize(
    ("day", "is_working", "zh", "en"),
    [
        ("2026-09-24", True, "工作日", "working day"),
        ("2026-10-11", False, "周日", "Sunday"),
        (
            "2026-10-01",
            False,
            "国庆节放假（国办发明电〔2025〕7号）",
            "National Day holiday (国办发明电〔2025〕7号)",
        ),
        (
            "2026-10-10",
            True,
            "周六调休上班（国庆节、国办发明电〔2025〕7号）",
            "Saturday, make-up working day (National Day, 国办发明电〔2025〕7号)",
        ),
        ("2004-05-03", False, "劳动节放假", "Labour Day holiday"),
        (
            "2019-05-02",
            False,
            "劳动节放假（国办发明电〔2019〕3号）",
            "Labour Day holiday (国办发明电〔2019〕3号)",
        ),
        (
            "2027-01-01",
            False,
            "元旦放假（放假办法第二条）",
            "New Year's Day holiday (Holiday Measures art. 2)",
        ),
        ("2027-01-04", True, "工作日", "working day"),
    ],
)
def test_each_day_names_its_reason(day: str, is_working: bool, zh: str, en: str) -> None:
    info = NATIONAL.info(date.fromisoformat(day))

    assert (is_working, zh, en) == (info.is_working, info.reason_zh, info.reason_en)
    assert info.provisional == (info.day.year == 2027)


@pytest.mark.parametrize(
    ("festival", "days"),
    [
        ("元旦", ["2027-01-01"]),
        ("春节", ["2027-02-05", "2027-02-06", "2027-02-07", "2027-02-08"]),
        ("清明节", ["2027-04-05"]),
        ("劳动节", ["2027-05-01", "2027-05-02"]),
        ("端午节", ["2027-06-09"]),
        ("中秋节", ["2027-09-15"]),
        ("国庆节", ["2027-10-01", "2027-10-02", "2027-10-03"]),
    ],
)
def test_holiday_measures_art_2_fix_thirteen_days_without_a_notice(
    festival: str, days: list[str]
) -> None:
    for day in map(date.fromisoformat, days):
        assert not NATIONAL.is_working(day)
        assert NATIONAL.info(day).reason_zh == f"{festival}放假（放假办法第二条）"


def test_a_year_without_notice_shifts_no_day() -> None:
    days = [date(2027, 1, 1) + timedelta(days=n) for n in range(365)]

    assert not any(NATIONAL.is_working(day) for day in days if day.weekday() >= 5)
    assert sum(day.weekday() < 5 and not NATIONAL.is_working(day) for day in days) == 7


@pytest.mark.parametrize("year", [2003, 2027, 2051])
def test_a_year_outside_the_notices_is_provisional(year: int) -> None:
    assert NATIONAL.is_provisional(date(year, 6, 1))


def test_next_and_previous_working_day_skip_the_golden_week() -> None:
    assert NATIONAL.next_working(date(2026, 9, 30)) == date(2026, 10, 8)
    assert NATIONAL.previous_working(date(2026, 10, 8)) == date(2026, 9, 30)


def test_a_regional_closure_lies_over_the_national_day() -> None:
    closure = CalendarDay(date(2026, 9, 28), "rest", "台风停工", "Typhoon", "江政发〔2026〕9号")

    local = NATIONAL.with_days([closure])

    assert not local.is_working(closure.day)
    assert local.info(closure.day).reason_zh == "台风停工放假（江政发〔2026〕9号）"
    assert NATIONAL.is_working(closure.day)
    assert local.published_years == NATIONAL.published_years


def test_a_notice_publishes_its_year_and_ends_the_guessing() -> None:
    rest = CalendarDay(date(2027, 1, 1), "rest", "元旦", "New Year's Day", "国办发明电〔2026〕1号")
    work = CalendarDay(date(2027, 1, 3), "work", "元旦", "New Year's Day", "国办发明电〔2026〕1号")

    published = NATIONAL.with_notice(2027, [rest, work])

    assert not published.is_provisional(date(2027, 6, 1))
    assert published.is_working(date(2027, 1, 3))
    # The statute no longer adds a day of its own: the notice is complete.
    assert published.is_working(date(2027, 2, 8))


def test_the_version_changes_with_any_day_or_year_and_only_then() -> None:
    row = CalendarDay(date(2026, 9, 28), "rest", "停工")
    again = Calendar({day.day: day for day in national_days()}, NATIONAL.published_years)

    versions = {
        NATIONAL.version,
        NATIONAL.with_days([row]).version,
        NATIONAL.with_notice(2027, []).version,
    }

    assert len(versions) == 3
    assert (again, again.version, hash(again)) == (NATIONAL, NATIONAL.version, hash(NATIONAL))


def test_rows_read_back_what_they_wrote() -> None:
    assert Calendar.national().rows == national_days()


def test_a_row_of_unknown_kind_is_refused() -> None:
    with pytest.raises(CountingError) as caught:
        read_days("day,kind,name,name_en,notice\n2026-01-01,holiday，元旦，New Year's Day,")

    assert caught.value.code == "invalid_calendar"


def test_a_calendar_tells_from_which_day_on_another_differs() -> None:
    closed = CalendarDay(date(2026, 10, 15), "rest", "台风停工")
    worked = CalendarDay(date(2026, 10, 10), "rest", "国庆节")

    assert NATIONAL.differs_from(NATIONAL.with_days([])) is None
    assert NATIONAL.differs_from(NATIONAL.with_days([closed])) == closed.day
    assert NATIONAL.with_days([worked, closed]).differs_from(NATIONAL) == worked.day
    assert NATIONAL.differs_from(NATIONAL.with_notice(2027, [])) == date(2027, 1, 1)
