"""Migrations bring a database to exactly the tables the code works with."""

from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext

from engine.store.database import Database
from engine.store.migrating import migrate
from engine.store.tables import metadata


def differences(database: Database) -> list[object]:
    with database.engine.connect() as connection:
        context = MigrationContext.configure(connection, opts={"compare_type": True})
        return list(compare_metadata(context, metadata))


def test_a_migrated_database_has_the_tables_of_the_code(any_database: Database) -> None:
    assert differences(any_database) == []


def test_migrating_again_changes_nothing(database: Database) -> None:
    migrate(database)

    assert differences(database) == []
