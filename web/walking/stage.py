"""The stage of a walk: a database of its own with the people and rules of another, and no cases.

It lies in memory. A state of the walk is the whole of it: kept, and taken up again from there.
"""

import sqlite3
import tempfile
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any, cast

from sqlalchemy import Table, insert, select
from sqlalchemy.orm import Session

from engine.attachments import FileStore, add_attachment
from engine.store.database import Database, open_database, transaction
from engine.store.migrating import migrate
from engine.store.tables import metadata

#: What has to do with the world outside, or with who is signed in: none of it is walked with.
_LEFT_OUT = frozenset({"outbox", "idempotency_keys", "sign_ins", "anchors", "starts", "notices"})
#: What people of a walk hand in; in samples these names stand for the files.
PAPER, PICTURE = "样例.pdf", "样例.png"
_FILES = {
    PAPER: b"%PDF-1.4\n% made for a walk\n",
    PICTURE: b"\x89PNG\r\n\x1a\n made for a walk",
}


@dataclass(frozen=True)
class Stage:
    """Where a walk happens: one database for all states, and a folder for what is handed in."""

    folder: Path
    database: Database

    def restore(self, kept: bytes) -> Database:
        """Take up a state again; what is done from here on changes no state that was kept."""
        self._connection().deserialize(kept)
        return self.database

    def keep(self) -> bytes:
        """Return the state as it stands."""
        return self._connection().serialize()

    def _connection(self) -> sqlite3.Connection:
        with self.database.engine.connect() as connection:
            found: Any = connection.connection.driver_connection
        return cast(sqlite3.Connection, found)

    @property
    def files(self) -> FileStore:
        """The store of what people hand in."""
        return FileStore(self.folder / "attachments")


@contextmanager
def opened(source: Database) -> Iterator[tuple[Stage, bytes]]:
    """Give a stage with the people, rules and matters of `source`, and its first state."""
    with tempfile.TemporaryDirectory(prefix="banjie-walk-") as folder:
        database = open_database("sqlite:///:memory:")
        migrate(database)
        copy_world(source, database)
        stage = Stage(Path(folder), database)
        yield stage, stage.keep()
        database.close()


def copy_world(source: Database, target: Database) -> None:
    """Copy every table that holds nothing of a case, for a database that has just been made."""
    tables = [one for one in metadata.sorted_tables if not _is_of_cases(one)]
    with source.engine.connect() as reader, transaction(target) as writer:
        for table in tables:
            rows = [dict(row) for row in reader.execute(select(table)).mappings()]
            writer.execute(table.delete())
            if rows:
                writer.execute(insert(table), rows)


def _is_of_cases(table: Table, seen: frozenset[str] = frozenset()) -> bool:
    """Say whether a table hangs on cases, by however many others."""
    if table.name in _LEFT_OUT or table.name == "cases":
        return True
    around = {key.column.table for key in table.foreign_keys} - {table}
    return any(_is_of_cases(one, seen | {table.name}) for one in around if one.name not in seen)


def hand_in(store: FileStore, session: Session, raw: Any, by: str, at: datetime) -> Any:
    """Return what is entered with files in it that a person has just stored."""
    if isinstance(raw, Mapping):
        return {key: hand_in(store, session, value, by, at) for key, value in raw.items()}
    if isinstance(raw, list):
        return [hand_in(store, session, value, by, at) for value in raw]
    if not isinstance(raw, str) or raw not in _FILES:
        return raw
    content = _FILES[raw]
    return add_attachment(session, store, file_name=raw, content=content, by=by, at=at).id
