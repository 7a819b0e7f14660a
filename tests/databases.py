"""Databases for tests: made once, copied for each; SQLite files, or a PostgreSQL schema."""

import os
import shutil
import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import create_engine, event, text
from sqlalchemy.exc import OperationalError

from engine.store.backing_up import read_backup, write_backup
from engine.store.database import Database, open_database
from engine.store.migrating import migrate

POSTGRESQL = os.environ.get(
    "BANJIE_TEST_POSTGRESQL", "postgresql+psycopg://postgres@127.0.0.1:5432/test"
)
REQUIRED = os.environ.get("BANJIE_TEST_REQUIRE", "").replace(",", " ").split()


def open_file(path: Path) -> Database:
    """Open a SQLite file that need not survive a power cut."""
    database = open_database(f"sqlite:///{path}")

    @event.listens_for(database.engine, "connect")
    def hurry(connection: Any, _record: object) -> None:
        connection.execute("PRAGMA synchronous=OFF")

    return database


def close_whole(database: Database) -> None:
    """Close a SQLite database so that its one file holds everything, ready to be copied."""
    with database.engine.connect() as connection:
        connection.exec_driver_sql("ROLLBACK")
        busy, *_ = connection.exec_driver_sql("PRAGMA wal_checkpoint(TRUNCATE)").one()
        assert not busy
        connection.exec_driver_sql("BEGIN")
    database.close()


def is_untouched(database: Database) -> bool:
    """Say whether nothing was written to a copied SQLite file yet: its log is empty."""
    log = Path(f"{database.engine.url.database}-wal")
    return database.is_sqlite and not (log.exists() and log.stat().st_size)


@contextmanager
def copied(template: Path, folder: Path) -> Iterator[Database]:
    """Give a copy of a SQLite file."""
    path = folder / f"{uuid.uuid4().hex[:8]}.sqlite3"
    shutil.copyfile(template, path)
    database = open_file(path)
    yield database
    database.close()


@contextmanager
def copied_to_postgresql(template: Path, folder: Path) -> Iterator[Database]:
    """Give a PostgreSQL schema with what a SQLite file holds, moved by backup and restore."""
    archive = folder / "template.tar.gz"
    with copied(template, folder) as source:
        write_backup(source, folder / "attachments", archive)
    with empty_postgresql() as database:
        read_backup(database, folder / "attachments", archive)
        yield database


@contextmanager
def empty_postgresql() -> Iterator[Database]:
    """Give a migrated PostgreSQL schema of its own; skips, or fails where one is required."""
    schema = f"banjie_{uuid.uuid4().hex[:12]}"
    admin = create_engine(POSTGRESQL, isolation_level="AUTOCOMMIT")
    try:
        with admin.connect() as connection:
            connection.execute(text(f"CREATE SCHEMA {schema}"))
    except OperationalError as error:
        report_absence(error)
    try:
        database = open_schema(schema)
        migrate(database)
        yield database
        database.close()
    finally:
        with admin.connect() as connection:
            connection.execute(text(f"DROP SCHEMA {schema} CASCADE"))
        admin.dispose()


def open_schema(schema: str) -> Database:
    """Open PostgreSQL with every connection inside one schema."""
    database = open_database(POSTGRESQL)

    @event.listens_for(database.engine, "connect")
    def enter(connection: Any, _record: object) -> None:
        connection.execute(f"SET search_path TO {schema}")
        connection.commit()

    return database


#: How a test that misses its server is known in the summary.
ABSENT = "NO POSTGRESQL"


def report_absence(error: Exception) -> None:
    """Skip the test, or fail it where PostgreSQL is required."""
    message = f"{ABSENT} at {POSTGRESQL}: {str(error).splitlines()[0]}"
    if "postgresql" in REQUIRED:
        pytest.fail(f"{message} - BANJIE_TEST_REQUIRE demands it", pytrace=False)
    pytest.skip(f"{message} - half of this test did NOT run; set BANJIE_TEST_POSTGRESQL")
