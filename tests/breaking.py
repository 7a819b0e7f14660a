"""Databases that break while they are used: read-only, full, cut off; and heal afterwards."""

import sqlite3
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from typing import Any

from sqlalchemy import create_engine, event, text

from engine.store.database import Database

Break = Callable[[Database], AbstractContextManager[None]]


@contextmanager
def listening(target: Any, name: str, do: Callable[..., Any]) -> Iterator[None]:
    """Let something happen at an event of a database, for a while."""
    event.listen(target, name, do)
    try:
        yield
    finally:
        event.remove(target, name, do)


@contextmanager
def anew(database: Database, name: str, do: Callable[..., Any]) -> Iterator[None]:
    """Let every connection be opened in another way, for a while."""
    with listening(database.engine, name, do):
        database.engine.dispose()
        yield
    database.engine.dispose()


@contextmanager
def read_only(database: Database) -> Iterator[None]:
    """Let the database be read and not written: a file without leave to write, a standby."""
    place = database.engine.url.database

    def open_to_read(*_: object) -> sqlite3.Connection:
        return sqlite3.connect(f"file:{place}?mode=ro", uri=True, check_same_thread=False)

    def stand_by(connection: Any, _record: object) -> None:
        connection.execute("SET default_transaction_read_only TO on")
        connection.commit()

    if database.is_sqlite:
        with anew(database, "do_connect", open_to_read):
            yield
        return
    with anew(database, "connect", stand_by):
        yield


#: What PostgreSQL raises when a table cannot grow, at the same place and with the same SQLSTATE.
FULL = """CREATE FUNCTION no_room() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN
RAISE EXCEPTION 'could not extend file "base/5/16397": No space left on device'
USING ERRCODE = 'disk_full'; END $$"""


@contextmanager
def full(database: Database) -> Iterator[None]:
    """Let there be no room for another page of the file, or another row of the history."""
    if database.is_sqlite:
        with anew(database, "connect", _forbid_to_grow):
            yield
        return
    with administering(database) as run:
        run(FULL)
        run("CREATE TRIGGER no_room BEFORE INSERT ON steps EXECUTE FUNCTION no_room()")
        try:
            yield
        finally:
            run("DROP TRIGGER no_room ON steps")
            run("DROP FUNCTION no_room")


def _forbid_to_grow(connection: Any, _record: object) -> None:
    connection.execute("VACUUM")  # no page is free any more
    (pages,) = connection.execute("PRAGMA page_count").fetchone()
    connection.execute(f"PRAGMA max_page_count={pages}")


@contextmanager
def cut_in_the_midst(database: Database) -> Iterator[None]:
    """Cut each connection of PostgreSQL off right after it wrote the history of a case."""

    def cut(connection: Any, _cursor: Any, statement: str, *_: Any) -> None:
        if statement.startswith("INSERT INTO steps"):
            _cut(database, connection)

    with listening(database.engine, "after_cursor_execute", cut):
        yield


@contextmanager
def cut_at_the_end(database: Database) -> Iterator[None]:
    """Cut each connection of PostgreSQL off when all is written and the commit is to be sent."""
    with listening(database.engine, "commit", lambda connection: _cut(database, connection)):
        yield


def _cut(database: Database, connection: Any) -> None:
    pid = connection.connection.driver_connection.info.backend_pid
    with administering(database) as run:
        run(f"SELECT pg_terminate_backend({pid}, 5000)")


@contextmanager
def administering(database: Database) -> Iterator[Callable[[str], object]]:
    """Give an administrator's own connection to a PostgreSQL database."""
    admin = create_engine(database.engine.url, isolation_level="AUTOCOMMIT")
    try:
        with admin.connect() as connection:
            yield lambda statement: connection.execute(text(statement))
    finally:
        admin.dispose()


def cut_idle(database: Database) -> None:
    """Cut every connection to a PostgreSQL database off while nobody uses it."""
    with administering(database) as run:
        run(
            "SELECT pg_terminate_backend(pid, 5000) FROM pg_stat_activity "
            "WHERE datname = current_database() AND pid <> pg_backend_pid()"
        )
