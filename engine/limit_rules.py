"""Limits as rules (时限): which version holds on a day, read into values."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, TypeVar

from sqlalchemy import select
from sqlalchemy.orm import Session

from engine.catalogue import with_law
from engine.errors import NotFound
from engine.extensions import Extension, read_extension
from engine.limits.ladder import Ladder, parse_ladder
from engine.store.publishing import LimitVersion

#: A stop rule that begins so follows the stops of another limit: "with:decide".
WITH = "with:"


@dataclass(frozen=True)
class LimitRule:
    """A limit's rule: amount, start fact, grounds that stop it, ladder and article."""

    key: str
    name: str
    name_en: str
    #: "7WD", or FEEL after "=" that gives a number of `unit`.
    amount: str
    unit: str
    #: FEEL; empty: the moment the activity is entered.
    start: str
    article: str
    #: V checked, K from memory, U local: shown to people as 已核对, 待核对, 地方规定.
    mark: str
    #: statutory | promised | step
    kind: str
    stop: tuple[str, ...]
    #: None: it may not be lengthened.
    extension: Extension | None
    ladder: Ladder
    ends: str
    raw: Mapping[str, Any]

    def told(self, rung_key: str) -> list[str]:
        """Return the roles that are told when a rung is reached."""
        return [
            role
            for row in self.raw.get("ladder", ())
            if row["key"] == rung_key
            for role in row.get("told", ())
        ]


@dataclass(frozen=True)
class Version:
    """What counts of a limit in one of its versions."""

    limit_key: str
    number: int
    from_on: date
    rule: Mapping[str, Any]
    taken_back_at: datetime | None


#: A version as its row, or what counts of it.
Dated = TypeVar("Dated", Version, LimitVersion)


def read_rule(key: str, raw: Mapping[str, Any], day: date | None = None) -> LimitRule:
    """Read one table of limits.toml, with what its row of the catalogue says (on a day)."""
    raw = with_law(raw, day)
    return LimitRule(
        key=key,
        name=raw["name"],
        name_en=raw.get("name_en", raw["name"]),
        amount=str(raw["amount"]),
        unit=raw.get("unit", "WD"),
        start=raw.get("start", ""),
        article=raw.get("article", ""),
        mark=raw.get("mark", "U"),
        kind=raw.get("kind", "step"),
        stop=tuple(raw.get("stop", ())),
        extension=read_extension(raw.get("extension")),
        ladder=parse_ladder(raw.get("ladder", ())),
        ends=raw.get("ends", "midnight"),
        raw=raw,
    )


def rule_on(session: Session, matter_key: str, limit_key: str, day: date) -> LimitRule:
    """Return the rule of a limit that holds on a day; raises NotFound naming both."""
    return rule_among(versions_on(session, matter_key, day), matter_key, limit_key, day)


def rules_on(session: Session, matter_key: str, day: date) -> list[LimitRule]:
    """Return every limit of a matter that holds on a day, by key."""
    return rules_among(versions_on(session, matter_key, day), day)


def rule_among(
    versions: Mapping[str, Version | LimitVersion], matter_key: str, limit_key: str, day: date
) -> LimitRule:
    """Return the rule of a limit among the versions that hold on a day; raises NotFound."""
    if limit_key not in versions:
        raise NotFound(
            f"事项 {matter_key} 在 {day} 没有时限 {limit_key}",
            f"Matter {matter_key} has no limit {limit_key} on {day}.",
        )
    return read_rule(limit_key, versions[limit_key].rule, day)


def rules_among(versions: Mapping[str, Version | LimitVersion], day: date) -> list[LimitRule]:
    """Return every rule of the versions that hold on a day, by key."""
    return [read_rule(key, versions[key].rule, day) for key in sorted(versions)]


def versions_on(session: Session, matter_key: str, day: date) -> dict[str, LimitVersion]:
    """Return the version of each limit of a matter that holds on a day, by key."""
    rows = session.scalars(
        select(LimitVersion).where(
            LimitVersion.matter_key == matter_key,
            LimitVersion.from_on <= day,
            LimitVersion.taken_back_at.is_(None),
        )
    )
    return newest_on(rows, day)


def newest_on(versions: Iterable[Dated], day: date) -> dict[str, Dated]:
    """Return the version of each limit that holds on a day, by key."""
    ordered = sorted(versions, key=lambda one: (one.from_on, one.number))
    held = (one for one in ordered if one.from_on <= day and one.taken_back_at is None)
    return {one.limit_key: one for one in held}
