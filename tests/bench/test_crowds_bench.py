"""What a list and a sweep cost among a thousand open tasks, and among a million.

The tasks are one person's: half are held, half wait in the pool of the person's post. Every task
has a case and a clock of its own. BANJIE_BENCH_CROWD and BANJIE_BENCH_DUE set other numbers.
"""

import os
import sys
from collections.abc import Callable, Iterator, Mapping
from contextlib import ExitStack
from dataclasses import dataclass
from itertools import count
from pathlib import Path

import pytest
import rounds
from databases import KINDS
from flask.testing import FlaskClient
from multitudes import FIRST, multiply
from sqlalchemy import text
from towns import Town, moment

from engine.attachments import FileStore
from engine.clock import SettableClock
from engine.scheduler import sweep_now
from engine.store.database import Database, reading
from engine.sweep import due_cases
from tests.bench.durable import durable
from tests.bench.measuring import TRIES, median, milliseconds
from tests.bench.report import keep_by
from web.app import create_app
from web.config import Config
from web.demo import DEMO_PASSWORD

FEW = 1_000
MANY = int(os.environ.get("BANJIE_BENCH_CROWD", "1000000"))
SOME_DUE, MANY_DUE = 100, int(os.environ.get("BANJIE_BENCH_DUE", "10000"))
ROUNDS = 15
WARM_UP = 3
#: A million cost at most so many times what a thousand do.
MOST = 1.5

WHO = "zhengkai"
PAGES = {"held": "/tasks", "pool": "/tasks/pool", "api": "/api/v1/tasks"}


@dataclass
class Crowd:
    """A town with a crowd in it, and two real cases of which copies will be due."""

    town: Town
    due_first: int
    due_later: int
    browser: FlaskClient
    headers: dict[str, str]

    def get(self, address: str) -> None:
        answer = self.browser.get(address, headers=self.headers)
        assert answer.status_code == 200, answer.text[:300]

    def sweep(self) -> None:
        sweep_now(self.town.database, self.town.clock)


Crowds = Mapping[int, Crowd]


@pytest.fixture(scope="module", params=KINDS)
def kind(request: pytest.FixtureRequest) -> str:
    return str(request.param)


@pytest.fixture(scope="module")
def crowds(
    kind: str, town_template: Path, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Crowds]:
    folder = tmp_path_factory.mktemp("crowds")
    with ExitStack() as opened:
        yield {
            number: _crowd(
                opened.enter_context(durable(kind, town_template, folder)), folder, number
            )
            for number in (FEW, MANY)
        }


def _crowd(database: Database, folder: Path, number: int) -> Crowd:
    town = Town(database, SettableClock(moment("09-24 09:00")), FileStore(folder / "files"))
    rounds.deploy_rounds(database)
    due_first = rounds.start(town)
    town.move("09-28 09:00")
    due_later, never = rounds.start(town), rounds.start(town)
    rounds.complete(town, never)
    multiply(town, never, number // 2, assignee_id=WHO)
    multiply(town, never, number // 2, first=FIRST + number // 2, assignee_id=None)
    _settle(database)
    config = Config(home=folder, database_url="", testing=True)
    app = create_app(config, database=database, clock=town.clock)
    app.config["WTF_CSRF_ENABLED"] = False
    browser, sent = app.test_client(), {"username": WHO, "password": DEMO_PASSWORD}
    assert browser.post("/sign-in", data=sent).status_code == 302
    token = browser.post("/api/v1/tokens", json={"name": WHO, "password": DEMO_PASSWORD})
    headers = {"Authorization": f"Bearer {token.json['token']}"}
    return Crowd(town, due_first, due_later, browser, headers)


def _settle(database: Database) -> None:
    """Do what a database does by itself in the hours after so much was written."""
    if database.is_sqlite:
        with database.engine.connect() as connection:
            connection.exec_driver_sql("ROLLBACK")
            connection.exec_driver_sql("PRAGMA wal_checkpoint(TRUNCATE)")
            connection.exec_driver_sql("BEGIN")
        return
    with database.engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
        connection.execute(text("VACUUM ANALYZE"))
        connection.execute(text("CHECKPOINT"))


def interleaved(acts: Mapping[str, Callable[[], object]]) -> dict[str, float]:
    times: dict[str, list[float]] = {key: [] for key in acts}
    for _ in range(ROUNDS):
        for key, act in acts.items():
            times[key].append(milliseconds(act))
    return {key: median(found[WARM_UP:]) for key, found in times.items()}


@pytest.mark.parametrize("page", PAGES)
def test_a_page_of_tasks(kind: str, page: str, crowds: Crowds) -> None:
    acts = {str(n): lambda one=one: one.get(PAGES[page]) for n, one in crowds.items()}
    for _ in range(TRIES):
        figures = interleaved(acts)
        if is_flat := figures[str(MANY)] <= MOST * figures[str(FEW)]:
            break
    keep_by("list_ms", f"{kind}_{page}", figures)
    sys.stdout.write(f"\nlist {page}, {kind}: {figures}")

    assert is_flat


def test_a_sweep_with_nothing_due(kind: str, crowds: Crowds) -> None:
    acts = {str(n): one.sweep for n, one in crowds.items()}
    for _ in range(TRIES):
        figures = interleaved(acts)
        if is_flat := figures[str(MANY)] <= MOST * figures[str(FEW)]:
            break
    keep_by("sweep", f"{kind}_0_due_ms", figures)
    sys.stdout.write(f"\nsweep, nothing due, {kind}: {figures}")

    assert is_flat


FIRSTS = count(2 * FIRST, FIRST)


def due_cases_of(crowd: Crowd) -> list[int]:
    with reading(crowd.town.database) as session:
        return due_cases(session, crowd.town.now)


def _swept(crowd: Crowd, case: int, due: int, at: str) -> float:
    multiply(crowd.town, case, due - 1, first=next(FIRSTS))
    _settle(crowd.town.database)
    crowd.town.move(at)
    return round(milliseconds(crowd.sweep))


def test_a_sweep_of_what_is_due(kind: str, crowds: Crowds) -> None:
    some = {
        str(n): _swept(one, one.due_first, SOME_DUE, "09-29 09:00") for n, one in crowds.items()
    }
    keep_by("sweep", f"{kind}_{SOME_DUE}_due_ms", some)
    many = {str(MANY): _swept(crowds[MANY], crowds[MANY].due_later, MANY_DUE, "09-30 09:00")}
    keep_by("sweep", f"{kind}_{MANY_DUE}_due_ms", many)
    sys.stdout.write(f"\nsweep, {SOME_DUE} due, {kind}: {some}; {MANY_DUE} due: {many}")

    assert not due_cases_of(crowds[MANY])
