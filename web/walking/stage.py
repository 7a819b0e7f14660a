"""The stage of a walk: a database of its own with the people and rules of another, and no cases.

A state of the walk is the database as one file: kept, and taken up again from there.
"""

import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from sqlalchemy import Table, insert, select

from engine.attachments import FileStore, add_attachment
from engine.store.database import Database, open_database, transaction
from engine.store.migrating import migrate
from engine.store.people import Person
from engine.store.tables import metadata

#: What has to do with the world outside, or with who is signed in: none of it is walked with.
_LEFT_OUT = frozenset({"outbox", "idempotency_keys", "sign_ins", "anchors", "starts", "notices"})
NOW = "now.sqlite3"
_FILES = {
    "样例.pdf": b"%PDF-1.4\n% made for a walk\n",
    "样例.png": b"\x89PNG\r\n\x1a\n made for a walk",
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


def store_files(stage: Stage, database: Database, at: datetime) -> tuple[str, ...]:
    """Store the files that people of the walk hand in; returns their ids: a PDF, a picture."""
    store = FileStore(stage.folder / "attachments")
    with transaction(database) as session:
        by = session.scalars(select(Person.id).order_by(Person.id)).first() or ""
        return tuple(
            add_attachment(session, store, file_name=name, content=content, by=by, at=at).id
            for name, content in _FILES.items()
        )
