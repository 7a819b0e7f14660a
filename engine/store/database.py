"""Opening the database and its transactions: SQLite when embedded, PostgreSQL when grown.

One use case is one transaction. Returning commits, raising rolls back. A rival is waited for at
most two seconds; then `Busy` is raised.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, Engine, create_engine, event
from sqlalchemy.exc import OperationalError
from sqlalchemy.orm import Session, sessionmaker
from sqlalchemy.orm.exc import StaleDataError

from engine.errors import Busy, Conflict
from engine.store.turns import Turns

LOCK_WAIT_MS = 2000


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
    return _database(
        create_engine(url, connect_args={"options": f"-c lock_timeout={LOCK_WAIT_MS}"})
    )


def _database(engine: Engine) -> Database:
    write = engine.execution_options(write=True)
    return Database(
        engine,
        write=sessionmaker(write, expire_on_commit=False),
        read=sessionmaker(engine, expire_on_commit=False),
    )


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

    return engine


@contextmanager
def transaction(database: Database) -> Iterator[Session]:
    """Give a writing session; commit on return, roll back on any error.

    Raises Busy when a rival kept its lock too long, Conflict when the case was written meanwhile.
    """
    try:
        with _turn(database), database.write.begin() as session:
            yield session
    except StaleDataError as error:
        raise Conflict(
            "该办件刚被他人更新，请刷新后重试。",
            "This case was just changed by somebody else; reload and try again.",
        ) from error
    except OperationalError as error:
        if not is_rivalry(error):
            raise
        raise _busy() from error


@contextmanager
def _turn(database: Database) -> Iterator[None]:
    """Let the writers of an embedded database in one after another; raises Busy."""
    if not database.is_sqlite:
        yield
        return
    with database.turns.taken(LOCK_WAIT_MS / 1000) as has_turn:
        if not has_turn:
            raise _busy()
        yield


def _busy() -> Busy:
    return Busy(
        "该办件正被他人办理，请稍候几秒重试。",
        "This case is being worked on right now; try again in a few seconds.",
    )


@contextmanager
def reading(database: Database) -> Iterator[Session]:
    """Give a reading session; nothing it does is kept."""
    with database.read() as session:
        yield session


def is_rivalry(error: OperationalError) -> bool:
    """Say whether a database error means that a rival kept a lock too long, or each the other's."""
    text = str(error.orig)
    return any(sign in text for sign in ("database is locked", "lock timeout", "deadlock detected"))
