"""Excluded dates are a set, kept as spans."""

from datetime import date, timedelta

from hypothesis import given, settings
from hypothesis import strategies as st

from engine.limits.excluded import NOTHING, Excluded, Span

FIRST = date(2026, 1, 1)
quick = settings(max_examples=80, deadline=None)

spans = st.lists(
    st.tuples(st.integers(0, 60), st.integers(0, 20)).map(
        lambda one: (FIRST + timedelta(days=one[0]), FIRST + timedelta(days=one[0] + one[1]))
    ),
    max_size=5,
)
days = st.integers(-5, 90).map(lambda n: FIRST + timedelta(days=n))


def dates(given_spans: list[Span]) -> set[date]:
    return {
        first + timedelta(days=n)
        for first, last in given_spans
        for n in range((last - first).days + 1)
    }


@quick
@given(spans, days)
def test_the_union_holds_every_date_of_every_span_once(given_spans: list[Span], day: date) -> None:
    excluded = Excluded.union(given_spans)

    assert dates(given_spans) == set(excluded)
    assert sorted(dates(given_spans)) == list(excluded)
    assert len(dates(given_spans)) == len(excluded)
    assert (day in dates(given_spans)) == (day in excluded)


@quick
@given(spans, days, days)
def test_spans_within_hold_the_dates_between(
    given_spans: list[Span], after: date, until: date
) -> None:
    found = Excluded.union(given_spans).within(after, until)

    between = {day for day in dates(given_spans) if after < day <= until}
    assert between == dates([(before + timedelta(days=1), last) for before, last in found])


def test_without_a_stop_nothing_is_excluded() -> None:
    assert not NOTHING
    assert FIRST not in NOTHING
