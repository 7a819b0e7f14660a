"""Backup and restore: everything, into any of our databases, all or nothing."""

import tarfile
from collections.abc import Iterator
from pathlib import Path

import permit_forms as forms
import pytest
from builders import accepted, apply, decided, review_all
from databases import copied, empty_postgresql
from sqlalchemy import func, select, text
from sqlalchemy.exc import DBAPIError
from towns import PDF, Town

from engine.attachments import FileStore
from engine.errors import Conflict, NotFound
from engine.records import verify_records
from engine.store.backing_up import read_backup, write_backup
from engine.store.database import Database, reading
from engine.store.tables import metadata


@pytest.fixture
def backup(town: Town, tmp_path: Path) -> Path:
    """Return the archive of a town with cases in three states."""
    apply(town)
    review_all(town, accepted(town))
    decided(town)
    file = tmp_path / "backup.tar.gz"
    write_backup(town.database, town.files.folder, file)
    return file


@pytest.fixture(params=["sqlite", pytest.param("postgresql", marks=pytest.mark.postgresql)])
def target(
    request: pytest.FixtureRequest, empty_template: Path, tmp_path: Path
) -> Iterator[Database]:
    """Give an empty database to restore into."""
    is_sqlite = request.param == "sqlite"
    folder = tmp_path / "new"
    folder.mkdir()
    with copied(empty_template, folder) if is_sqlite else empty_postgresql() as one:
        yield one


def rows(database: Database) -> dict[str, list[tuple[object, ...]]]:
    found = {}
    with reading(database) as session:
        for table in metadata.sorted_tables:
            listed = session.execute(select(table)).all()
            found[table.name] = sorted((tuple(row) for row in listed), key=str)
    return found


def test_every_row_of_every_table_comes_back(
    town: Town, backup: Path, target: Database, tmp_path: Path
) -> None:
    restored = read_backup(target, tmp_path / "restored/attachments", backup)

    assert rows(target) == rows(town.database)
    assert restored == sum(map(len, rows(town.database).values()))
    with reading(target) as session:
        assert verify_records(session) == []


def test_work_goes_on_where_it_stopped(
    town: Town, backup: Path, target: Database, tmp_path: Path
) -> None:
    folder = tmp_path / "restored/attachments"
    read_backup(target, folder, backup)
    moved = Town(target, town.clock, FileStore(folder))
    moved.do(2, "draft_opinion", forms.opinion(), by="hexiaoyu")
    new = apply(moved)

    assert moved.case(new).number == "SGXK-2026-0004"
    assert moved.steps(new) == {"intake_review"}
    moved.sweep("10-20 09:00")
    assert moved.case(new).document["acceptance"] == "deemed"


def test_attachments_travel_with_it(backup: Path, target: Database, tmp_path: Path) -> None:
    folder = tmp_path / "restored/attachments"
    read_backup(target, folder, backup)

    (kept,) = [path for path in folder.rglob("*") if path.is_file()]
    assert kept.read_bytes() == PDF


def test_a_filled_database_is_never_overwritten(town: Town, backup: Path, tmp_path: Path) -> None:
    with pytest.raises(Conflict):
        read_backup(town.database, tmp_path / "restored/attachments", backup)
    assert not (tmp_path / "restored").exists()


def test_an_incomplete_archive_restores_nothing(
    backup: Path, target: Database, tmp_path: Path
) -> None:
    inside, cut = tmp_path / "inside", tmp_path / "cut.tar.gz"
    with tarfile.open(backup) as archive:
        archive.extractall(inside, filter="data")
    (inside / "tables/records.jsonl").unlink()
    with tarfile.open(cut, "w:gz") as archive:
        archive.add(inside / "tables", "tables")

    with pytest.raises(NotFound, match="records"):
        read_backup(target, tmp_path / "restored/attachments", cut)
    assert not any(rows(target).values())


def test_a_backup_that_fails_leaves_the_one_before_and_no_half(
    town: Town, backup: Path, tmp_path: Path
) -> None:
    before = backup.read_bytes()
    with town.database.write.begin() as session:
        session.execute(text("DROP TABLE timers"))

    with pytest.raises(DBAPIError):
        write_backup(town.database, town.files.folder, backup)
    assert backup.read_bytes() == before
    assert [path.name for path in tmp_path.glob("backup*")] == ["backup.tar.gz"]


def test_a_backup_is_of_one_moment(town: Town, tmp_path: Path) -> None:
    file = tmp_path / "backup.tar.gz"
    held = write_backup(town.database, town.files.folder, file)

    with reading(town.database) as session:
        counted = sum(
            session.scalar(select(func.count()).select_from(table)) or 0
            for table in metadata.sorted_tables
        )
    assert held == counted
