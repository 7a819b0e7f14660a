"""What every test may ask for: a database, a clock that is moved by hand, the town."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from databases import (
    ABSENT,
    KINDS,
    close_whole,
    copied,
    copying,
    drop_all,
    empty_postgresql,
    open_file,
)
from towns import Town, found_everything, moment

from engine.attachments import FileStore
from engine.clock import SettableClock
from engine.store.database import Database
from engine.store.migrating import migrate

#: Here whatever touches a database is run on every kind of it.
EVERY_KIND = tuple(Path(__file__).parent / folder for folder in ("engine", "soak"))
ASKING = {"any_database", "any_town"}
MARKS = {"sqlite": (), "postgresql": pytest.mark.postgresql}


def pytest_addoption(parser: pytest.Parser) -> None:
    """Let a run keep to one kind of database."""
    parser.addoption("--database", choices=KINDS, help="run on this kind of database only")


def pytest_generate_tests(metafunc: pytest.Metafunc) -> None:
    """Run the engine's tests that touch a database on every kind, and others that ask for it."""
    names = set(metafunc.fixturenames)
    is_engines = any(metafunc.definition.path.is_relative_to(one) for one in EVERY_KIND)
    if "database_kind" in names and (is_engines or ASKING & names):
        only = metafunc.config.getoption("--database")
        kinds = [only] if only else KINDS
        metafunc.parametrize(
            "database_kind", [pytest.param(kind, marks=MARKS[kind]) for kind in kinds]
        )


def pytest_unconfigure() -> None:
    """Leave no database behind."""
    drop_all()


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    """Say loudly what did not run for want of PostgreSQL or a broker."""
    skipped = [str(one.longrepr) for one in terminalreporter.getreports("skipped")]
    for name in ("postgresql", "broker"):
        silent = [one for one in skipped if f"{ABSENT} {name}" in one]
        if silent:
            message = f"{len(silent)} test(s) NOT run: {ABSENT} {name}"
            terminalreporter.write_sep("!", message, yellow=True)


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
def database_kind(request: pytest.FixtureRequest) -> str:
    """Give the kind of database a test runs on: SQLite unless `--database` says otherwise."""
    return str(request.config.getoption("--database") or "sqlite")


@pytest.fixture
def database(database_kind: str, empty_template: Path, tmp_path: Path) -> Iterator[Database]:
    """Give a migrated database of one's own."""
    with (
        copied(empty_template, tmp_path) if database_kind == "sqlite" else empty_postgresql() as one
    ):
        yield one


@pytest.fixture
def any_database(database: Database) -> Database:
    """Give a migrated database; the test runs on either kind, wherever it lies."""
    return database


@pytest.fixture
def clock() -> SettableClock:
    """Give a clock that stands at a working day's opening."""
    return SettableClock(moment("09-24 09:00"))


@pytest.fixture
def town(
    database_kind: str, town_template: Path, tmp_path: Path, clock: SettableClock
) -> Iterator[Town]:
    """Give the town of the demo without a case."""
    with copying(database_kind)(town_template, tmp_path) as one:
        yield Town(one, clock, FileStore(tmp_path / "attachments"))


@pytest.fixture
def any_town(town: Town) -> Town:
    """Give the town; the test runs on either kind of database, wherever it lies."""
    return town
