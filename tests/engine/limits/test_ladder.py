"""Ladders: reading them, and where their rungs lie."""

from datetime import date, datetime
from decimal import Decimal
from typing import Any

import pytest

from engine.limits import (
    Amount,
    Calendar,
    CountingError,
    Facts,
    Rung,
    Suspension,
    card_moment,
    excluded_days,
    parse_ladder,
    project,
    rung_instants,
)

NATIONAL = Calendar.national()


def on(text: str) -> date:
    return date.fromisoformat(f"2026-{text}")


def at(text: str) -> datetime:
    return datetime.fromisoformat(f"2026-{text}+08:00")


@pytest.mark.parametrize(
    ("row", "rung"),
    [
        ({"key": "warn", "left": 1}, Rung("warn", "warn", left=1)),
        (
            {"key": "warn", "share": 0.8, "left": 1, "level": "warn"},
            Rung("warn", "warn", left=1, share=Decimal("0.8")),
        ),
        ({"key": "expiry", "card": "red"}, Rung("expiry", "red")),
        ({"key": "expiry", "level": "yellow"}, Rung("expiry", "yellow")),
        ({"key": "expiry"}, Rung("expiry", "none")),
        (
            {"key": "expiry", "level": "red", "told": ["holder", "chief"]},
            Rung("expiry", "red", told=("holder", "chief")),
        ),
    ],
)
def test_a_row_reads_as_a_rung(row: dict[str, Any], rung: Rung) -> None:
    (read,) = parse_ladder([row])

    assert rung == read
    assert rung.level == read.effect


@pytest.mark.parametrize(
    "rows",
    [
        pytest.param([{"left": 1}], id="no-key"),
        pytest.param([{"key": "a", "level": "blue"}], id="level"),
        pytest.param([{"key": "a", "left": -1}], id="left-negative"),
        pytest.param([{"key": "a", "left": 0.5}], id="left-fraction"),
        pytest.param([{"key": "a", "share": 0}], id="share-zero"),
        pytest.param([{"key": "a", "share": 1.2}], id="share-over-one"),
        pytest.param([{"key": "a", "share": "most"}], id="share-word"),
        pytest.param([{"key": "a", "lefft": 1}], id="misspelt"),
        pytest.param([{"key": "a", "left": 1}, {"key": "a"}], id="twice"),
    ],
)
def test_a_wrong_ladder_is_refused(rows: list[dict[str, Any]]) -> None:
    with pytest.raises(CountingError) as caught:
        parse_ladder(rows)

    assert caught.value.code == "invalid_ladder"


@pytest.mark.parametrize(
    ("row", "amount", "reached"),
    [
        pytest.param({"left": 1}, "7WD", "10-10 24:00", id="left"),
        pytest.param({"share": 0.8}, "7WD", "10-10 24:00", id="share-rounds-up"),
        pytest.param({"share": 0.5}, "7WD", "10-08 24:00", id="half"),
        pytest.param({"share": 0.8, "left": 1}, "3WD", "09-29 24:00", id="or-is-the-earlier"),
        # In binary 0.07 x 100 is a little more than 7.
        pytest.param({"share": 0.07}, "100ND", "10-01 24:00", id="decimal-share"),
        pytest.param({"left": 1}, "15ND", "10-08 24:00", id="days-before-they-move"),
        pytest.param({"left": 5}, "1MO", "10-21 24:00", id="months-in-calendar-dates"),
        pytest.param({}, "1MO", "10-26 24:00", id="month-off-saturday"),
        pytest.param({"left": 7}, "7WD", "09-23 24:00", id="at-the-start"),
        pytest.param({"left": 9}, "7WD", "09-23 24:00", id="before-the-start"),
    ],
)
def test_a_rung_lies_at_the_end_of_its_counted_day(
    row: dict[str, Any], amount: str, reached: str
) -> None:
    ladder = parse_ladder([{"key": "rung", **row}])

    instants = rung_instants(ladder, on("09-24"), Amount.parse(amount), NATIONAL)

    assert {"rung": f"2026-{reached}"} == {key: card_moment(at) for key, at in instants.items()}


def test_a_rung_at_the_start_bears_the_instant_of_the_start_fact() -> None:
    ladder = parse_ladder([{"key": "warn", "left": 1}])

    instants = rung_instants(ladder, at("09-24T10:20"), Amount.parse("1WD"), NATIONAL)

    assert {"warn": at("09-24T10:20")} == instants


def test_stopped_days_move_the_rungs() -> None:
    ladder = parse_ladder([{"key": "warn", "left": 1}, {"key": "expiry"}])
    excluded = excluded_days([Suspension(on("09-28"), on("10-13"), "专家评审")])

    instants = rung_instants(ladder, on("09-24"), Amount.parse("7WD"), NATIONAL, excluded)

    assert {"warn": at("10-22T00:00"), "expiry": at("10-23T00:00")} == instants


def test_the_expiry_may_lie_at_the_office_close() -> None:
    ladder = parse_ladder([{"key": "warn", "left": 1}, {"key": "expiry", "level": "red"}])
    facts = Facts(on("09-24"), Amount.parse("7WD"), ends="office_close")

    shown = project(facts, ladder, NATIONAL)

    assert {"warn": at("10-11T00:00"), "expiry": at("10-12T17:00")} == shown.rungs


def test_rungs_of_hours_lie_after_whole_hours() -> None:
    ladder = parse_ladder(
        [{"key": "warn", "share": 0.5}, {"key": "early", "left": 9}, {"key": "expiry"}]
    )
    facts = Facts(at("09-30T16:00"), Amount.parse("4WH"))

    shown = project(facts, ladder, NATIONAL)

    assert {
        "warn": at("10-08T10:00"),
        "early": at("09-30T16:00"),
        "expiry": at("10-08T12:00"),
    } == shown.rungs
