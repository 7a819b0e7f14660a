"""Migrations bring a database to exactly the tables the code works with, once, whoever starts."""

import multiprocessing
from collections.abc import Iterator
from contextlib import closing
from multiprocessing.synchronize import Barrier
from pathlib import Path

import pytest
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from databases import drop_postgresql, make_postgresql, url_of
from sqlalchemy import text

from engine.errors import Busy
from engine.store.database import Database, open_database, transaction
from engine.store.migrating import LOCK, Tables, TablesTooNew, migrate, state_of_tables
from engine.store.tables import metadata

PROCESSES = 6


@pytest.fixture
def bare(database_kind: str, tmp_path: Path) -> Iterator[str]:
    """Give the URL of a database without a table."""
    if database_kind == "sqlite":
        yield f"sqlite:///{tmp_path / 'bare/banjie.sqlite3'}"
        return
    name = make_postgresql()
    yield url_of(name)
    drop_postgresql(name)


def differences(database: Database) -> list[object]:
    with database.engine.connect() as connection:
        context = MigrationContext.configure(connection, opts={"compare_type": True})
        return list(compare_metadata(context, metadata))


def start(url: str, others: Barrier) -> None:
    """Do what a starting process does, at the same moment as the others."""
    others.wait(30)
    with closing(open_database(url)) as database:
        migrate(database)
        if state_of_tables(database) is not Tables.CURRENT:
            raise SystemExit(2)


def stamp(database: Database, revision: str) -> None:
    with transaction(database) as session:
        session.execute(text("UPDATE alembic_version SET version_num = :it"), {"it": revision})


def test_a_migrated_database_has_the_tables_of_the_code(database: Database) -> None:
    assert differences(database) == []


def test_migrating_again_changes_nothing(database: Database) -> None:
    migrate(database)

    assert differences(database) == []


def test_of_many_that_start_at_once_one_migrates_and_the_others_wait(bare: str) -> None:
    forking = multiprocessing.get_context("fork")
    others = forking.Barrier(PROCESSES)
    starting = [forking.Process(target=start, args=(bare, others)) for _ in range(PROCESSES)]
    for one in starting:
        one.start()
    for one in starting:
        one.join(60)

    assert [one.exitcode for one in starting] == [0] * PROCESSES
    with closing(open_database(bare)) as database:
        assert differences(database) == []


def test_who_migrates_for_too_long_is_not_waited_for(
    bare: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("engine.store.database.LOCK_WAIT_MS", 50)
    monkeypatch.setattr("engine.store.migrating.PATIENCE", 2)
    with closing(open_database(bare)) as database, closing(open_database(bare)) as other:
        with other.engine.execution_options(write=True).begin() as connection:
            if not other.is_sqlite:
                connection.execute(text(f"SELECT pg_advisory_xact_lock({LOCK})"))
            with pytest.raises(Busy, match="Another process"):
                migrate(database)
        migrate(database)

        assert state_of_tables(database) is Tables.CURRENT


def test_tables_of_a_newer_program_are_left_alone(database: Database) -> None:
    stamp(database, "9999")

    with pytest.raises(TablesTooNew, match="newer than the program"):
        migrate(database)
    assert state_of_tables(database) is Tables.NEWER


def test_a_database_without_tables_is_older(bare: str) -> None:
    with closing(open_database(bare)) as database:
        assert state_of_tables(database) is Tables.OLDER
