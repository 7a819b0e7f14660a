"""Counting of days, rule by rule."""

from datetime import UTC, date, datetime, time

import pytest

from engine.limits import (
    SHANGHAI,
    Amount,
    Calendar,
    CountingError,
    Facts,
    OfficeHours,
    Suspension,
    Unit,
    add_months,
    backward_day,
    card_moment,
    counted_day,
    day_of,
    due_instant,
    excluded_days,
    exclusions,
    last_day,
    minimum_opens_at,
    overdue_days,
    used,
)

NATIONAL = Calendar.national()


def on(text: str) -> date:
    return date.fromisoformat(f"2026-{text}")


def at(text: str) -> datetime:
    return datetime.fromisoformat(f"2026-{text}+08:00")


@pytest.mark.parametrize(
    ("text", "n", "unit"),
    [("7WD", 7, Unit.WD), ("15 nd", 15, Unit.ND), (" 1MO ", 1, Unit.MO), ("24NH", 24, Unit.NH)],
)
def test_an_amount_is_read(text: str, n: int, unit: Unit) -> None:
    assert Amount(n, unit) == Amount.parse(text)
    assert str(Amount.parse(text)) == f"{n}{unit}"


@pytest.mark.parametrize("text", ["", "7", "WD", "7XX", "0WD", "-1WD", "1.5WD", "10000ND", "7WDs"])
def test_a_wrong_amount_is_refused_in_both_languages(text: str) -> None:
    with pytest.raises(CountingError) as caught:
        Amount.parse(text)

    assert caught.value.code == "invalid_amount"
    assert "时限" in caught.value.text("zh_CN")
    assert "amount" in caught.value.text("en")


@pytest.mark.parametrize(
    ("promised", "statutory", "expected"),
    [
        ("3WD", "7WD", False),
        ("8WD", "7WD", True),
        ("13MO", "1YR", True),
        ("12MO", "1YR", False),
        ("5ND", "7WD", None),
    ],
)
def test_a_promise_is_compared_where_units_allow(
    promised: str, statutory: str, expected: bool | None
) -> None:
    assert expected is Amount.parse(promised).exceeds(Amount.parse(statutory))


@pytest.mark.parametrize(
    ("day", "months", "expected"),
    [
        pytest.param(date(2026, 1, 31), 1, date(2026, 2, 28), id="civil-202-no-such-day"),
        pytest.param(date(2024, 1, 31), 1, date(2024, 2, 29), id="civil-202-leap-year"),
        pytest.param(date(2026, 12, 31), 2, date(2027, 2, 28), id="civil-202-over-the-year"),
        pytest.param(date(2026, 3, 31), -1, date(2026, 2, 28), id="backward"),
        pytest.param(date(2024, 2, 29), 12, date(2025, 2, 28), id="civil-202-year"),
    ],
)
def test_months_end_on_the_same_day_or_the_months_last(
    day: date, months: int, expected: date
) -> None:
    assert expected == add_months(day, months)


@pytest.mark.parametrize(
    ("start", "amount", "raw", "last"),
    [
        pytest.param("09-16", "15ND", "10-01", "10-08", id="civil-203-holiday"),
        pytest.param("10-05", "5ND", "10-10", "10-10", id="civil-203-make-up-saturday-works"),
        pytest.param("01-31", "1MO", "02-28", "02-28", id="civil-202-make-up-saturday-works"),
        pytest.param("10-17", "1MO", "11-17", "11-17", id="civil-202-working-day"),
        pytest.param("10-07", "1MO", "11-07", "11-09", id="civil-203-month-off-saturday"),
        pytest.param("02-12", "7WD", "02-28", "02-28", id="licensing-82-never-rolls"),
    ],
)
def test_only_days_months_and_years_move_off_a_rest_day(
    start: str, amount: str, raw: str, last: str
) -> None:
    found = last_day(on(start), Amount.parse(amount), NATIONAL)

    assert (on(raw), on(last)) == (found.raw_day, found.day)


def test_civil_203_moving_on_skips_stopped_days() -> None:
    excluded = excluded_days([Suspension(on("10-08"), on("10-09"), "听证")])

    assert on("10-10") == last_day(on("09-16"), Amount.parse("15ND"), NATIONAL, excluded).day


