"""What a clock shows, running, standing and overdue."""

import timeit
from datetime import date, datetime

import pytest

from engine.limits import Amount, Calendar, Facts, LastDay, Suspension, parse_ladder, project

NATIONAL = Calendar.national()
LADDER = parse_ladder([{"key": "warn", "left": 1}, {"key": "expiry", "level": "red"}])


def on(text: str) -> date:
    return date.fromisoformat(f"2026-{text}")


def at(text: str) -> datetime:
    return datetime.fromisoformat(f"2026-{text}+08:00")


def permit(accepted: str, *stops: Suspension, extensions: tuple[int, ...] = ()) -> Facts:
    return Facts(on(accepted), Amount.parse("7WD"), extensions, stops)


@pytest.mark.parametrize(
    ("accepted", "today", "last", "used", "remaining", "overdue"),
    [
        pytest.param("11-03", "11-10", "11-12", 4, 3, 0, id="0406-in-time"),
        pytest.param("10-30", "11-10", "11-10", 6, 1, 0, id="0402-last-day"),
        pytest.param("10-21", "11-10", "10-30", 13, 0, 6, id="0390-overdue"),
        pytest.param("11-10", "11-10", "11-19", 0, 7, 0, id="accepted-today"),
        pytest.param("10-30", "11-11", "11-10", 7, 0, 0, id="day-after-the-last"),
    ],
)
def test_used_days_are_complete_days(
    accepted: str, today: str, last: str, used: int, remaining: int, overdue: int
) -> None:
    shown = project(permit(accepted), LADDER, NATIONAL, on=on(today))

    assert (on(last), used, remaining, overdue) == (
        shown.last_day,
        shown.used,
        shown.remaining,
        shown.overdue,
    )


def test_a_moment_stands_for_its_shanghai_day() -> None:
    facts = permit("11-03")

    late_evening = project(facts, LADDER, NATIONAL, on=at("11-10T23:59"))

    assert project(facts, LADDER, NATIONAL, on=on("11-10")) == late_evening


def test_without_a_moment_only_the_dates_are_known() -> None:
    shown = project(permit("11-03"), LADDER, NATIONAL)

    assert (at("11-13T00:00"), None, None) == (shown.due_at, shown.used, shown.remaining)


def test_licensing_45_a_standing_clock_has_no_due_date_but_says_what_would_be() -> None:
    facts = permit("10-26", Suspension(at("10-29T09:00"), None, "专家评审"))

    shown = project(facts, LADDER, NATIONAL, on=on("11-10"))

    assert shown.suspended
    assert (shown.last_day, shown.due_at, dict(shown.rungs)) == (None, None, {})
    assert (shown.used, shown.remaining, shown.overdue) == (2, 5, 0)
    assert shown.if_resumed_today == LastDay(on("11-17"), False, on("11-17"))


def test_licensing_45_the_resumed_clock_counts_on() -> None:
    facts = permit("10-26", Suspension(at("10-29T09:00"), at("11-12T16:00"), "专家评审"))

    shown = project(facts, LADDER, NATIONAL, on=on("11-13"))

    assert (on("11-19"), 2, 5, False) == (
        shown.last_day,
        shown.used,
        shown.remaining,
        shown.suspended,
    )


def test_licensing_45_a_stop_of_today_has_cost_nothing_yet() -> None:
    facts = permit("10-26", Suspension(at("10-29T09:00"), None, "专家评审"))

    shown = project(facts, LADDER, NATIONAL, on=on("10-29"))

    assert shown.if_resumed_today == LastDay(on("11-04"), False, on("11-04"))
    assert shown.last_day is None


def test_a_rung_reached_before_the_stop_stays_known_while_the_clock_stands() -> None:
    ladder = parse_ladder([{"key": "half", "share": 0.5}, {"key": "warn", "left": 1}])
    facts = permit("10-12", Suspension(on("10-20"), None, "检测"))

    assert {"half": at("10-17T00:00")} == project(facts, ladder, NATIONAL).rungs


def test_licensing_42_an_extension_counts_while_the_clock_stands() -> None:
    stop = Suspension(on("10-29"), None, "专家评审")

    shown = project(permit("10-26", stop, extensions=(10,)), LADDER, NATIONAL, on=on("11-10"))

    assert (shown.remaining, shown.due_at) == (15, None)


def test_a_clock_that_had_run_out_before_the_stop_keeps_its_due_date() -> None:
    facts = permit("10-12", Suspension(on("10-29"), None, "专家评审"))

    assert on("10-21") == project(facts, LADDER, NATIONAL, on=on("11-10")).last_day


def test_civil_202_a_month_is_shown_in_its_calendar_dates() -> None:
    facts = Facts(on("11-03"), Amount.parse("1MO"))

    shown = project(facts, LADDER, NATIONAL, on=on("11-10"))

    assert (on("12-03"), 6, 24) == (shown.last_day, shown.used, shown.remaining)


def test_a_provisional_date_says_so() -> None:
    assert project(permit("12-25"), LADDER, NATIONAL).provisional


def test_the_next_rung_is_the_earliest_that_has_not_fired() -> None:
    shown = project(permit("09-24"), LADDER, NATIONAL)

    assert shown.next_rung() == ("warn", at("10-11T00:00"))
    assert shown.next_rung({"warn"}) == ("expiry", at("10-13T00:00"))
    assert shown.next_rung({"warn", "expiry"}) is None


def test_accident_9_hours_are_shown_by_the_instant() -> None:
    facts = Facts(at("09-30T16:00"), Amount.parse("2NH"))

    shown = project(facts, LADDER, NATIONAL, on=at("09-30T17:30"))

    assert (at("09-30T18:00"), on("09-30"), 1, 1, 0) == (
        shown.due_at,
        shown.last_day,
        shown.used,
        shown.remaining,
        shown.overdue,
    )
    assert project(facts, LADDER, NATIONAL, on=on("10-01")).overdue == 6


def test_hours_that_stand_say_when_they_would_end() -> None:
    stop = Suspension(at("10-09T10:00"), None, "检验")
    facts = Facts(at("10-09T09:00"), Amount.parse("4WH"), suspensions=(stop,))

    shown = project(facts, LADDER, NATIONAL, on=at("10-09T16:00"))

    assert (shown.due_at, shown.used, shown.suspended) == (None, 1, True)
    assert shown.if_resumed_today == LastDay(on("10-10"), False, on("10-10"))


def test_office_hours_of_an_unpublished_year_are_provisional_and_the_wall_clock_is_not() -> None:
    start = datetime.fromisoformat("2026-12-31T16:00+08:00")

    assert project(Facts(start, Amount.parse("4WH")), LADDER, NATIONAL).provisional
    assert not project(Facts(start, Amount.parse("24NH")), LADDER, NATIONAL).provisional


def test_a_projection_is_fast_enough_for_a_bulk_change() -> None:
    facts = permit("09-24", Suspension(on("09-28"), on("10-13"), "专家评审"))

    seconds = min(
        timeit.repeat(
            lambda: project(facts, LADDER, NATIONAL, on=on("10-15")), number=100, repeat=5
        )
    )

    # 75 microseconds each where this was written; a shared machine may be slow.
    assert seconds / 100 < 0.001
