"""Rank candidates by a seed, and seat them: pure, so that anybody can repeat a draw from its log.

A candidate's rank follows from HMAC-SHA256(seed, id) alone. Nobody can foresee it without the
seed, and whoever else stands in the list moves nobody up or down.
"""

import hmac
from collections.abc import Collection, Iterable, Mapping, Sequence

#: Named in the log of a draw; another way to rank gets another name.
METHOD = "hmac-sha256"


def rank(seed: bytes, ids: Iterable[str]) -> list[str]:
    """Return ids in the order of HMAC-SHA256(seed, id), smallest first."""
    return sorted(ids, key=lambda one: (hmac.digest(seed, one.encode(), "sha256"), one))


def seat(
    seats: Sequence[str], ranking: Sequence[str], fields: Mapping[str, Collection[str]]
) -> list[str | None]:
    """Return who takes each seat: the first in the ranking who can, so that most seats are taken.

    A seat asks for one of `fields` of its candidate, by id. One who was seated before moves to
    another seat where that lets somebody else sit down; None where nobody is left.
    """
    taken: dict[int, str] = {}
    for number in range(len(seats)):
        _sit_down(number, seats, ranking, fields, taken, set())
    return [taken.get(number) for number in range(len(seats))]


def _sit_down(
    number: int,
    seats: Sequence[str],
    ranking: Sequence[str],
    fields: Mapping[str, Collection[str]],
    taken: dict[int, str],
    asked: set[str],
) -> bool:
    """Find somebody for a seat, asking those seated to move (the matching of Kuhn)."""
    for one in ranking:
        if one in asked or seats[number] not in fields[one]:
            continue
        asked.add(one)
        held = next((place for place, other in taken.items() if other == one), None)
        if held is None or _sit_down(held, seats, ranking, fields, taken, asked):
            taken[number] = one
            return True
    return False


def next_for(
    field: str,
    ranking: Sequence[str],
    fields: Mapping[str, Collection[str]],
    used: Collection[str],
) -> str | None:
    """Return the next in the ranking who can take a seat and was not drawn yet."""
    return next((one for one in ranking if one not in used and field in fields[one]), None)
