"""Load the demo into a new database: calendar, matters, town and cases; then set its clock.

One of the few places that open transactions: one for the town, one for each act of a case.
"""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path
from typing import Any

from sqlalchemy import delete, event, func, select

from engine.attachments import FileStore
from engine.calendars import seed_calendar
from engine.clock import Clock
from engine.days import ZONE
from engine.definitions import deploy_files, read_folder
from engine.demo_clock import set_clock
from engine.errors import Conflict
from engine.store.cases import Case
from engine.store.database import Database, open_database, reading, transaction
from engine.store.people import Person, Section
from engine.store.publishing import Setting
from engine.store.tables import metadata
from web.config import Config
from web.demo import generated
from web.demo.acts import Act
from web.demo.experts import found_experts
from web.demo.stage import Stage
from web.demo.stories import FOLLOWING, FRIDAY_EVENING, STORIES
from web.demo.town import found_town, register_lots

#: Where the demo begins, and the present it is left at.
FOUNDED_AT = datetime(2026, 9, 1, 9, tzinfo=ZONE)
PRESENT = datetime(2026, 11, 10, 9, tzinfo=ZONE)
PROCESSES = Path(__file__).parents[2] / "processes"

#: Setting that says how far a load came: {"state": "loading" | "loaded"}.
KEY = "demo"

Progress = Callable[[str], object]
Stories = tuple[tuple[Act, ...], ...]


def demo_stories() -> Stories:
    """Return every case of the demo: the told ones and the fifty generated."""
    return (*STORIES, *generated.stories(), *FOLLOWING)


def load_demo(
    database: Database,
    config: Config,
    clock: Clock,
    *,
    progress: Progress = print,
    stories: Callable[[], Stories] = demo_stories,
) -> None:
    """Fill a new, migrated database with the demo and set its clock to 2026-11-10 09:00.

    Does nothing when the demo is there; begins anew when an earlier load was broken off. Raises
    Conflict when the database holds something else.
    """
    state = _state(database)
    if state == "loaded":
        progress("演示数据已经装入，保持不变。 / The demo is loaded already; nothing is changed.")
        return
    if state == "loading":
        progress("上次装入中断，清空后重新装入。 / The last load was broken off; beginning anew.")
        _empty(database)
    _refuse_foreign_data(database)
    _mark(database, "loading")
    began_at = clock.now()
    with _hurried(database) as filling:
        _found(filling, progress)
        cases = _play(filling, FileStore(config.attachments), stories(), progress)
    _write_down(database)
    with transaction(database) as session:
        set_clock(session, PRESENT, clock)
    _mark(database, "loaded")
    took = (clock.now() - began_at).total_seconds()
    progress(
        f"演示数据就绪：{cases} 个办件，用时 {took:.0f} 秒。 / "
        f"The demo is ready: {cases} cases in {took:.0f} s."
    )


def _found(database: Database, progress: Progress) -> None:
    progress("正在建立演示城市与人员…… / Founding the demo town …")
    with transaction(database) as session:
        seed_calendar(session)
        for folder in sorted(PROCESSES.iterdir()):
            if (folder / "matter.toml").exists():
                deploy_files(session, read_folder(folder), at=FOUNDED_AT)
        found_town(session, at=FOUNDED_AT)
        register_lots(session, generated.LOTS, on=FOUNDED_AT.date())
        found_experts(session)


def _play(database: Database, files: FileStore, stories: Stories, progress: Progress) -> int:
    """Play the cases up to the demo's present; returns how many there are."""
    progress(f"正在办理 {len(stories)} 个演示办件…… / Playing {len(stories)} demo cases …")
    stage = Stage(database, files, FOUNDED_AT)
    stage.play_all([*(act for story in stories for act in story), *FRIDAY_EVENING])
    stage.move_to(PRESENT)
    return len(stories)


def _state(database: Database) -> str | None:
    with reading(database) as session:
        row = session.get(Setting, KEY)
        return str(row.value["state"]) if row else None


def _mark(database: Database, state: str) -> None:
    with transaction(database) as session:
        session.merge(Setting(key=KEY, value={"state": state}))


def _refuse_foreign_data(database: Database) -> None:
    with reading(database) as session:
        found = [
            session.scalar(select(func.count()).select_from(table))
            for table in (Person, Section, Case)
        ]
    if any(found):
        raise Conflict(
            "数据库中已有非演示数据，不能装入演示。请另选数据目录，如 BANJIE_HOME=demo。",
            "The database holds data that are not the demo's; choose another folder, such as "
            "BANJIE_HOME=demo.",
            code="database_not_empty",
        )


def _empty(database: Database) -> None:
    """Delete every row: only of a database whose demo was never finished."""
    with transaction(database) as session:
        for table in reversed(metadata.sorted_tables):
            session.execute(delete(table))


@contextmanager
def _hurried(database: Database) -> Iterator[Database]:
    """Give a database that does not wait for the disk while a new SQLite file is filled.

    A power cut meanwhile loses a demo that is loaded anew; nothing else is in the file yet.
    """
    if not database.is_sqlite:
        yield database
        return
    filling = open_database(database.engine.url.render_as_string(hide_password=False))

    @event.listens_for(filling.engine, "connect")
    def hurry(connection: Any, _record: object) -> None:
        connection.execute("PRAGMA synchronous=OFF")

    try:
        yield filling
    finally:
        filling.close()


def _write_down(database: Database) -> None:
    """Bring what was written in a hurry safely to the disk, before the load counts as done."""
    if database.is_sqlite:
        connection = database.engine.raw_connection()
        connection.cursor().execute("PRAGMA wal_checkpoint(TRUNCATE)")
        connection.close()
