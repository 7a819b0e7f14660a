"""A counting beside another takes from it what both calendars count alike, and nothing else."""

from dataclasses import replace
from datetime import date, datetime, time, timedelta

from hypothesis import given, settings
from hypothesis import strategies as st

from engine.calendars import Calendars
from engine.limit_rules import read_rule
from engine.limits import SHANGHAI, Amount, Calendar, CalendarDay, Facts, Suspension, Unit
from engine.runs import Run
from engine.what_if import Counting, Draft, replay

LADDER = [{"key": "warn", "left": 2}, {"key": "expiry", "level": "red"}]
RULE = read_rule("decide", {"name": "许可决定", "amount": "7WD", "ladder": LADDER})
NATIONAL = Calendar.national()

days = st.dates(date(2026, 6, 1), date(2026, 12, 31))
units = st.sampled_from([Unit.WD, Unit.ND, Unit.MO])
stops = st.lists(st.tuples(st.integers(0, 40), st.none() | st.integers(0, 20)), max_size=2)
changes = st.lists(st.tuples(days, st.sampled_from(["rest", "work"])), max_size=4)


def run_of(facts: Facts) -> Run:
    return Run(1, "X-1", "", "permit", RULE, facts, "", "", {}, None, None, None, None)


def stopped(start: date, offsets: list[tuple[int, int | None]]) -> tuple[Suspension, ...]:
    begins = [(start + timedelta(days=n), length) for n, length in offsets]
    return tuple(
        Suspension(day, None if length is None else day + timedelta(days=length), "检测")
        for day, length in begins
    )


@settings(max_examples=150, deadline=None)
@given(days, st.integers(1, 30), units, stops, changes, st.booleans())
def test_what_is_borrowed_is_what_would_be_counted(
    start: date,
    number: int,
    unit: Unit,
    offsets: list[tuple[int, int | None]],
    changed: list[tuple[date, str]],
    published: bool,
) -> None:
    rows = [CalendarDay(day, kind, "改动") for day, kind in changed]  # type: ignore[arg-type]
    other = NATIONAL.with_notice(2027, rows) if published else NATIONAL.with_days(rows)
    run = run_of(Facts(start, Amount(number, unit), (), stopped(start, offsets)))
    present, drafted = Calendars(NATIONAL, {}, ""), Calendars(other, {}, "")

    beside = Counting(drafted, beside=Counting(present)).project(run)

    assert Counting(drafted).project(run) == beside


def test_what_ends_before_the_calendars_differ_is_counted_once() -> None:
    old = Counting(Calendars(NATIONAL, {}, ""))
    new = Counting(Calendars(NATIONAL.with_notice(2027, []), {}, ""), beside=old)
    run = run_of(Facts(date(2026, 12, 1), Amount(7, Unit.WD)))

    assert old.project(run) is new.project(run)


@settings(max_examples=150, deadline=None)
@given(days, st.integers(1, 30), units, st.integers(0, 60), changes)
def test_what_ended_before_the_calendars_differ_is_replayed_alike(
    start: date, number: int, unit: Unit, lasted: int, changed: list[tuple[date, str]]
) -> None:
    rows = [CalendarDay(day, kind, "改动") for day, kind in changed]  # type: ignore[arg-type]
    present = Calendars(NATIONAL, {}, "")
    drafted = Calendars(NATIONAL.with_notice(2027, rows), {}, "")
    first = drafted.differs_from(present)
    assert first is not None
    ended_on = min(start + timedelta(days=lasted), first - timedelta(days=1))
    ended_at = datetime.combine(ended_on, time(17), SHANGHAI)
    run = replace(run_of(Facts(start, Amount(number, unit))), ended_at=ended_at)

    ended = Counting(present).project(run), Counting(present).used(run, ended_at)
    drawn = Counting(drafted).project(run), Counting(drafted).used(run, ended_at)
    (found,) = replay([run], Draft(drafted), present)

    assert ended[1] == drawn[1] == found.was.used
    assert [
        {key for key, at in shown.rungs.items() if at <= ended_at} for shown, _ in (ended, drawn)
    ] == [{key for key, at in ended[0].rungs.items() if at <= ended_at}] * 2
    assert found.was == found.would_be


def test_calendars_differ_where_the_first_region_does() -> None:
    closed = NATIONAL.with_days([CalendarDay(date(2026, 10, 15), "rest", "台风停工")])
    national = Calendars(NATIONAL, {}, "990101")

    assert national.differs_from(national) is None
    assert Calendars(NATIONAL, {"990102": closed}, "990101").differs_from(national) == date(
        2026, 10, 15
    )
    noticed = Calendars(NATIONAL.with_notice(2027, []), {}, "990101")
    assert noticed.differs_from(national) == date(2027, 1, 1)
