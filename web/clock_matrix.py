"""The board of clocks: how many of each lamp, by matter, section and person."""

from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from typing import Any
from urllib.parse import urlencode

from flask import url_for

from web.clock_board import ORDER, Names, Standing
from web.language import _

#: Persons and sections drawn; the rest are few clocks each.
MOST_ROWS = 20

Key = Callable[[Standing], str | None]


def matrices(found: Sequence[Standing], called: Names, asked: Mapping[str, str]) -> list[Any]:
    """Return the clocks counted by lamp, each number with the list behind it."""
    kinds: list[tuple[str, str, Key, Mapping[str, str]]] = [
        (_("按事项"), "matter", lambda one: one.run.matter_key, called.matters),
        (_("按科室"), "section", lambda one: one.run.section_key, called.sections),
        (_("按人员"), "person", lambda one: one.run.person_id, called.persons),
    ]
    return [
        {"title": title, "rows": _rows(found, name, key, naming, asked)}
        for title, name, key, naming in kinds
    ]


def _rows(
    found: Sequence[Standing],
    name: str,
    key: Key,
    naming: Mapping[str, str],
    asked: Mapping[str, str],
) -> list[dict[str, Any]]:
    groups: dict[str, Counter[str]] = {}
    for one in found:
        groups.setdefault(key(one) or "", Counter())[one.level] += 1
    ordered = sorted(groups.items(), key=lambda group: _urgency(group[1]))
    most = max((counted.total() for counted in groups.values()), default=1)
    return [
        {
            "name": naming.get(group, group) or _("无人持有"),
            "total": counted.total(),
            "bars": _bars(counted, most),
            "cells": [
                {"level": level, "number": counted[level], "url": _url(asked, name, group, level)}
                for level in ORDER
            ],
        }
        for group, counted in ordered[:MOST_ROWS]
    ]


def _urgency(counted: Counter[str]) -> tuple[int, ...]:
    return tuple(-counted[level] for level in ORDER)


def _url(asked: Mapping[str, str], name: str, group: str, level: str) -> str:
    kept = {key: value for key, value in asked.items() if value}
    return f"{url_for('clocks.all')}?{urlencode({**kept, name: group, 'lamp': level})}"


def _bars(counted: Counter[str], most: int) -> list[dict[str, Any]]:
    bars, left = [], 0.0
    for level in ORDER:
        width = 100 * counted[level] / most
        if width:
            bars.append({"level": level, "x": left, "width": width})
            left += width
    return bars
