"""The catalogue of statutory limits: amount, unit, start, grounds and article by row id.

Each row bears a mark: V read in the text of the law, K from memory, U local or uncertain. A limit
of a matter names its row with `law` and may narrow it.
"""

import csv
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Any

from engine.limits.units import Amount, Unit


@dataclass(frozen=True)
class StatutoryLimit:
    """One row of the catalogue."""

    id: str
    #: Code of the matter, or * for every matter.
    matter: str
    name: str
    amount: Amount
    #: The fact it counts from, in the catalogue's words.
    start: str
    #: F forward, B backward from an event, MIN a minimum that must elapse.
    direction: str
    stop: str
    extend: str
    article: str
    mark: str
    consequence: str


@cache
def catalogue() -> Mapping[str, StatutoryLimit]:
    """Return every row by id."""
    text = files("engine").joinpath("data/limits.csv").read_text("utf-8")
    return {row["id"]: _row(row) for row in csv.DictReader(text.splitlines())}


def _row(row: Mapping[str, str]) -> StatutoryLimit:
    return StatutoryLimit(
        id=row["id"],
        matter=row["matter"],
        name=row["name"],
        amount=Amount(int(row["value"]), Unit(row["unit"])),
        start=row["start"],
        direction=row["direction"],
        stop=row["stop"],
        extend=row["extend"],
        article=row["basis"],
        mark=row["mark"][0],
        consequence=row["consequence"],
    )


def with_law(raw: Mapping[str, Any]) -> dict[str, Any]:
    """Return a limit's table with what its row of the catalogue says, unless it says so itself."""
    row = catalogue().get(str(raw.get("law", "")))
    if row is None:
        return dict(raw)
    return {
        "name": row.name,
        "amount": str(row.amount),
        "article": row.article,
        "mark": row.mark,
        **raw,
    }
