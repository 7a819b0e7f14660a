"""Databases that survive a power cut, as in service, and the bare driver on a copy of one."""

import shutil
import sqlite3
import uuid
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from typing import Any

import psycopg
from databases import close_whole, copied_to_postgresql, drop_postgresql, make_postgresql, url_of
from sqlalchemy import make_url, text

from engine.store.database import Database, open_database


@contextmanager
def durable(kind: str, template: Path, folder: Path) -> Iterator[Database]:
    """Give a database of a kind with what a SQLite file holds."""
    if kind == "sqlite":
        path = folder / f"{uuid.uuid4().hex[:8]}.sqlite3"
        shutil.copyfile(template, path)
        with closing(open_database(f"sqlite:///{path}")) as database:
            yield database
        path.unlink()  # some are very large
        return
    with copied_to_postgresql(template, folder) as database:
        _insist(database, str(database.engine.url.database))
        yield database


def _insist(database: Database, name: str) -> None:
    """Let the connections made from now on wait for the disk."""
    with database.engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
        connection.execute(text(f"ALTER DATABASE {name} SET synchronous_commit TO on"))
        connection.execute(text("ANALYZE"))
    database.close()
    with database.engine.connect() as connection:
        assert connection.scalar(text("SHOW synchronous_commit")) == "on"


@contextmanager
def twin(database: Database, folder: Path) -> Iterator[Any]:
    """Give a connection of the bare driver to a copy of a database, of the same durability."""
    place = str(database.engine.url.database)
    if database.is_sqlite:
        close_whole(database)
        copy = folder / f"{uuid.uuid4().hex[:8]}.sqlite3"
        shutil.copyfile(place, copy)
        with closing(sqlite3.connect(copy, isolation_level=None)) as driver:
            for pragma in ("journal_mode=WAL", "synchronous=FULL", "foreign_keys=ON"):
                driver.execute(f"PRAGMA {pragma}")
            yield driver
        return
    database.close()
    name = make_postgresql(place)
    try:
        url = make_url(url_of(name)).set(drivername="postgresql")
        with psycopg.connect(url.render_as_string(hide_password=False), autocommit=True) as driver:
            driver.execute("SET synchronous_commit TO on")
            driver.execute("ANALYZE")
            yield driver
    finally:
        drop_postgresql(name)
