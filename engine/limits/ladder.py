"""Ladders: at which moments of a limit somebody is warned or carded.

A ladder is a tuple of rungs, read from the `ladder` rows of a limit:
`{key = "warn", left = 1}` lies at 24:00 of counted day n-1, `{key = "warn", share = 0.8}` at
24:00 of counted day ceil(0.8 n); both together mean the earlier; neither means expiry, at the due
instant. `level` says what the rung does.
"""

import math
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation
from functools import cached_property
from typing import Any, Literal, cast, get_args

from engine.limits.errors import CountingError

#: warn: 预警, a notice; yellow: 黄牌; red: 红牌; none: nothing but the end itself.
Level = Literal["warn", "yellow", "red", "none"]

_COLUMNS = {"key", "left", "share", "level", "card", "effect", "told", "name", "name_en"}


@dataclass(frozen=True)
class Rung:
    """One step of a ladder (档); with neither `left` nor `share` it lies at the due instant."""

    key: str
    level: Level
    #: Units left when it is reached.
    left: int | None = None
    #: Part of the budget used when it is reached, above 0 and at most 1.
    share: Decimal | None = None
    #: Who is told, by role; empty: whom the limit names.
    told: tuple[str, ...] = ()

    def __post_init__(self) -> None:
        """Refuse what could never be reached."""
        if not self.key or self.level not in get_args(Level):
            raise _invalid(self.key, f"级别“{self.level}”无效", f"unknown level {self.level!r}")
        if self.left is not None and self.left < 0:
            raise _invalid(self.key, "left 不能为负数", "left must not be negative")
        if self.share is not None and not 0 < self.share <= 1:
            raise _invalid(self.key, "share 须大于 0 且不超过 1", "share must be in (0, 1]")

    def __hash__(self) -> int:
        return self._hash

    @cached_property
    def _hash(self) -> int:
        return hash((self.key, self.level, self.left, self.share, self.told))

    @property
    def effect(self) -> Level:
        """Return what reaching the rung does; the same as `level`."""
        return self.level

    @property
    def is_expiry(self) -> bool:
        """Tell whether the rung lies at the due instant."""
        return self.left is None and self.share is None

    def number(self, budget: int) -> int:
        """Return after how many counted units the rung is reached; 0 or less: at the start.

        Only for a rung that is not the expiry.
        """
        places = []
        if self.left is not None:
            places.append(budget - self.left)
        if self.share is not None:
            places.append(math.ceil(self.share * budget))
        return min(places)


Ladder = tuple[Rung, ...]


def _invalid(key: str, zh: str, en: str) -> CountingError:
    return CountingError(f"阶梯“{key}”：{zh}", f"ladder rung {key!r}: {en}", code="invalid_ladder")


def parse_ladder(rows: Iterable[Mapping[str, Any]]) -> Ladder:
    """Read the `ladder` rows of a limit; raises CountingError that names the rung.

    `card` and `effect` are read like `level`; without any of them a rung warns and an expiry does
    nothing of its own.
    """
    ladder = tuple(_parse_rung(row) for row in rows)
    keys = [rung.key for rung in ladder]
    for key in keys:
        if keys.count(key) > 1:
            raise _invalid(key, "重复出现", "appears twice")
    return ladder


def _parse_rung(row: Mapping[str, Any]) -> Rung:
    key = str(row.get("key", ""))
    if unknown := sorted(row.keys() - _COLUMNS):
        raise _invalid(key, f"不认识的项 {unknown[0]}", f"unknown entry {unknown[0]!r}")
    left, share = row.get("left"), row.get("share")
    if left is not None and type(left) is not int:
        raise _invalid(key, "left 须为整数", "left must be an integer")
    default = "none" if left is None and share is None else "warn"
    level = next((row[name] for name in ("level", "card", "effect") if name in row), default)
    return Rung(key, cast(Level, level), left, _share(key, share), tuple(row.get("told", ())))


def _share(key: str, share: object) -> Decimal | None:
    if share is None:
        return None
    try:
        return Decimal(str(share))
    except InvalidOperation as error:
        raise _invalid(key, "share 须为小数", "share must be a number") from error
