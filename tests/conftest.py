"""What every test may ask for: a database, a clock that is moved by hand, the town."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from databases import (
    ABSENT,
    close_whole,
    copied,
    copied_to_postgresql,
    empty_postgresql,
    open_file,
)
from towns import Town, found_everything, moment

from engine.attachments import FileStore
from engine.clock import SettableClock
from engine.store.database import Database
from engine.store.migrating import migrate


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    """Say loudly what did not run for want of PostgreSQL."""
    skipped = terminalreporter.getreports("skipped")
    silent = [one for one in skipped if ABSENT in str(one.longrepr)]
    if silent:
        terminalreporter.write_sep("!", f"{len(silent)} test(s) NOT run: {ABSENT}", yellow=True)


@pytest.fixture(scope="session")
def empty_template(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a migrated SQLite file without a row."""
    path = tmp_path_factory.mktemp("empty") / "template.sqlite3"
    database = open_file(path)
    migrate(database)
    close_whole(database)
    return path


@pytest.fixture(scope="session")
def town_template(empty_template: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a SQLite file with the town and its matters, without a case."""
    path = tmp_path_factory.mktemp("town") / "template.sqlite3"
    path.write_bytes(empty_template.read_bytes())
    database = open_file(path)
    found_everything(database)
    close_whole(database)
    return path


@pytest.fixture
def database(empty_template: Path, tmp_path: Path) -> Iterator[Database]:
    """Give a migrated SQLite database of one's own."""
    with copied(empty_template, tmp_path) as one:
        yield one


@pytest.fixture(params=["sqlite", pytest.param("postgresql", marks=pytest.mark.postgresql)])
def any_database(
    request: pytest.FixtureRequest, empty_template: Path, tmp_path: Path
) -> Iterator[Database]:
    """Give a migrated database of either kind."""
    is_sqlite = request.param == "sqlite"
    with copied(empty_template, tmp_path) if is_sqlite else empty_postgresql() as one:
        yield one


@pytest.fixture
def clock() -> SettableClock:
    """Give a clock that stands at a working day's opening."""
    return SettableClock(moment("09-24 09:00"))


@pytest.fixture
def town(town_template: Path, tmp_path: Path, clock: SettableClock) -> Iterator[Town]:
    """Give the town of the demo without a case."""
    with copied(town_template, tmp_path) as one:
        yield Town(one, clock, FileStore(tmp_path / "attachments"))


@pytest.fixture(params=["sqlite", pytest.param("postgresql", marks=pytest.mark.postgresql)])
def any_town(
    request: pytest.FixtureRequest, town_template: Path, tmp_path: Path, clock: SettableClock
) -> Iterator[Town]:
    """Give the town in a database of either kind."""
    copying = copied if request.param == "sqlite" else copied_to_postgresql
    with copying(town_template, tmp_path) as one:
        yield Town(one, clock, FileStore(tmp_path / "attachments"))
