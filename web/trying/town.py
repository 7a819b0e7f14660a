"""The scratch town: a database of its own with the bureau's people, rules and calendar, no cases.

A version that is tried is published there and nowhere else.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path

from sqlalchemy import delete, select, update
from sqlalchemy.orm import Session

from engine import calendars, limit_rules
from engine.attachments import FileStore
from engine.definitions import LIMITS, SEED_DAY, Definition, deploy_files, load_definition
from engine.store.database import Database, open_database, transaction
from engine.store.migrating import migrate
from engine.store.people import Person
from engine.store.publishing import LimitVersion, Matter
from web.walking.stage import copy_world

#: Lies beside the files of a version that is only tried, so that it has an id of its own.
MARK = "tried"
NOW = "now.sqlite3"


@dataclass(frozen=True)
class Town:
    """A scratch town: its database, and the folder for the files people hand in."""

    folder: Path
    database: Database

    @property
    def files(self) -> FileStore:
        """The store of what is handed in here."""
        return FileStore(self.folder / "attachments")


def found(source: Database, folder: Path) -> Town:
    """Make a scratch town in a folder, with the people and rules of `source`.

    Nobody can sign in there: no password comes along.
    """
    folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    town = opened(folder)
    migrate(town.database)
    copy_world(source, town.database)
    with transaction(town.database) as session:
        session.execute(update(Person).values(password_hash=""))
    return town


def opened(folder: Path, name: str = NOW) -> Town:
    """Open the scratch town of a folder, from the file of this name."""
    return Town(folder, open_database(f"sqlite:///{folder / name}"))


def publish_files(session: Session, files: Mapping[str, bytes], *, at: datetime) -> Definition:
    """Publish a matter's files as they stand, in the scratch town only.

    Limits the files state replace the bureau's there. Raises InvalidMatter with every finding.
    """
    calendars.seed_calendar(session)
    tried = {**files, MARK: b""}
    definition = deploy_files(session, tried, at=at)
    if LIMITS not in files:
        return definition
    known = LimitVersion.matter_key == definition.matter_key
    session.execute(delete(LimitVersion).where(known))
    session.flush()
    return deploy_files(session, tried, at=at)


def take_version(session: Session, definition_id: str) -> Definition:
    """Let new cases of the scratch town begin with a version that is published already."""
    definition = load_definition(session, definition_id)
    session.get_one(Matter, definition.matter_key).current_definition_id = definition_id
    session.flush()
    return definition


def settle_limits(session: Session, matter_key: str, day: date) -> None:
    """Let the limits that hold on a day hold from the beginning, whenever a run begins."""
    held = limit_rules.versions_on(session, matter_key, day)
    known = select(LimitVersion).where(
        LimitVersion.matter_key == matter_key, LimitVersion.from_on <= day
    )
    for row in session.scalars(known):
        if row.id != held[row.limit_key].id:
            session.delete(row)
    session.flush()
    for row in held.values():
        row.from_on = SEED_DAY
    session.flush()
