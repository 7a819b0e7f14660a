"""Opening the database and its transactions: SQLite when embedded, PostgreSQL when grown.

One use case is one transaction. Returning commits, raising rolls back. A rival is waited for at
most two seconds; then `Busy` is raised. What else a database may say: `engine.store.failures`.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from select import POLLIN, poll
from typing import Any

import psycopg
from sqlalchemy import Connection, Engine, ExceptionContext, create_engine, event
from sqlalchemy.exc import DisconnectionError
from sqlalchemy.orm import Session, sessionmaker
from sqlalchemy.orm.exc import StaleDataError

from engine.errors import Conflict
from engine.store.failures import busy, told
from engine.store.turns import Turns

LOCK_WAIT_MS = 2000
#: How long a server may take to answer a new connection.
CONNECT_WAIT_S = 5


@dataclass(frozen=True)
class Database:
    """An open database: `write` and `read` make sessions on the same pool."""

    engine: Engine
    write: sessionmaker[Session]
    read: sessionmaker[Session]
    turns: Turns = field(default_factory=Turns)

    @property
    def is_sqlite(self) -> bool:
        """Say whether this is the embedded database."""
        return self.engine.dialect.name == "sqlite"

    def close(self) -> None:
        """Give all connections back."""
        self.engine.dispose()


def open_database(url: str) -> Database:
    """Open the database at a SQLAlchemy `url`; `sqlite:///path` makes the folder."""
    if url.startswith("sqlite"):
        return _database(_open_sqlite(url))
    return _database(_open_postgresql(url))


def _database(engine: Engine) -> Database:
    write = engine.execution_options(write=True)
    return Database(
        engine,
        write=sessionmaker(write, expire_on_commit=False),
        read=sessionmaker(engine, expire_on_commit=False),
    )


def _open_postgresql(url: str) -> Engine:
    arguments = {
        "options": f"-c lock_timeout={LOCK_WAIT_MS}",
        "connect_timeout": CONNECT_WAIT_S,
    }
    engine = create_engine(url, connect_args=arguments)
    event.listen(engine, "checkout", _replace_cut)
    # Many rows in one statement; the driver's own way sends one after another, at twice the price.
    engine.dialect.use_insertmanyvalues_wo_returning = True
    return engine


def _replace_cut(connection: Any, _record: object, _proxy: object) -> None:
    """Replace a connection that was cut since its last use, before anybody notices.

    A server that cuts a connection, or stops, says so: there is something to read on a connection
    nobody has asked anything. Asking it each time would cost as much as a statement.
    """
    if not connection.closed:
        waiting = poll()
        waiting.register(connection.fileno(), POLLIN)
        if not waiting.poll(0):
            return
    try:
        connection.execute("SELECT 1")
        connection.rollback()
    except psycopg.Error as error:
        raise DisconnectionError from error


def _open_sqlite(url: str) -> Engine:
    path = url.removeprefix("sqlite:///")
    if path:
        Path(path).parent.mkdir(parents=True, exist_ok=True)
    engine = create_engine(url, connect_args={"check_same_thread": False})

    @event.listens_for(engine, "connect")
    def prepare(connection: Any, _record: object) -> None:
        connection.isolation_level = None
        for pragma in (
            "journal_mode=WAL",
            "synchronous=FULL",
            "foreign_keys=ON",
            f"busy_timeout={LOCK_WAIT_MS}",
        ):
            connection.execute(f"PRAGMA {pragma}")

    @event.listens_for(engine, "begin")
    def begin(connection: Connection) -> None:
        is_write = connection.get_execution_options().get("write")
        connection.exec_driver_sql("BEGIN IMMEDIATE" if is_write else "BEGIN")

    event.listen(engine, "handle_error", _end_with_its_transaction)
    return engine


def _end_with_its_transaction(failed: ExceptionContext) -> None:
    """Give a connection up whose transaction SQLite itself rolled back, as when a disk is full.

    It would keep for good, one by one, whatever else the use case wrote.
    """
    connection = failed.connection
    if connection is None or (failed.statement or "").startswith("BEGIN"):
        return
    raw: Any = connection.connection.driver_connection
    if not raw.in_transaction:
        failed.is_disconnect = True
        failed.invalidate_pool_on_disconnect = False


@contextmanager
def transaction(database: Database) -> Iterator[Session]:
    """Give a writing session; commit on return, roll back on any error.

    Raises Busy when a rival kept its lock too long, Conflict when the case was written meanwhile,
    Unavailable when the database cannot be written.
    """
    try:
        with told(), _turn(database), database.write.begin() as session:
            yield session
    except StaleDataError as error:
        raise Conflict(
            "该办件刚被他人更新，请刷新后重试。",
            "This case was just changed by somebody else; reload and try again.",
        ) from error


@contextmanager
def _turn(database: Database) -> Iterator[None]:
    """Let the writers of an embedded database in one after another; raises Busy."""
    if not database.is_sqlite:
        yield
        return
    with database.turns.taken(LOCK_WAIT_MS / 1000) as has_turn:
        if not has_turn:
            raise busy()
        yield


@contextmanager
def reading(database: Database) -> Iterator[Session]:
    """Give a reading session; nothing it does is kept. Raises Unavailable."""
    with told(), database.read() as session:
        yield session
