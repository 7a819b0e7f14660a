"""What every command needs: settings and the database they name."""

from dataclasses import replace
from pathlib import Path

import click

from engine.store.database import Database, open_database
from engine.store.migrating import migrate
from web.config import Config, read_config

HOME = click.option("--home", help="数据目录 / Folder of the data (BANJIE_HOME, default var).")


def settings(home: str | None = None, *, demo: bool | None = None) -> Config:
    """Return the settings of the environment, with the home folder and mode given."""
    config = read_config()
    if home is not None:
        folder = Path(home).expanduser().resolve()
        is_embedded = config.database_url == f"sqlite:///{config.home / 'banjie.sqlite3'}"
        url = f"sqlite:///{folder / 'banjie.sqlite3'}" if is_embedded else config.database_url
        config = replace(config, home=folder, database_url=url)
    return config if demo is None else replace(config, demo=demo)


def open_migrated(config: Config) -> Database:
    """Open the database and bring its tables up to date."""
    config.home.mkdir(parents=True, exist_ok=True)
    database = open_database(config.database_url)
    migrate(database)
    return database