def test_civil_202_stops_lengthen_a_month_until_nothing_changes() -> None:
    # The first stop moves 12-03 on into the second one, which moves it on again.
    stops = [
        Suspension(on("11-05"), on("11-09"), "鉴定"),
        Suspension(on("12-05"), on("12-06"), "鉴定"),
    ]

    last = last_day(on("11-03"), Amount.parse("1MO"), NATIONAL, excluded_days(stops))

    assert on("12-10") == last.day


@pytest.mark.parametrize(
    ("stopped", "resumed", "expected"),
    [
        pytest.param(at("09-28T10:00"), at("09-28T17:00"), 0, id="licensing-45-same-day"),
        pytest.param(at("09-28T23:59"), at("09-29T00:00"), 2, id="licensing-45-spans-a-24:00"),
        pytest.param(on("09-28"), on("10-13"), 16, id="licensing-45-both-ends"),
        # 16:30 UTC is already the next day in Shanghai.
        pytest.param(
            datetime(2026, 9, 28, 16, 30, tzinfo=UTC),
            datetime(2026, 9, 29, 15, 0, tzinfo=UTC),
            0,
            id="days-are-shanghai-days",
        ),
        pytest.param(on("09-28"), None, 0, id="open-without-moment"),
    ],
)
def test_a_stop_takes_out_the_dates_it_spans(
    stopped: datetime | date, resumed: datetime | date | None, expected: int
) -> None:
    assert expected == len(excluded_days([Suspension(stopped, resumed, "检验")]))


def test_an_open_stop_runs_to_the_moment_asked_for() -> None:
    stop = Suspension(on("10-29"), None, "专家评审", "特告字〔2026〕3号", "expert review")

    (exclusion,) = exclusions([stop], until=on("11-10"))

    assert (on("10-29"), on("11-10")) == (exclusion.first, exclusion.last)
    assert exclusion.note_zh == "停表：专家评审（特告字〔2026〕3号）"
    assert exclusion.note_en == "clock stopped: expert review (特告字〔2026〕3号)"


@pytest.mark.parametrize(
    ("stopped", "resumed"),
    [(on("10-13"), on("09-28")), (at("10-13T10:00"), at("10-13T09:00"))],
)
def test_a_stop_that_ends_before_it_begins_is_refused(
    stopped: datetime | date, resumed: datetime | date
) -> None:
    with pytest.raises(CountingError, match="resumed before it begins"):
        Suspension(stopped, resumed, "检验")


@pytest.mark.parametrize(
    ("unit", "day", "expected"),
    [
        (Unit.WD, "09-23", 0),
        (Unit.WD, "09-24", 0),
        (Unit.WD, "09-27", 0),
        (Unit.WD, "09-28", 1),
        (Unit.WD, "10-10", 6),
        (Unit.WD, "10-12", 7),
        (Unit.ND, "10-01", 7),
        (Unit.MO, "10-01", 7),
    ],
)
def test_used_days_run_to_and_with_the_day_asked_for(unit: Unit, day: str, expected: int) -> None:
    assert expected == used(on("09-24"), on(day), unit, NATIONAL)


def test_overdue_days_count_after_the_last_day() -> None:
    assert overdue_days(on("10-30"), on("11-09"), Unit.WD, NATIONAL) == 6
    assert overdue_days(on("10-30"), on("10-30"), Unit.WD, NATIONAL) == 0
    assert overdue_days(on("10-30"), on("11-09"), Unit.ND, NATIONAL) == 10


def test_civil_203_a_limit_ends_at_24_00_unless_the_office_close_is_named() -> None:
    assert due_instant(on("10-12")) == datetime(2026, 10, 12, 16, tzinfo=UTC)
    assert due_instant(on("10-12"), ends="office_close") == at("10-12T17:00")
    noon = OfficeHours(((time(8), time(12)),))
    assert due_instant(on("10-12"), ends="office_close", office_hours=noon) == at("10-12T12:00")


def test_a_card_writes_midnight_as_the_end_of_its_day() -> None:
    assert card_moment(at("10-13T00:00")) == "2026-10-12 24:00"
    assert card_moment(at("10-12T17:00")) == "2026-10-12 17:00"


