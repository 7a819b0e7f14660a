"""The catalogue of statutory limits: amount, unit, start, grounds and article by row id.

Each row bears a mark: V read in the text of the law, K from memory, U local or uncertain. A limit
of a matter names its row with `law` and may narrow it.
"""

import csv
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
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
    #: The fact it counts from, in the catalogue's words, and in Chinese.
    start: str
    start_zh: str
    #: F forward, B backward from an event, MIN a minimum that must elapse.
    direction: str
    stop: str
    extend: str
    article: str
    mark: str
    consequence: str
    #: What the row cited before a statute was replaced: (first day of the new text, old citation).
    replaced: tuple[tuple[date, str], ...] = ()

    def article_on(self, day: date) -> str:
        """Return the citation of a day: that of the statute in force on it."""
        older = [(before_on, article) for before_on, article in self.replaced if day < before_on]
        return min(older)[1] if older else self.article


@cache
def catalogue() -> Mapping[str, StatutoryLimit]:
    """Return every row by id."""
    text = files("engine").joinpath("data/limits.csv").read_text("utf-8")
    return {row["id"]: _row(row) for row in csv.DictReader(text.splitlines())}


@cache
def _citations() -> Mapping[str, tuple[tuple[date, str], ...]]:
    """Return by row id what was cited before which day."""
    text = files("engine").joinpath("data/citations.csv").read_text("utf-8")
    found: dict[str, tuple[tuple[date, str], ...]] = {}
    for row in csv.DictReader(text.splitlines()):
        dated = (date.fromisoformat(row["before_on"]), row["article"])
        found[row["id"]] = (*found.get(row["id"], ()), dated)
    return found


@cache
def _starts() -> Mapping[str, str]:
    """Return the Chinese names of the facts limits count from, by the catalogue's words."""
    text = files("engine").joinpath("data/starts.csv").read_text("utf-8")
    return {row["start"]: row["name"] for row in csv.DictReader(text.splitlines())}


def _row(row: Mapping[str, str]) -> StatutoryLimit:
    return StatutoryLimit(
        id=row["id"],
        matter=row["matter"],
        name=row["name"],
        amount=Amount(int(row["value"]), Unit(row["unit"])),
        start=row["start"],
        start_zh=_starts().get(row["start"], row["start"]),
        direction=row["direction"],
        stop=row["stop"],
        extend=row["extend"],
        article=row["basis"],
        mark=row["mark"][0],
        consequence=row["consequence"],
        replaced=_citations().get(row["id"], ()),
    )


def with_law(raw: Mapping[str, Any], day: date | None = None) -> dict[str, Any]:
    """Return a limit's table with what its row of the catalogue says, unless it says so itself.

    With a day the citation is that of the day: the catalogue's, or the last of the table's own
    `articles` rows (`{from_on, article}`) that begins by then.
    """
    row = catalogue().get(str(raw.get("law", "")))
    found = dict(raw)
    if row is not None:
        article = row.article if day is None else row.article_on(day)
        own = {"name": row.name, "amount": str(row.amount), "article": article, "mark": row.mark}
        found = {**own, **raw}
    dated = [one for one in raw.get("articles", ()) if day and str(one["from_on"]) <= str(day)]
    if dated:
        found |= {"article": max(dated, key=lambda one: str(one["from_on"]))["article"]}
    return found
