"""Databases for tests: made once, copied for each; SQLite files, or databases of PostgreSQL."""

import os
import shutil
import sqlite3
import uuid
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from typing import Any
from weakref import WeakSet

import pytest
from recycling import fingerprint, is_put_in_order, keep_rows, put_back
from sqlalchemy import Engine, create_engine, event, make_url, text
from sqlalchemy.exc import OperationalError

from engine.store.backing_up import read_backup, write_backup
from engine.store.database import Database, open_database
from engine.store.migrating import migrate

POSTGRESQL = os.environ.get(
    "BANJIE_TEST_POSTGRESQL", "postgresql+psycopg://postgres@127.0.0.1:5432/test"
)
REQUIRED = os.environ.get("BANJIE_TEST_REQUIRE", "").replace(",", " ").split()
#: What a test of either database is run with.
KINDS = ("sqlite", "postgresql")


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
    """Give a PostgreSQL database with what a SQLite file holds; skips where no server is.

    The first of a file is filled by backup and restore, the others are copies of that one.
    """
    if template not in _TEMPLATES:
        _TEMPLATES[template] = _filled(template, folder)
    with _copy_of(_TEMPLATES[template]) as database:
        yield database


@contextmanager
def empty_postgresql() -> Iterator[Database]:
    """Give a migrated PostgreSQL database of one's own; skips, or fails where one is required."""
    with _copy_of(_empty()) as database:
        yield database


def copying(kind: str) -> Any:
    """Return what copies a SQLite file into a database of a kind."""
    return copied if kind == "sqlite" else copied_to_postgresql


#: The template databases of this run by the file they were filled from; None: without a row.
_TEMPLATES: dict[Path | None, str] = {}
#: Copies nobody uses now, by template; and every copy with the shape of its tables.
_FREE: dict[str, list[str]] = {}
_SHAPES: dict[str, str] = {}
#: Databases to which nothing was written since they were lent.
_UNTOUCHED: WeakSet[Engine] = WeakSet()
KEPT = "kept"


@contextmanager
def _copy_of(template: str) -> Iterator[Database]:
    name = (_FREE.setdefault(template, []) or [_copy(template)]).pop()
    database = open_postgresql(name)
    _UNTOUCHED.add(database.engine)
    event.listen(database.engine, "commit", lambda _: _UNTOUCHED.discard(database.engine))
    try:
        yield database
    finally:
        database.close()
        if is_put_in_order(open_postgresql(name), KEPT, _SHAPES[name]):
            _FREE[template].append(name)
        else:
            drop_postgresql(name)
            del _SHAPES[name]


def _copy(template: str) -> str:
    name = make_postgresql(template)
    with closing(open_postgresql(name)) as database:
        keep_rows(database, KEPT)
        _SHAPES[name] = fingerprint(database)
    return name


def _empty() -> str:
    if None not in _TEMPLATES:
        _TEMPLATES[None] = make_postgresql()
        with closing(open_postgresql(_TEMPLATES[None])) as database:
            migrate(database)
    return _TEMPLATES[None]


def _filled(template: Path, folder: Path) -> str:
    archive = folder / "template.tar.gz"
    with copied(template, folder) as source:
        write_backup(source, folder / "attachments", archive)
    name = make_postgresql(_empty())
    with closing(open_postgresql(name)) as database:
        read_backup(database, folder / "attachments", archive)
    return name


def open_postgresql(name: str) -> Database:
    """Open a database of the tests' server."""
    return open_database(url_of(name))


def url_of(name: str) -> str:
    """Return the URL of a database of the tests' server."""
    return make_url(POSTGRESQL).set(database=name).render_as_string(hide_password=False)


def make_postgresql(template: str = "template1", name: str = "") -> str:
    """Make a database that need not survive a power cut; returns its name."""
    name = name or f"banjie_{uuid.uuid4().hex[:12]}"
    _administer(
        f"CREATE DATABASE {name} TEMPLATE {template}",
        f"ALTER DATABASE {name} SET synchronous_commit TO off",
    )
    return name


def drop_postgresql(name: str) -> None:
    """Drop a database, whoever is still in it."""
    _administer(f"DROP DATABASE {name} WITH (FORCE)")


def drop_all() -> None:
    """Drop what this run made."""
    for name in (*_SHAPES, *_TEMPLATES.values()):
        drop_postgresql(name)
    for made in (_SHAPES, _TEMPLATES, _FREE):
        made.clear()


def _administer(*statements: str) -> None:
    admin = create_engine(POSTGRESQL, isolation_level="AUTOCOMMIT")
    try:
        with admin.connect() as connection:
            for statement in statements:
                connection.execute(text(statement))
    except OperationalError as error:
        if "onnection" not in str(error):
            raise
        report_absence("postgresql", f"at {POSTGRESQL}: {str(error).splitlines()[0]}")
    finally:
        admin.dispose()


def is_untouched(database: Database) -> bool:
    """Say whether nothing was written to a copied database yet."""
    if not database.is_sqlite:
        return database.engine in _UNTOUCHED
    log = Path(f"{database.engine.url.database}-wal")
    return not (log.exists() and log.stat().st_size)


def place_of(database: Database) -> str:
    """Return where a database lies: a path, or a name."""
    return str(database.engine.url.database)


def save_as(database: Database, name: str, folder: Path) -> None:
    """Keep what a database holds now under a name, in a folder or beside its tables."""
    if database.is_sqlite:
        _back_up(place_of(database), str(folder / name))
    else:
        keep_rows(database, name)


def load(database: Database, name: str, folder: Path) -> None:
    """Let a database hold what was kept."""
    if database.is_sqlite:
        _back_up(str(folder / name), place_of(database))
    else:
        put_back(database, name)


def _back_up(source: str, target: str) -> None:
    with closing(sqlite3.connect(source)) as one, closing(sqlite3.connect(target)) as other:
        one.backup(other)


#: How a test that misses its server is known in the summary.
ABSENT = "NOT THERE:"


def report_absence(name: str, told: str) -> None:
    """Skip a test for want of a server, or fail it where BANJIE_TEST_REQUIRE names that."""
    message = f"{ABSENT} {name} {told}"
    if name in REQUIRED:
        pytest.fail(f"{message} - BANJIE_TEST_REQUIRE demands it", pytrace=False)
    pytest.skip(f"{message} - this test did NOT run; set BANJIE_TEST_{name.upper()}")
