"""How many tasks a second one, two and four processes complete, each in its own cases."""

import os
import subprocess
import sys
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path

import pytest
import rounds
from databases import KINDS, close_whole, copied
from sources import ROOT
from towns import Town, moment

from engine.attachments import FileStore
from engine.clock import SettableClock
from engine.store.database import Database
from tests.bench.durable import durable
from tests.bench.measuring import median
from tests.bench.report import keep_by

WRITERS = (1, 2, 4)
CASES = 5
COMPLETIONS = 60
REPEATS = 3

FOLDERS = (ROOT, ROOT / "tests")


@pytest.fixture(scope="module")
def built(town_template: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a file with cases enough for the most writers."""
    folder = tmp_path_factory.mktemp("writers")
    with copied(town_template, folder) as database:
        rounds.deploy_rounds(database)
        town = Town(database, SettableClock(moment("09-24 09:00")), FileStore(folder / "files"))
        for _ in range(max(WRITERS) * CASES):
            rounds.start(town)
        close_whole(database)
        return Path(str(database.engine.url.database))


@contextmanager
def writer(database: Database, place: int) -> Iterator[subprocess.Popen[str]]:
    url = database.engine.url.render_as_string(hide_password=False)
    asked = (url, 1 + place * CASES, CASES, COMPLETIONS)
    with subprocess.Popen(
        [sys.executable, "-m", "tests.bench.writing", *map(str, asked)],
        cwd=ROOT,
        env={**os.environ, "PYTHONPATH": os.pathsep.join(map(str, FOLDERS))},
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    ) as process:
        yield process


def per_second(database: Database, writers: int) -> float:
    with ExitStack() as opened:
        running = [opened.enter_context(writer(database, place)) for place in range(writers)]
        assert [one.stdout.readline() for one in running] == ["ready\n"] * writers
        for one in running:
            one.stdin.write("go\n")
            one.stdin.flush()
        spans = [tuple(map(float, one.stdout.readline().split())) for one in running]
    took = max(ended for _, ended in spans) - min(began for began, _ in spans)
    return writers * COMPLETIONS / took


@pytest.mark.parametrize("kind", KINDS)
def test_completions_a_second(kind: str, built: Path, tmp_path: Path) -> None:
    found: dict[int, list[float]] = {writers: [] for writers in WRITERS}
    for _ in range(REPEATS):
        for writers in WRITERS:
            with durable(kind, built, tmp_path) as database:
                found[writers].append(per_second(database, writers))
    figures = {str(writers): median(each) for writers, each in found.items()}
    keep_by("completions_per_second", kind, figures)
    sys.stdout.write(f"\ncompletions a second by writers, {kind}: {figures}")

    assert min(figures.values()) > 0
