"""Bring a database to the newest tables (Alembic, batch mode on SQLite)."""

from pathlib import Path

from alembic import command
from alembic.config import Config
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory

from engine.store.database import Database

FOLDER = Path(__file__).parent / "migrations"


def migration_config() -> Config:
    """Return Alembic's configuration for our folder of migrations."""
    config = Config()
    config.set_main_option("script_location", str(FOLDER))
    return config


def migrate(database: Database) -> None:
    """Apply every migration the database does not have yet."""
    config = migration_config()
    with database.engine.execution_options(write=True).begin() as connection:
        config.attributes["connection"] = connection
        command.upgrade(config, "head")


def is_current(database: Database) -> bool:
    """Say whether a database has every migration."""
    newest = set(ScriptDirectory.from_config(migration_config()).get_heads())
    with database.engine.connect() as connection:
        return set(MigrationContext.configure(connection).get_current_heads()) == newest


def write_revision(database: Database, message: str) -> None:
    """Write a new migration file from the difference between tables and database."""
    config = migration_config()
    with database.engine.begin() as connection:
        config.attributes["connection"] = connection
        command.revision(config, message=message, autogenerate=True)
