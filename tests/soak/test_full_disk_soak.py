"""A real disk that fills up under the real application, and is made larger (needs root)."""

import os
import shutil
import subprocess
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path

import pytest
from api_programs import REQUEST, Program, application
from books import check
from databases import POSTGRESQL, drop_postgresql, open_postgresql
from sqlalchemy import create_engine, func, select, text
from towns import Town

from engine.attachments import FileStore
from engine.sign_in import start_sign_in
from engine.store.cases import Case
from engine.store.database import Database, open_database, reading, transaction
from engine.store.people import Person

NAME = "banjie_on_a_small_disk"
#: Room for the town, and little more; PostgreSQL needs ten times as much for it.
SMALL = {"sqlite": "3m", "postgresql": "13m"}
LARGE, MOST = "200m", 5_000


@pytest.fixture
def disk(database_kind: str) -> Iterator[Path]:
    """Give a disk of its own that is small."""
    place = Path("/var/tmp") / f"banjie-disk-{os.getpid()}"
    place.mkdir()
    mounted = subprocess.run(
        ["mount", "-t", "tmpfs", "-o", f"size={SMALL[database_kind]}", "tmpfs", place]
    )
    if mounted.returncode:
        place.rmdir()
        pytest.skip("only root may mount a disk")
    yield place
    subprocess.run(["umount", place], check=True)
    place.rmdir()


@contextmanager
def moved(town: Town, disk: Path) -> Iterator[Database]:
    """Give the town's database on another disk."""
    town.database.close()
    place = str(town.database.engine.url.database)
    if town.database.is_sqlite:
        shutil.copyfile(place, disk / "banjie.sqlite3")
        with closing(open_database(f"sqlite:///{disk / 'banjie.sqlite3'}")) as database:
            yield database
        return
    shutil.chown(disk, "postgres")
    admin = create_engine(POSTGRESQL, isolation_level="AUTOCOMMIT")
    with admin.connect() as connection:
        connection.execute(text(f"CREATE TABLESPACE {NAME} LOCATION '{disk}'"))
        connection.execute(text(f"CREATE DATABASE {NAME} TEMPLATE {place} TABLESPACE {NAME}"))
    try:
        with closing(open_postgresql(NAME)) as database:
            yield database
    finally:
        drop_postgresql(NAME)
        with admin.connect() as connection:
            connection.execute(text(f"DROP TABLESPACE {NAME}"))
        admin.dispose()


def cases(database: Database) -> int:
    with reading(database) as session:
        return session.scalar(select(func.count()).select_from(Case)) or 0


def test_a_disk_that_fills_up_stops_work_in_words_and_loses_nothing(
    town: Town, disk: Path, tmp_path: Path
) -> None:
    with moved(town, disk) as database:
        here = Town(database, town.clock, FileStore(tmp_path / "attachments"))
        app = application(here, tmp_path, demo=False)
        with transaction(database) as session:
            who = session.get_one(Person, "chenting")
            token = start_sign_in(session, who, kind="token", now=town.clock.now())
        clerk = Program(app.test_client(), token)
        sent = {"matter": "three_steps", "values": REQUEST}
        done = 0
        while (answer := clerk.post("/cases", sent)).status_code == 201:
            done += 1
            assert done < MOST
        refused = [clerk.post("/cases", sent) for _ in range(5)]
        assert {one.json["code"] for one in (answer, *refused) if one.status_code != 201} == {
            "disk_full"
        }
        done += sum(one.status_code == 201 for one in refused)
        assert cases(database) == done
        assert clerk.get("/cases").status_code == 200

        subprocess.run(["mount", "-o", f"remount,size={LARGE}", disk], check=True)
        assert clerk.post("/cases", sent).status_code == 201
        assert cases(database) == done + 1
        assert check(database) == 0
        print(f"\n{done} cases until the disk was full")  # noqa: T201
