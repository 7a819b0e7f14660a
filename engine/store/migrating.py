"""Bring a database to the newest tables (Alembic, batch mode on SQLite), whoever else starts."""

from enum import StrEnum
from functools import cache
from pathlib import Path

from alembic import command
from alembic.config import Config
from alembic.script import ScriptDirectory
from sqlalchemy import Connection, inspect, text

from engine.errors import BanjieError, Busy
from engine.store.database import Database
from engine.store.failures import told

FOLDER = Path(__file__).parent / "migrations"
#: Another process that migrates is waited for so often, `LOCK_WAIT_MS` each time: a minute.
PATIENCE = 30
#: The advisory lock of whoever migrates; any number that is always the same.
LOCK = 0x62616E6A6965
OTHER_MIGRATES = (
    "另一个进程正在升级表结构，一分钟还没完：请稍后再启动，并看它的日志。",
    "Another process has been migrating the tables for a minute: start again later, and "
    "look at its log.",
)


class Tables(StrEnum):
    """What a database holds, seen from the tables the code works with."""

    OLDER = "older"
    CURRENT = "current"
    NEWER = "newer"


class TablesTooNew(BanjieError):
    """The database was migrated by a newer program than this one."""

    code = "tables_too_new"


def migration_config() -> Config:
    """Return Alembic's configuration for our folder of migrations."""
    config = Config()
    config.set_main_option("script_location", str(FOLDER))
    return config


def migrate(database: Database) -> None:
    """Apply every migration the database does not have yet; one process does it, others wait.

    Raises TablesTooNew when the program is older than the tables, Busy when another process did
    not come to an end.
    """
    tables = state_of_tables(database)
    if tables is Tables.NEWER:
        raise TablesTooNew(*advice(tables))
    if tables is Tables.OLDER and not any(_upgrade(database) for _ in range(PATIENCE)):
        raise Busy(*OTHER_MIGRATES)


def _upgrade(database: Database) -> bool:
    """Upgrade what is still to be upgraded; False while a rival does."""
    config = migration_config()
    try:
        with told(), database.engine.execution_options(write=True).begin() as connection:
            _lock(connection)
            # Alembic reads anew what there is: a rival may have done it meanwhile.
            config.attributes["connection"] = connection
            command.upgrade(config, "head")
    except Busy:
        return False
    return True


def _lock(connection: Connection) -> None:
    """Shut other migrating processes out until the transaction ends; SQLite has done so."""
    if connection.dialect.name == "postgresql":
        connection.execute(text("SELECT pg_advisory_xact_lock(:lock)"), {"lock": LOCK})


def state_of_tables(database: Database) -> Tables:
    """Say whether the database has the tables of this code; without any it is older.

    Raises Unavailable when it does not answer.
    """
    newest, known = _revisions()
    with told(), database.engine.connect() as connection:
        there = _applied(connection)
    if there == newest:
        return Tables.CURRENT
    return Tables.OLDER if there <= known else Tables.NEWER


@cache
def _revisions() -> tuple[frozenset[str], frozenset[str]]:
    """Return the newest and all migrations of this code."""
    script = ScriptDirectory.from_config(migration_config())
    known = frozenset(revision.revision for revision in script.walk_revisions())
    return frozenset(script.get_heads()), known


def _applied(connection: Connection) -> set[str]:
    """Return what Alembic noted in the database, read quietly: /readyz asks often."""
    if not inspect(connection).has_table("alembic_version"):
        return set()
    return set(connection.scalars(text("SELECT version_num FROM alembic_version")))


def advice(tables: Tables) -> tuple[str, str]:
    """Return in Chinese and English what to do about tables that are not the code's."""
    return _ADVICE[tables]


_ADVICE = {
    Tables.CURRENT: ("", ""),
    Tables.OLDER: (
        "数据库的表结构比程序旧：请先备份，再运行任一 banjie 命令（如 banjie verify）来升级。",
        "The tables are older than the program: back up, then run any banjie command (such as "
        "banjie verify); it migrates them.",
    ),
    Tables.NEWER: (
        "数据库的表结构比程序新：请把这台机器的程序升到其他机器的版本，或恢复升级前的备份。",
        "The tables are newer than the program: bring this machine's program to the version of "
        "the others, or restore the backup made before the migration.",
    ),
}


def write_revision(database: Database, message: str) -> None:
    """Write a new migration file from the difference between tables and database."""
    config = migration_config()
    with database.engine.begin() as connection:
        config.attributes["connection"] = connection
        command.revision(config, message=message, autogenerate=True)
