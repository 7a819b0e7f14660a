"""Dates, times, durations, and ranges of them."""

from datetime import UTC, date, datetime, time, timedelta
from decimal import Decimal
from zoneinfo import ZoneInfo

import pytest

from engine.feel import evaluate, to_plain

NOW = datetime(2026, 3, 4, 17, 30, tzinfo=UTC)
DATA = {
    "day": date(2026, 2, 28),
    "at": datetime(2026, 2, 28, 9, 0, tzinfo=ZoneInfo("Asia/Shanghai")),
    "span": timedelta(days=1, hours=2),
    "clock": time(9, 30),
}


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ('date("2026-02-29")', None),
        ("date(2026, 2, 28) = day", True),
        ('day + duration("P1D")', date(2026, 3, 1)),
        ('day + duration("P1M")', date(2026, 3, 28)),
        ('date("2026-03-31") - @"P1M"', date(2026, 2, 28)),
        ('date("2026-03-01") - day', timedelta(days=1)),
        ("(date(2026, 3, 1) - day).days", 1),
        ("at + span", datetime(2026, 3, 1, 11, 0, tzinfo=ZoneInfo("Asia/Shanghai"))),
        ('at = date and time("2026-02-28T01:00:00Z")', True),
        ("clock.minute", 30),
        ('@"23:00:00" + @"PT2H"', time(1, 0)),
        ("today()", date(2026, 3, 5)),
        ("string(now())", "2026-03-05T01:30:00@Asia/Shanghai"),
        ("day < today()", True),
        ('duration("P1DT2H") = span', True),
        ('duration("P1Y") = duration("P12M")', True),
        ('duration("P1Y") = duration("P365D")', None),
        ('@"P1D" * 2.5', timedelta(days=2, hours=12)),
        ('@"P2D" / @"P1D"', 2),
        ("span.hours", 2),
        ('@"P14M".years', 1),
        ('string(years and months duration(@"2025-01-31", day))', "P1Y"),
        ("day.weekday", 6),
        ("day of week(day)", "Saturday"),
        ("week of year(date(2026, 12, 31))", 53),
        ("day of year(day)", 59),
        ('day in [@"2026-02-01"..@"2026-03-01")', True),
        ('for d in @"2026-02-27"..day return d.day', [27, 28]),
        ('string(date("-0044-03-15") + @"P1D")', "-0044-03-16"),
        (
            'string(date and time("99999-12-31T23:59:59.123456789Z"))',
            "99999-12-31T23:59:59.123456789Z",
        ),
        ("before([1..5], [6..9])", True),
        ("overlaps([1..5], [5..9])", True),
        ("meets([1..5), [5..9])", False),
        ('range("[1..3]") = [1..3]', True),
        ("[1..3].end included", True),
    ],
)
def test_moments(text: str, expected: object) -> None:
    assert expected == evaluate(text, DATA, now=NOW)


def test_today_without_a_now_is_null() -> None:
    assert evaluate("today()", {}) is None


@pytest.mark.parametrize(
    ("text", "plain"),
    [
        ("[1.0, 1.5, day]", [1, Decimal("1.5"), "2026-02-28"]),
        ('{b: @"P1D", c: @"P1M", d: [1..2]}', {"b": "P1D", "c": "P1M", "d": None}),
        ("1e3", 1000),
        ("at", "2026-02-28T09:00:00@Asia/Shanghai"),
    ],
)
def test_results_become_plain_data(text: str, plain: object) -> None:
    assert plain == to_plain(evaluate(text, DATA))
