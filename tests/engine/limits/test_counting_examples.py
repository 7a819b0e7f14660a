"""Every golden row and every worked example of the counting rules, date for date."""

import csv
from datetime import date, datetime
from pathlib import Path

import pytest

from engine.limits import (
    SHANGHAI,
    Amount,
    Calendar,
    Facts,
    Suspension,
    backward_day,
    card_moment,
    hours_due,
    last_day,
    minimum_opens_at,
    parse_ladder,
    project,
)

NATIONAL = Calendar.national()
GOLDEN_FILE = Path(__file__).parent / "golden/calendar.csv"
GOLDEN = list(csv.DictReader(GOLDEN_FILE.read_text("utf-8").splitlines()))


def on(text: str) -> date:
    return date.fromisoformat(f"2026-{text}")


def stops(*spans: str) -> tuple[Suspension, ...]:
    pairs = (span.split("..") for span in spans)
    return tuple(Suspension(on(first), on(last), "专家评审") for first, last in pairs)


@pytest.mark.parametrize(
    "row", GOLDEN, ids=lambda row: f"{row['start']}+{row['amount']}{row['unit']}"
)
def test_golden_calendar(row: dict[str, str]) -> None:
    amount = Amount.parse(row["amount"] + row["unit"])

    last = last_day(date.fromisoformat(row["start"]), amount, NATIONAL)

    assert (row["last_day"], row["provisional"] == "yes") == (str(last.day), last.provisional)


EXAMPLES = [
    ("licensing-82-plain", "09-24", "7WD", (), (), "10-12"),
    ("licensing-45-stop-before-the-first-day", "09-24", "7WD", ("09-28..10-13",), (), "10-22"),
    ("licensing-45-same-day-excludes-nothing", "09-24", "7WD", ("09-28..09-28",), (), "10-12"),
    ("licensing-45-stop-on-the-last-day", "09-24", "7WD", ("10-12..10-14",), (), "10-15"),
    ("licensing-45-friday-to-monday", "10-16", "7WD", ("10-23..10-26",), (), "10-29"),
    ("licensing-45-saturday-to-sunday", "10-16", "7WD", ("10-24..10-25",), (), "10-27"),
    ("licensing-45-two-stops", "10-12", "7WD", ("10-13..10-14", "10-15..10-16"), (), "10-27"),
    ("licensing-45-overlapping", "10-12", "7WD", ("10-13..10-15", "10-14..10-16"), (), "10-27"),
    ("licensing-42-twenty", "09-01", "20WD", (), (), "09-29"),
    ("licensing-42-twenty-stopped", "09-01", "20WD", ("09-10..09-14",), (), "10-09"),
    ("licensing-42-extended-while-stopped", "09-01", "20WD", ("09-10..09-14",), (10,), "10-22"),
    ("licensing-32-notice", "09-24", "5WD", (), (), "10-09"),
    ("licensing-32-statutory-after-silence", "09-24", "7WD", (), (), "10-12"),
    ("licensing-32-promised-after-silence", "09-24", "3WD", (), (), "09-30"),
    ("civil-203-fifteen-days", "11-03", "15ND", (), (), "11-18"),
    ("civil-203-fifteen-days-stopped", "11-03", "15ND", ("11-05..11-09",), (), "11-23"),
    ("civil-202-one-month-stopped", "11-03", "1MO", ("11-05..11-09",), (), "12-08"),
]


@pytest.mark.parametrize(
    ("start", "amount", "spans", "extensions", "expected"),
    [example[1:] for example in EXAMPLES],
    ids=[example[0] for example in EXAMPLES],
)
def test_worked_example(
    start: str,
    amount: str,
    spans: tuple[str, ...],
    extensions: tuple[int, ...],
    expected: str,
) -> None:
    facts = Facts(on(start), Amount.parse(amount), extensions, stops(*spans))

    shown = project(facts, (), NATIONAL)

    assert shown.due_at is not None
    assert on(expected) == shown.last_day
    assert f"2026-{expected} 24:00" == card_moment(shown.due_at)


@pytest.mark.parametrize(
    ("event", "amount", "expected"),
    [
        pytest.param("10-15", "7WD", "09-30", id="licensing-48-hearing-notice"),
        pytest.param("10-20", "15ND", "09-30", id="bidding-23-off-a-holiday"),
    ],
)
def test_backward_period(event: str, amount: str, expected: str) -> None:
    assert on(expected) == backward_day(on(event), Amount.parse(amount), NATIONAL).day


def test_bidding_rules_54_publication_period_opens_the_next_step() -> None:
    opens = minimum_opens_at(on("09-30"), Amount.parse("3ND"), NATIONAL)

    assert datetime(2026, 10, 9, tzinfo=SHANGHAI) == opens


@pytest.mark.parametrize(
    ("row", "reached"),
    [
        pytest.param({"key": "warn", "left": 1}, "2026-10-10 24:00", id="left-1"),
        pytest.param({"key": "warn", "share": 0.8}, "2026-10-10 24:00", id="share-0.8"),
        pytest.param({"key": "expiry", "level": "red"}, "2026-10-12 24:00", id="card"),
    ],
)
def test_rung_of_seven_working_days_bears_its_legal_instant(
    row: dict[str, object], reached: str
) -> None:
    facts = Facts(on("09-24"), Amount.parse("7WD"))

    shown = project(facts, parse_ladder([row]), NATIONAL)

    assert {str(row["key"]): reached} == {
        key: card_moment(instant) for key, instant in shown.rungs.items()
    }


@pytest.mark.parametrize(
    ("amount", "expected"),
    [
        pytest.param("4WH", "10-08 12:00", id="office-hours"),
        pytest.param("24NH", "10-01 16:00", id="quality-52-wall-clock"),
    ],
)
def test_hours_from_the_eve_of_national_day(amount: str, expected: str) -> None:
    start = datetime(2026, 9, 30, 16, tzinfo=SHANGHAI)

    due = hours_due(start, Amount.parse(amount), NATIONAL)

    assert f"2026-{expected}" == f"{due:%Y-%m-%d %H:%M}"
