"""Backup and restore: every table and attachment in one archive, for any of our databases.

The archive is a .tar.gz: `tables/<name>.jsonl` in the order of their keys, `attachments/...` as
they lie. Restoring goes into an empty database, SQLite or PostgreSQL, whichever it came from.
"""

import base64
import io
import tarfile
from collections.abc import Iterator
from datetime import date, datetime
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, Integer, LargeBinary, Table, func, insert, select, text

from engine.errors import Conflict, NotFound
from engine.store import json
from engine.store.database import Database
from engine.store.tables import metadata

BATCH = 500


def write_backup(database: Database, attachments: Path, file: Path) -> int:
    """Write the archive and return how many rows it holds; a half-written one is never left."""
    part = file.with_suffix(file.suffix + ".part")
    try:
        rows = _write(database, attachments, part)
    except BaseException:
        part.unlink(missing_ok=True)
        raise
    part.replace(file)
    return rows


def _write(database: Database, attachments: Path, file: Path) -> int:
    rows = 0
    # One snapshot of all tables, while others go on writing.
    engine = database.engine
    if not database.is_sqlite:
        engine = engine.execution_options(isolation_level="REPEATABLE READ")
    with engine.connect() as connection, tarfile.open(file, "w:gz") as archive:
        for table in metadata.sorted_tables:
            lines = [json.dumps(_plain(row)) for row in _rows(connection, table)]
            rows += len(lines)
            _add(archive, f"tables/{table.name}.jsonl", "\n".join(lines).encode())
        if attachments.exists():
            archive.add(attachments, "attachments")
    return rows


def _rows(connection: Connection, table: Table) -> Iterator[dict[str, Any]]:
    for row in connection.execute(select(table)):
        yield dict(row._mapping)


def _plain(row: dict[str, Any]) -> dict[str, Any]:
    return {key: _plain_value(value) for key, value in row.items()}


def _plain_value(value: Any) -> Any:
    if isinstance(value, bytes):
        return base64.b64encode(value).decode()
    return value.isoformat() if isinstance(value, date | datetime) else value


def _add(archive: tarfile.TarFile, name: str, content: bytes) -> None:
    entry = tarfile.TarInfo(name)
    entry.size = len(content)
    archive.addfile(entry, io.BytesIO(content))


def read_backup(database: Database, attachments: Path, file: Path) -> int:
    """Read an archive into an empty database, all or nothing; returns how many rows it held.

    Raises Conflict when the database holds data, NotFound when a table is missing in the archive.
    """
    rows = 0
    write = database.engine.execution_options(write=True)
    with tarfile.open(file) as archive, write.begin() as connection:
        _refuse_filled(connection)
        for table in metadata.sorted_tables:
            rows += _read_table(connection, archive, table)
        _restart_sequences(connection)
        _extract(archive, attachments)
    return rows


def _refuse_filled(connection: Connection) -> None:
    for table in metadata.sorted_tables:
        if connection.scalar(select(func.count()).select_from(table)):
            raise Conflict(
                f"数据库不是空的（表 {table.name} 有数据），请恢复到新的数据目录。",
                f"The database is not empty (table {table.name}); restore into a new home folder.",
            )


def _read_table(connection: Connection, archive: tarfile.TarFile, table: Table) -> int:
    try:
        content = archive.extractfile(f"tables/{table.name}.jsonl")
    except KeyError:
        content = None
    if content is None:
        raise NotFound(
            f"备份缺少表 {table.name}，不是完整的备份。", f"The backup lacks table {table.name}."
        )
    rows = [_typed(table, json.loads(line)) for line in content.read().decode().splitlines()]
    for start in range(0, len(rows), BATCH):
        connection.execute(insert(table), rows[start : start + BATCH])
    return len(rows)


def _typed(table: Table, row: dict[str, Any]) -> dict[str, Any]:
    return {key: _typed_value(table, key, value) for key, value in row.items()}


def _typed_value(table: Table, key: str, value: Any) -> Any:
    kind = table.columns[key].type
    if value is None:
        return None
    if isinstance(kind, LargeBinary):
        return base64.b64decode(value)
    wanted = kind.python_type if not hasattr(kind, "impl") else None
    if wanted is date:
        return date.fromisoformat(value)
    is_moment = type(kind).__name__ == "UtcDateTime"
    return datetime.fromisoformat(value) if is_moment else value


def _restart_sequences(connection: Connection) -> None:
    """Let PostgreSQL's sequences go on after the highest restored key."""
    if connection.dialect.name != "postgresql":
        return
    for table in metadata.sorted_tables:
        keys = list(table.primary_key.columns)
        if len(keys) == 1 and isinstance(keys[0].type, Integer) and keys[0].autoincrement:
            name = f"{table.name}.{keys[0].name}"
            connection.execute(
                text(
                    f"select setval(pg_get_serial_sequence('{table.name}', '{keys[0].name}'), "  # noqa: S608
                    f"coalesce((select max({keys[0].name}) from {table.name}), 0) + 1, false) "
                    f"/* {name} */"
                )
            )


def _extract(archive: tarfile.TarFile, attachments: Path) -> None:
    members = [one for one in archive.getmembers() if one.name.startswith("attachments/")]
    archive.extractall(attachments.parent, members, filter="data")
