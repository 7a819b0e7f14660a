"""What must hold of every count, whatever the dates."""

from datetime import date, timedelta

from hypothesis import assume, given, settings
from hypothesis import strategies as st

from engine.limits import (
    Amount,
    Calendar,
    Facts,
    Suspension,
    Unit,
    counted_day,
    excluded_days,
    explain,
    last_day,
    parse_ladder,
    project,
    used,
)

NATIONAL = Calendar.national()
LADDER = parse_ladder([{"key": "warn", "share": 0.8, "left": 1}, {"key": "expiry"}])

days = st.dates(date(2004, 1, 1), date(2028, 12, 31))
numbers = st.integers(1, 60)
day_units = st.sampled_from([Unit.WD, Unit.ND, Unit.MO])
spans = st.lists(st.tuples(st.integers(0, 90), st.integers(0, 40)), max_size=4)

quick = settings(max_examples=60, deadline=None)


def stops(start: date, offsets: list[tuple[int, int]]) -> tuple[Suspension, ...]:
    return tuple(
        Suspension(start + timedelta(days=n), start + timedelta(days=n + length), "检测")
        for n, length in offsets
    )


@quick
@given(days, numbers, st.sampled_from([Unit.WD, Unit.ND]), spans)
def test_counting_inverts_adding_before_the_last_day_moves(
    start: date, number: int, unit: Unit, offsets: list[tuple[int, int]]
) -> None:
    excluded = excluded_days(stops(start, offsets))

    day = counted_day(start, number, unit, NATIONAL, excluded)

    assert number == used(start, day, unit, NATIONAL, excluded)
    assert number - 1 == used(start, day - timedelta(days=1), unit, NATIONAL, excluded)


@quick
@given(days, numbers, day_units, st.integers(0, 60), st.integers(2, 30), st.data())
def test_splitting_a_stop_changes_nothing(
    start: date, number: int, unit: Unit, begins: int, length: int, data: st.DataObject
) -> None:
    first = start + timedelta(days=begins)
    last = first + timedelta(days=length)
    cut = first + timedelta(days=data.draw(st.integers(1, length - 1)))
    whole = excluded_days([Suspension(first, last, "检测")])
    parts = excluded_days([Suspension(first, cut, "检测"), Suspension(cut, last, "检测")])

    assert whole == parts
    assert last_day(start, Amount(number, unit), NATIONAL, whole) == last_day(
        start, Amount(number, unit), NATIONAL, parts
    )


@quick
@given(days, numbers, day_units, spans, st.integers(0, 90), st.integers(0, 30), st.integers(0, 9))
def test_a_longer_stop_never_brings_the_date_nearer(
    start: date,
    number: int,
    unit: Unit,
    offsets: list[tuple[int, int]],
    begins: int,
    length: int,
    longer: int,
) -> None:
    amount = Amount(number, unit)

    short, long = (
        last_day(start, amount, NATIONAL, excluded_days(stops(start, [*offsets, stop]))).day
        for stop in ((begins, length), (begins, length + longer))
    )

    assert short <= long


@quick
@given(days, numbers, day_units, spans)
def test_the_last_day_is_a_counted_day_or_the_working_day_after_one(
    start: date, number: int, unit: Unit, offsets: list[tuple[int, int]]
) -> None:
    excluded = excluded_days(stops(start, offsets))

    last = last_day(start, Amount(number, unit), NATIONAL, excluded)

    assert start < last.raw_day <= last.day
    assert NATIONAL.is_working(last.day)
    assert not excluded & {last.raw_day, last.day}


@quick
@given(days, numbers, day_units, spans)
def test_rungs_lie_between_start_and_expiry(
    start: date, number: int, unit: Unit, offsets: list[tuple[int, int]]
) -> None:
    shown = project(Facts(start, Amount(number, unit), (), stops(start, offsets)), LADDER, NATIONAL)

    assert shown.rungs["warn"] <= shown.rungs["expiry"] == shown.due_at


@quick
@given(days, st.integers(2, 30), spans, st.integers(0, 60))
def test_resuming_today_gives_the_date_that_was_foretold(
    start: date, number: int, offsets: list[tuple[int, int]], begins: int
) -> None:
    stopped, closed = start + timedelta(days=begins), stops(start, offsets)
    amount = Amount(number, Unit.WD)
    today = stopped + timedelta(days=begins % 7)
    standing = Facts(start, amount, (), (*closed, Suspension(stopped, None, "听证")))
    resumed = Facts(start, amount, (), (*closed, Suspension(stopped, today, "听证")))
    shown = project(standing, LADDER, NATIONAL, on=today)
    assume(shown.if_resumed_today is not None)

    assert shown.if_resumed_today is not None
    assert shown.if_resumed_today.day == project(resumed, LADDER, NATIONAL).last_day


@quick
@given(days, numbers, st.sampled_from([Unit.WD, Unit.ND]), spans)
def test_the_explanation_counts_what_the_projection_says(
    start: date, number: int, unit: Unit, offsets: list[tuple[int, int]]
) -> None:
    facts = Facts(start, Amount(number, unit), (), stops(start, offsets))

    rows = explain(facts, NATIONAL).rows

    counted = [row for row in rows if row.kind == "counted"]
    assert number == len(counted) == counted[-1].number
    assert rows[-1].day == project(facts, LADDER, NATIONAL).last_day
