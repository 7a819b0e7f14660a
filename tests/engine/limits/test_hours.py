"""Counting of hours, by the wall clock and in office hours."""

from datetime import date, datetime, time

import pytest

from engine.limits import (
    Amount,
    Calendar,
    CountingError,
    OfficeHours,
    Suspension,
    Unit,
    hours_due,
    hours_used,
)

NATIONAL = Calendar.national()


def at(text: str) -> datetime:
    return datetime.fromisoformat(f"2026-{text}+08:00")


def stop(first: str, last: str | None) -> Suspension:
    return Suspension(at(first), at(last) if last else None, "检验")


@pytest.mark.parametrize(
    ("start", "amount", "stops", "expected"),
    [
        pytest.param("09-30T16:00", "4WH", (), "10-08T12:00", id="office-hours"),
        pytest.param("09-30T16:00", "24NH", (), "10-01T16:00", id="accident-9-wall-clock"),
        pytest.param("10-09T07:00", "1WH", (), "10-09T10:00", id="begins-at-the-opening"),
        pytest.param("10-09T12:30", "1WH", (), "10-09T14:00", id="begins-after-lunch"),
        pytest.param("10-09T16:30", "1WH", (), "10-10T09:30", id="make-up-saturday-is-open"),
        pytest.param("10-10T16:59", "8WH", (), "10-13T09:59", id="three-days"),
        pytest.param(
            "10-09T10:00", "2NH", (("10-09T11:00", "10-09T11:25"),), "10-09T12:25", id="exact-stop"
        ),
        pytest.param(
            "10-09T10:00",
            "2NH",
            (("10-09T11:00", "10-09T12:00"), ("10-09T11:30", "10-09T13:00")),
            "10-09T14:00",
            id="overlapping-stops",
        ),
        pytest.param(
            "10-09T10:00", "2WH", (("10-09T11:30", "10-09T14:00"),), "10-09T14:30", id="over-lunch"
        ),
        pytest.param(
            "10-09T10:00",
            "2NH",
            (("10-09T08:00", "10-09T10:30"),),
            "10-09T12:30",
            id="stopped-before",
        ),
        pytest.param(
            "10-09T10:00", "2NH", (("10-09T12:00", None),), "10-09T12:00", id="stop-after-the-end"
        ),
    ],
)
def test_hours_end_at_an_instant(
    start: str, amount: str, stops: tuple[tuple[str, str | None], ...], expected: str
) -> None:
    suspensions = [stop(*span) for span in stops]

    due = hours_due(at(start), Amount.parse(amount), NATIONAL, suspensions=suspensions)

    assert at(expected) == due
    assert due.utcoffset() == at(expected).utcoffset()


@pytest.mark.parametrize("unit", ["NH", "WH"])
def test_an_open_stop_leaves_no_due_instant(unit: str) -> None:
    with pytest.raises(CountingError) as caught:
        hours_due(
            at("10-09T10:00"),
            Amount.parse(f"9{unit}"),
            NATIONAL,
            suspensions=[stop("10-09T11:00", None)],
        )

    assert caught.value.code == "clock_suspended"


def test_other_office_hours_are_an_argument() -> None:
    morning = OfficeHours(((time(8, 30), time(11, 30)),))

    due = hours_due(at("10-09T10:30"), Amount.parse("2WH"), NATIONAL, morning)

    assert at("10-10T09:30") == due


@pytest.mark.parametrize(
    "spans",
    [(), ((time(9), time(9)),), ((time(13), time(17)), (time(9), time(12)))],
    ids=["never-open", "empty", "out-of-order"],
)
def test_office_hours_out_of_order_are_refused(spans: tuple[tuple[time, time], ...]) -> None:
    with pytest.raises(CountingError, match="office hours"):
        OfficeHours(spans)


@pytest.mark.parametrize(
    ("unit", "moment", "expected"),
    [
        (Unit.WH, "09-30T16:59", 0),
        (Unit.WH, "10-07T12:00", 1),
        (Unit.WH, "10-08T10:00", 2),
        (Unit.NH, "10-01T16:00", 24),
        (Unit.NH, "09-30T15:00", 0),
    ],
)
def test_used_hours_are_whole_hours(unit: Unit, moment: str, expected: int) -> None:
    assert expected == hours_used(at("09-30T16:00"), at(moment), unit, NATIONAL)


def test_a_stop_without_instants_is_refused() -> None:
    dated = Suspension(date(2026, 10, 9), date(2026, 10, 10), "检验")

    with pytest.raises(CountingError, match="needs the instants"):
        hours_due(at("10-09T10:00"), Amount.parse("2NH"), NATIONAL, suspensions=[dated])


def test_days_are_not_hours() -> None:
    with pytest.raises(CountingError, match="counts days"):
        hours_due(at("10-09T10:00"), Amount.parse("2WD"), NATIONAL)


def test_hours_beyond_the_calendar_are_refused() -> None:
    last = datetime.fromisoformat("9999-12-31T22:00+00:00")

    for unit in ("NH", "WH"):
        with pytest.raises(CountingError) as caught:
            hours_due(last, Amount.parse(f"9{unit}"), NATIONAL)
        assert caught.value.code == "limit_out_of_range"
