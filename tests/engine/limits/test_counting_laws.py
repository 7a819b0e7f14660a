"""What must hold between counts: of more and less, later and earlier, forward and backward."""

from datetime import date, datetime, timedelta

import walking_days as walking
from hypothesis import given, settings
from hypothesis import strategies as st

from engine.limits import (
    SHANGHAI,
    Amount,
    Calendar,
    CalendarDay,
    Excluded,
    Facts,
    Suspension,
    Unit,
    backward_day,
    counted_day,
    excluded_days,
    hours_due,
    hours_used,
    last_day,
    minimum_opens_at,
    project,
    used,
)

NATIONAL = Calendar.national()
ONE_DAY = timedelta(days=1)
NOON = datetime(2026, 2, 9, 12, tzinfo=SHANGHAI)

days = st.dates(date(2004, 1, 1), date(2028, 12, 31))
#: Years whose notices are typed for the walk.
walked_days = st.dates(date(2024, 1, 1), date(2026, 6, 30))
numbers = st.integers(1, 60)
day_units = st.sampled_from([Unit.WD, Unit.ND, Unit.MO, Unit.YR])
date_units = st.sampled_from([Unit.WD, Unit.ND])
spans = st.lists(st.tuples(st.integers(-5, 90), st.integers(0, 40)), max_size=4)

quick = settings(max_examples=60, deadline=None)


def stops(start: date, offsets: list[tuple[int, int]]) -> list[Suspension]:
    return [
        Suspension(start + timedelta(days=n), start + timedelta(days=n + length), "检测")
        for n, length in offsets
    ]


def out(start: date, offsets: list[tuple[int, int]]) -> Excluded:
    return excluded_days(stops(start, offsets))


@settings(max_examples=150, deadline=None)
@given(walked_days, numbers, day_units, spans)
def test_every_count_is_where_a_walk_ends(
    start: date, number: int, unit: Unit, offsets: list[tuple[int, int]]
) -> None:
    # Years and many months would leave the years whose notices are typed.
    n = {Unit.YR: 1, Unit.MO: number % 12 + 1}.get(unit, number)
    amount, excluded = Amount(n, unit), out(start, offsets)
    ends = [(stop.stopped_at, stop.resumed_at) for stop in stops(start, offsets)]
    walked = walking.stopped_dates([(a, b) for a, b in ends if b is not None])

    last = last_day(start, amount, NATIONAL, excluded)

    walk = walking.last_day(start, n, unit.value, walking.NATIONAL, walked)
    assert walk == last.day
    assert walking.is_provisional(start + ONE_DAY, walk, walking.NATIONAL) == last.provisional


@quick
@given(st.dates(date(2026, 3, 1), date(2026, 12, 31)), st.integers(1, 24), day_units)
def test_every_backward_count_is_where_a_walk_ends(event: date, number: int, unit: Unit) -> None:
    n = 1 if unit == Unit.YR else number

    found = backward_day(event, Amount(n, unit), NATIONAL).day

    assert walking.backward_day(event, n, unit.value, walking.NATIONAL) == found


@quick
@given(days, numbers, st.integers(1, 20), day_units, spans)
def test_a_larger_amount_never_ends_earlier(
    start: date, number: int, more: int, unit: Unit, offsets: list[tuple[int, int]]
) -> None:
    excluded = out(start, offsets)

    less, larger = (
        last_day(start, Amount(n, unit), NATIONAL, excluded) for n in (number, number + more)
    )

    assert less.day <= larger.day
    assert less.raw_day < larger.raw_day


@quick
@given(days, st.integers(1, 40), numbers, date_units, spans)
def test_a_later_start_never_ends_earlier(
    start: date, later: int, number: int, unit: Unit, offsets: list[tuple[int, int]]
) -> None:
    amount, excluded = Amount(number, unit), out(start, offsets)

    early, late = (
        last_day(day, amount, NATIONAL, excluded).day
        for day in (start, start + timedelta(days=later))
    )

    assert early <= late


@quick
@given(days, st.integers(1, 40), st.integers(1, 24), st.sampled_from([Unit.MO, Unit.YR]))
def test_a_later_start_never_ends_months_earlier(
    start: date, later: int, number: int, unit: Unit
) -> None:
    early, late = (
        last_day(day, Amount(number, unit), NATIONAL).day
        for day in (start, start + timedelta(days=later))
    )

    assert early <= late


@quick
@given(days, numbers)
def test_backward_and_forward_meet(event: date, number: int) -> None:
    amount = Amount(number, Unit.WD)

    first = backward_day(event, amount, NATIONAL).day

    back = last_day(first - ONE_DAY, amount, NATIONAL).day
    assert NATIONAL.previous_working(event) == back
    assert event == backward_day(event, Amount(number, Unit.ND), NATIONAL).raw_day + timedelta(
        days=number
    )


