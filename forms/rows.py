"""Add and remove rows of a form being filled: what the buttons do without JavaScript."""

from collections.abc import Mapping
from typing import Any


def with_row_added(raw: Mapping[str, Any], name: str) -> dict[str, Any]:
    """Return `raw` with an empty row at the end of the list `name` (as in `units`)."""
    return _changed(raw, name.split("-"), lambda rows: [*rows, {}])


def with_row_removed(raw: Mapping[str, Any], name: str) -> dict[str, Any]:
    """Return `raw` without the row `name` (as in `units-1`)."""
    *path, row = name.split("-")
    kept = int(row) if row.isdigit() else -1
    return _changed(raw, path, lambda rows: [each for n, each in enumerate(rows) if n != kept])


def _changed(raw: Mapping[str, Any], path: list[str], change: Any) -> dict[str, Any]:
    key, *rest = path
    found = raw.get(key)
    if not rest:
        return {**raw, key: change(list(found) if isinstance(found, list) else [])}
    if isinstance(found, list) and rest[0].isdigit() and int(rest[0]) < len(found):
        at = int(rest[0])
        return {**raw, key: [*found[:at], _changed(found[at], rest[1:], change), *found[at + 1 :]]}
    inner = found if isinstance(found, Mapping) else {}
    return {**raw, key: _changed(inner, rest, change)}
