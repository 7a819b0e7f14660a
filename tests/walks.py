"""Walking a matter given as a folder, on a stage of its own."""

from datetime import datetime
from pathlib import Path

from engine.definitions import deploy_files, read_folder
from engine.store.database import Database, transaction
from web.walking import Walk, opened, walk


def walk_folder(database: Database, folder: Path, *, at: datetime, **how: int) -> Walk:
    """Walk a folder among the people and rules of a database, which is only read."""
    with opened(database) as (stage, first):
        with transaction(stage.restore(first)) as session:
            key = deploy_files(session, read_folder(folder), at=at).matter_key
        return walk(stage, stage.keep(), key, at=at, **how)
