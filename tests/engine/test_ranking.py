"""A ranking follows from its seed alone, and is fair to everybody who may be drawn."""

import sys
from collections import Counter

import pytest

from engine.ranking import next_for, rank, seat

DRAWS = 100_000
CANDIDATES = tuple(f"ZJ-{number:04}" for number in range(1, 11))
CONFLICTED = frozenset({"ZJ-0003", "ZJ-0008"})
ANY = dict.fromkeys(CANDIDATES, ("structure",))
#: Chi-square with 7 degrees of freedom is above this once in a hundred fair runs.
FAIR_BELOW = 18.48


def test_a_ranking_is_repeatable_byte_for_byte() -> None:
    assert rank(b"\x01" * 32, CANDIDATES[:4]) == ["ZJ-0003", "ZJ-0004", "ZJ-0002", "ZJ-0001"]


def test_the_order_of_the_list_does_not_matter() -> None:
    assert rank(b"seed", reversed(CANDIDATES)) == rank(b"seed", CANDIDATES)


def test_an_exclusion_moves_nobody_else() -> None:
    without = [one for one in CANDIDATES if one not in CONFLICTED]

    assert rank(b"seed", without) == [x for x in rank(b"seed", CANDIDATES) if x in without]


def test_every_eligible_expert_is_drawn_equally_often() -> None:
    eligible = [one for one in CANDIDATES if one not in CONFLICTED]
    seats = ("structure",) * 3
    counts: Counter[str | None] = Counter()
    for number in range(DRAWS):
        counts.update(seat(seats, rank(number.to_bytes(32, "big"), eligible), ANY))
    expected = DRAWS * len(seats) / len(eligible)
    # Three of eight without putting back: each variance is smaller by the factor of those left.
    spread = sum((counts[one] - expected) ** 2 for one in eligible) / expected
    chi_square = spread / (1 - len(seats) / len(eligible)) * (1 - 1 / len(eligible))
    shares = [counts[one] / DRAWS for one in eligible]
    least, most = min(shares), max(shares)
    sys.stdout.write(f"{DRAWS} draws: chi-square {chi_square:.2f}, {least:.4f} to {most:.4f}\n")

    assert set(counts) == set(eligible)
    assert chi_square < FAIR_BELOW


@pytest.mark.parametrize(
    ("seats", "fields", "expected"),
    [
        pytest.param("s", {"a": "s", "b": "s"}, ["a"], id="first-in-the-ranking"),
        pytest.param("sf", {"a": "sf", "b": "s"}, ["b", "a"], id="who-can-do-both-moves"),
        pytest.param("ff", {"a": "f", "b": "s"}, ["a", None], id="too-few"),
        pytest.param("sff", {"a": "sf", "b": "f", "c": "s"}, ["c", "b", "a"], id="two-move"),
        pytest.param("", {"a": "s"}, [], id="no-seat"),
    ],
)
def test_as_many_seats_are_taken_as_can_be(
    seats: str, fields: dict[str, str], expected: list[str | None]
) -> None:
    assert seat(seats, sorted(fields), fields) == expected


def test_a_substitute_is_the_next_who_can_and_never_sat() -> None:
    fields = {"a": "f", "b": "s", "c": "f", "d": "f"}

    assert next_for("f", "abcd", fields, {"a"}) == "c"
    assert next_for("s", "abcd", fields, {"b"}) is None