@quick
@given(days, st.integers(0, 90), st.integers(0, 90), date_units, spans)
def test_used_days_add_up(
    start: date, first: int, second: int, unit: Unit, offsets: list[tuple[int, int]]
) -> None:
    excluded = out(start, offsets)
    middle = start + timedelta(days=first)
    end = middle + timedelta(days=second)

    parts = used(start, middle, unit, NATIONAL, excluded) + used(
        middle, end, unit, NATIONAL, excluded
    )

    assert parts == used(start, end, unit, NATIONAL, excluded)


@quick
@given(days, numbers, st.integers(1, 30), date_units, spans)
def test_counting_on_is_counting_once(
    start: date, first: int, second: int, unit: Unit, offsets: list[tuple[int, int]]
) -> None:
    excluded = out(start, offsets)

    middle = counted_day(start, first, unit, NATIONAL, excluded)

    once = counted_day(start, first + second, unit, NATIONAL, excluded)
    assert once == counted_day(middle, second, unit, NATIONAL, excluded)


@quick
@given(days, numbers, day_units, spans, st.data())
def test_the_order_of_stops_does_not_matter(
    start: date, number: int, unit: Unit, offsets: list[tuple[int, int]], data: st.DataObject
) -> None:
    shuffled = data.draw(st.permutations(offsets))
    amount = Amount(number, unit)

    assert last_day(start, amount, NATIONAL, out(start, offsets)) == last_day(
        start, amount, NATIONAL, out(start, shuffled)
    )


@quick
@given(days, numbers, day_units, spans, st.integers(1, 30), st.integers(0, 30))
def test_a_stop_after_the_last_day_changes_nothing(
    start: date,
    number: int,
    unit: Unit,
    offsets: list[tuple[int, int]],
    later: int,
    length: int,
) -> None:
    amount, before = Amount(number, unit), stops(start, offsets)
    last = last_day(start, amount, NATIONAL, excluded_days(before))
    begins = last.day + timedelta(days=later)
    after = Suspension(begins, begins + timedelta(days=length), "检测")

    assert last == last_day(start, amount, NATIONAL, excluded_days([*before, after]))


@quick
@given(days, numbers, st.integers(1, 20), day_units, spans)
def test_an_extension_is_a_larger_amount(
    start: date, number: int, more: int, unit: Unit, offsets: list[tuple[int, int]]
) -> None:
    stopped = tuple(stops(start, offsets))

    extended = project(Facts(start, Amount(number, unit), (more,), stopped), (), NATIONAL)

    assert extended == project(Facts(start, Amount(number + more, unit), (), stopped), (), NATIONAL)


@quick
@given(days, numbers, day_units, st.lists(st.integers(0, 90), max_size=5))
def test_a_holiday_more_never_brings_a_date_nearer(
    start: date, number: int, unit: Unit, offsets: list[int]
) -> None:
    closed = (CalendarDay(start + timedelta(days=n), "rest", "停工") for n in offsets)
    amount = Amount(number, unit)

    plain, fewer = (
        last_day(start, amount, calendar).day for calendar in (NATIONAL, NATIONAL.with_days(closed))
    )

    assert plain <= fewer


@quick
@given(days, numbers, day_units)
def test_a_minimum_opens_when_the_same_limit_would_be_missed(
    start: date, number: int, unit: Unit
) -> None:
    amount = Amount(number, unit)

    opens = minimum_opens_at(start, amount, NATIONAL)

    assert project(Facts(start, amount), (), NATIONAL).due_at == opens


hour_stops = st.lists(st.tuples(st.integers(0, 6000), st.integers(0, 3000)), max_size=3)
hour_units = st.sampled_from([Unit.NH, Unit.WH])


@quick
@given(st.integers(0, 20_000), st.integers(1, 40), hour_units, hour_stops)
def test_used_hours_are_all_at_the_due_instant_and_not_before(
    minutes: int, number: int, unit: Unit, offsets: list[tuple[int, int]]
) -> None:
    start = NOON + timedelta(minutes=minutes)
    stopped = [
        Suspension(start + timedelta(minutes=n), start + timedelta(minutes=n + length), "检测")
        for n, length in offsets
    ]

    due = hours_due(start, Amount(number, unit), NATIONAL, suspensions=stopped)

    assert number == hours_used(start, due, unit, NATIONAL, suspensions=stopped)
    before = due - timedelta(minutes=1)
    assert number - 1 == hours_used(start, before, unit, NATIONAL, suspensions=stopped)


@settings(max_examples=25, deadline=None)
@given(st.integers(0, 20_000), st.integers(1, 12), hour_units, hour_stops)
def test_hours_end_where_a_walk_by_minutes_ends(
    minutes: int, number: int, unit: Unit, offsets: list[tuple[int, int]]
) -> None:
    start = NOON + timedelta(minutes=minutes)
    ends = [
        (start + timedelta(minutes=n), start + timedelta(minutes=n + length))
        for n, length in offsets
    ]
    stopped = [Suspension(first, last, "检测") for first, last in ends]

    due = hours_due(start, Amount(number, unit), NATIONAL, suspensions=stopped)

    assert walking.hours_end(start, number, unit.value, walking.NATIONAL, ends) == due
