"""A matter's source files as they lie in the database: what a folder would hold.

The rules of limits are kept apart, by day; here they become the file limits.toml again, always in
canonical form. Every other file is given byte for byte.
"""

from collections.abc import Mapping
from datetime import date
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from engine.definitions import LIMITS
from engine.errors import NotFound
from engine.limit_rules import versions_on
from engine.store.publishing import Definition, DefinitionFile, Matter
from engine.studio.canonical import write_toml

#: The keys of a limit's table in the order a file has them; others follow by name.
ORDER = (
    *("name", "name_en", "law", "amount", "unit", "start", "ends", "article", "basis", "basis_en"),
    *("note", "note_en", "mark", "kind", "stop", "extension", "ladder"),
)
#: The same for a rung of its ladder.
RUNG_ORDER = ("key", "name", "name_en", "left", "share", "level", "told")


def source_of(session: Session, matter_key: str, *, on: date) -> dict[str, bytes]:
    """Return the files of the version new cases begin with, limits as they hold on a day.

    Raises NotFound when the matter has no version.
    """
    row = session.get(Matter, matter_key)
    if row is None or row.current_definition_id is None:
        raise NotFound(f"没有事项 {matter_key}", f"There is no matter {matter_key}.")
    return source_of_version(session, row.current_definition_id, on=on)


def source_of_version(session: Session, definition_id: str, *, on: date) -> dict[str, bytes]:
    """Return the files of a published version with the limits that hold on a day; NotFound."""
    definition = session.get(Definition, definition_id)
    if definition is None:
        raise NotFound(f"没有流程版本 {definition_id}", f"There is no definition {definition_id}.")
    rows = session.execute(
        select(DefinitionFile.path, DefinitionFile.content)
        .where(DefinitionFile.definition_id == definition_id)
        .order_by(DefinitionFile.path)
    )
    files = {row.path: row.content for row in rows}
    limits = limits_file(session, definition.matter_key, on=on)
    return dict(sorted({**files, **({LIMITS: limits} if limits else {})}.items()))


def version_id(session: Session, matter_key: str, version: int) -> str:
    """Return the id of a numbered version of a matter; raises NotFound naming both."""
    found = session.scalar(
        select(Definition.id).where(
            Definition.matter_key == matter_key, Definition.version == version
        )
    )
    if found is None:
        raise NotFound(
            f"事项 {matter_key} 没有版本 {version}",
            f"Matter {matter_key} has no version {version}.",
        )
    return found


def limits_file(session: Session, matter_key: str, *, on: date) -> bytes:
    """Return limits.toml as the limits of a matter hold on a day; empty without any."""
    versions = versions_on(session, matter_key, on)
    return write_limits({key: versions[key].rule for key in versions})


def write_limits(rules: Mapping[str, Mapping[str, Any]]) -> bytes:
    """Return rules of limits as the canonical limits.toml, sorted by key."""
    if not rules:
        return b""
    return write_toml({"limits": {key: _rule(rules[key]) for key in sorted(rules)}})


def _rule(rule: Mapping[str, Any]) -> dict[str, Any]:
    ordered = _ordered(rule, ORDER)
    if ordered.get("ladder"):
        ordered["ladder"] = [_ordered(rung, RUNG_ORDER) for rung in ordered["ladder"]]
    return ordered


def _ordered(table: Mapping[str, Any], order: tuple[str, ...]) -> dict[str, Any]:
    places = {key: n for n, key in enumerate(order)}
    return {key: table[key] for key in sorted(table, key=lambda k: (places.get(k, len(order)), k))}
