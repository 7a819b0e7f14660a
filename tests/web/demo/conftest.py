"""The whole demo, loaded once and copied for every test that writes."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from databases import close_whole, copied, open_file
from demos import Demo, demo_at_present
from towns import moment

from engine.clock import SettableClock
from web.config import Config
from web.demo.loading import load_demo


@pytest.fixture(scope="session")
def demo_folder(empty_template: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a folder with the loaded demo: `demo.sqlite3` and its attachments."""
    folder = tmp_path_factory.mktemp("demo")
    path = folder / "demo.sqlite3"
    path.write_bytes(empty_template.read_bytes())
    database = open_file(path)
    config = Config(home=folder, database_url=f"sqlite:///{path}", demo=True)
    load_demo(database, config, SettableClock(moment("11-22 18:00")), progress=lambda _: None)
    close_whole(database)
    return folder


@pytest.fixture(scope="session")
def shown(demo_folder: Path) -> Iterator[Demo]:
    """Give the demo to look at; nothing may write to it."""
    database = open_file(demo_folder / "demo.sqlite3")
    yield demo_at_present(database, demo_folder)
    database.close()


@pytest.fixture
def demo(demo_folder: Path, tmp_path: Path) -> Iterator[Demo]:
    """Give a demo of one's own, at 2026-11-10 09:00."""
    with copied(demo_folder / "demo.sqlite3", tmp_path) as database:
        yield demo_at_present(database, demo_folder)