@pytest.mark.parametrize(
    ("event", "amount", "raw", "expected"),
    [
        pytest.param("10-15", "7WD", "09-30", "09-30", id="licensing-48"),
        pytest.param("10-20", "15ND", "10-05", "09-30", id="bidding-23"),
        pytest.param("10-12", "1WD", "10-10", "10-10", id="licensing-48-make-up-saturday"),
        pytest.param("06-17", "1MO", "05-17", "05-15", id="month-off-sunday"),
        pytest.param("06-07", "1MO", "05-07", "05-07", id="month"),
    ],
)
def test_a_backward_period_stays_on_the_safe_side(
    event: str, amount: str, raw: str, expected: str
) -> None:
    found = backward_day(on(event), Amount.parse(amount), NATIONAL)

    assert (on(raw), on(expected)) == (found.raw_day, found.day)


def test_a_minimum_period_opens_at_the_end_of_its_last_day() -> None:
    assert minimum_opens_at(on("09-30"), Amount.parse("3ND"), NATIONAL) == at("10-09T00:00")


@pytest.mark.parametrize(
    ("start", "amount", "expected"),
    [
        pytest.param(date(2026, 12, 24), "5WD", False, id="within-the-year"),
        pytest.param(date(2026, 12, 25), "7WD", True, id="ends-in-the-next"),
        pytest.param(date(2026, 12, 17), "15ND", True, id="ends-on-new-year"),
        pytest.param(date(2025, 12, 31), "1WD", False, id="published-year"),
        pytest.param(date(2027, 3, 1), "1WD", True, id="starts-in-it"),
    ],
)
def test_a_year_without_notice_makes_the_date_provisional(
    start: date, amount: str, expected: bool
) -> None:
    assert expected == last_day(start, Amount.parse(amount), NATIONAL).provisional


def test_a_backward_period_looks_at_the_days_before_its_event() -> None:
    assert backward_day(date(2027, 1, 6), Amount.parse("5WD"), NATIONAL).provisional
    assert not backward_day(date(2027, 1, 1), Amount.parse("5WD"), NATIONAL).provisional


def test_the_notice_of_the_year_moves_a_provisional_date() -> None:
    start, amount = date(2026, 12, 25), Amount.parse("7WD")
    published = NATIONAL.with_notice(2027, [])

    found = last_day(start, amount, published)

    assert (date(2027, 1, 5), False) == (found.day, found.provisional)


@pytest.mark.parametrize(
    ("start", "amount"),
    [("9999-12-31", "1WD"), ("9999-12-31", "1ND"), ("9999-12-01", "1MO"), ("9000-01-01", "9999YR")],
)
def test_a_period_beyond_the_calendar_is_refused(start: str, amount: str) -> None:
    with pytest.raises(CountingError) as caught:
        last_day(date.fromisoformat(start), Amount.parse(amount), NATIONAL)

    assert caught.value.code == "limit_out_of_range"


def test_hours_are_not_counted_in_days() -> None:
    for call in (last_day, backward_day):
        with pytest.raises(CountingError, match="between instants"):
            call(on("09-24"), Amount.parse("1NH"), NATIONAL)
    with pytest.raises(CountingError, match="between instants"):
        used(on("09-24"), on("09-25"), Unit.WH, NATIONAL)


def test_counted_day_zero_is_the_start() -> None:
    assert counted_day(on("09-24"), 0, Unit.WD, NATIONAL) == on("09-24")
    assert counted_day(on("09-24"), 0, Unit.ND, NATIONAL) == on("09-24")


def test_a_naive_instant_is_refused() -> None:
    with pytest.raises(CountingError, match="no time zone"):
        day_of(datetime(2026, 9, 24, 9))  # noqa: DTZ001 (the naive instant is the point)


def test_extensions_lengthen_the_budget() -> None:
    assert Amount(45, Unit.WD) == Facts(on("09-01"), Amount.parse("30WD"), (10, 5)).budget


def test_a_limit_in_hours_needs_the_instant_of_its_start() -> None:
    with pytest.raises(CountingError, match="starts at an instant"):
        Facts(on("09-24"), Amount.parse("2NH"))
    assert Facts(at("09-24T09:00"), Amount.parse("2NH")).start_at == datetime(
        2026, 9, 24, 9, tzinfo=SHANGHAI
    )
