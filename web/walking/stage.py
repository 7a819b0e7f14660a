"""The stage of a walk: a database of its own with the people and rules of another, and no cases.

A state of the walk is the database as one file: kept, and taken up again from there.
"""

import shutil
import tempfile
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

from sqlalchemy import Table, insert, select
from sqlalchemy.orm import Session

from engine.attachments import FileStore, add_attachment
from engine.store.database import Database, open_database, transaction
from engine.store.migrating import migrate
from engine.store.tables import metadata

#: What has to do with the world outside, or with who is signed in: none of it is walked with.
_LEFT_OUT = frozenset({"outbox", "idempotency_keys", "sign_ins", "anchors", "starts", "notices"})
NOW = "now.sqlite3"
#: What people of a walk hand in; in samples these names stand for the files.
PAPER, PICTURE = "样例.pdf", "样例.png"
_FILES = {
    PAPER: b"%PDF-1.4\n% made for a walk\n",
    PICTURE: b"\x89PNG\r\n\x1a\n made for a walk",
}


@dataclass
class Stage:
    """Where a walk happens: the folder of its states, and the one that is open."""

    folder: Path
    #: One for all states: what it knows of SQL is learnt once.
    database: Database
    kept: int = 0

    @property
    def file(self) -> Path:
        """The file of the state that is being worked on."""
        return self.folder / NOW

    @contextmanager
    def at(self, state: Path) -> Iterator[Database]:
        """Open a state to go on from; what is done stays in `file` until the next one is opened."""
        shutil.copyfile(state, self.file)
        try:
            yield self.database
        finally:
            self.database.close()

    def keep(self) -> Path:
        """Keep the state that was worked on; returns its file."""
        self.kept += 1
        return Path(shutil.copyfile(self.file, self.folder / f"{self.kept}.sqlite3"))


@contextmanager
def opened(source: Database) -> Iterator[tuple[Stage, Path]]:
    """Give a stage with the people, rules and matters of `source`, and its first state."""
    with tempfile.TemporaryDirectory(prefix="banjie-walk-") as folder:
        database = open_database(f"sqlite:///{folder}/{NOW}")
        migrate(database)
        copy_world(source, database)
        database.close()
        stage = Stage(Path(folder), database)
        yield stage, stage.keep()


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


def hand_in(stage: Stage, session: Session, raw: Any, by: str, at: datetime) -> Any:
    """Return what is entered with files in it that a person has just stored."""
    if isinstance(raw, Mapping):
        return {key: hand_in(stage, session, value, by, at) for key, value in raw.items()}
    if isinstance(raw, list):
        return [hand_in(stage, session, value, by, at) for value in raw]
    if not isinstance(raw, str) or raw not in _FILES:
        return raw
    store = FileStore(stage.folder / "attachments")
    content = _FILES[raw]
    return add_attachment(session, store, file_name=raw, content=content, by=by, at=at).id
