"""What completing a task costs with much history behind it, beside stock SpiffWorkflow.

Each case really ran its rounds. Stock's stand in the same database and are completed through the
same use case: only the engine and what is kept of it differ. Rounds are interleaved. Both hold
what an application for a permit holds, ours in the case document, stock where stock keeps what
its forms collect: in the data of the task, from which every later task takes it over.
"""

import sys
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

import pytest
import rounds
from databases import close_whole, copied
from permit_samples import application
from sqlalchemy import update
from towns import Town, moment

from engine.attachments import FileStore
from engine.clock import SettableClock
from engine.store.cases import Case, Task
from engine.store.clocks import Clock
from engine.store.database import transaction
from tests.bench.durable import durable
from tests.bench.measuring import TRIES, median, milliseconds
from tests.bench.report import keep, keep_by
from tests.bench.stock import FORMS, StockRun, use_stock

#: Steps of history; three are a round.
HISTORY = (10, 100, 500, 1000, 2000)
REVIEW_ROUNDS = 300
ROUNDS = 14
WARM_UP = 2

#: The cost at the longest history to that at the shortest.
MOST_GROWTH = 1.2
#: How much faster ours is than stock after REVIEW_ROUNDS.
LEAST_TO_STOCK = 8

#: Ours and stock's cases by the rounds behind them.
Cases = dict[int, tuple[int, int]]


@dataclass(frozen=True)
class Built:
    """A file with cases, and the moment by which they came so far."""

    file: Path
    cases: Cases
    now: datetime


@pytest.fixture(scope="module")
def built(town_template: Path, tmp_path_factory: pytest.TempPathFactory) -> Built:
    """Return a file with a case of ours and one of stock for each length of history."""
    folder = tmp_path_factory.mktemp("history")
    with copied(town_template, folder) as database:
        rounds.deploy_rounds(database)
        town = Town(database, SettableClock(moment("09-24 09:00")), FileStore(folder / "files"))
        lengths = (*(steps // 3 for steps in HISTORY), REVIEW_ROUNDS)
        cases = {number: (_ours(town, number), _stock(town, number)) for number in lengths}
        close_whole(database)
        return Built(Path(str(database.engine.url.database)), cases, town.now)


def _ours(town: Town, number: int) -> int:
    case = rounds.start(town)
    _hand_in(town, case)
    for _ in range(2 * number):
        rounds.complete(town, case)
    return case


def _hand_in(town: Town, case: int) -> None:
    """Let a case hold an application for a permit besides."""
    with transaction(town.database) as session:
        row = session.get_one(Case, case)
        row.document = {**row.document, "application": application()}


def _stock(town: Town, number: int) -> int:
    """Run stock's rounds in memory; only then is it kept, else building would take an hour."""
    with pytest.MonkeyPatch.context() as patch:
        use_stock(patch)
        case = rounds.start(town)
        _hand_in(town, case)
        (task,) = town.tasks(case)
        with transaction(town.database) as session:
            row = session.get_one(Case, case)
            run = StockRun.restore(None, row.run, _same_again)
            run.enter({"application": application()})
            for _ in range(2 * number):
                run.complete(run.live()[0].id)
                run.advance()
            row.run, waiting = run.state(), run.live()[0].id
            session.execute(update(Task).where(Task.id == task.id).values(id=waiting))
            session.execute(
                update(Clock).where(Clock.activity_id == task.id).values(activity_id=waiting)
            )
    return case


def _same_again(expression: str, _scope: object) -> object:
    """Answer what stock asks while its rounds run in memory: what people enter there."""
    entered = {FORMS[step]: dict(raw) for step, (_, raw) in rounds.ROUND.items()}
    return entered.get(expression.removeprefix("case."), True)


@pytest.fixture(params=["sqlite", "postgresql"])
def kind(request: pytest.FixtureRequest) -> str:
    return str(request.param)


@pytest.fixture
def town(kind: str, built: Built, tmp_path: Path) -> Iterator[Town]:
    with durable(kind, built.file, tmp_path) as database:
        yield Town(database, SettableClock(built.now), FileStore(tmp_path / "files"))


def measured(town: Town, cases: Cases) -> tuple[dict[int, float], dict[int, float]]:
    """Return the medians of completing, by rounds behind it: ours and stock's."""
    times: dict[tuple[int, bool], list[float]] = {}
    for _ in range(ROUNDS):
        for number, pair in cases.items():
            for case, is_stock in zip(pair, (False, True), strict=True):
                times.setdefault((number, is_stock), []).append(_complete(town, case, is_stock))
    ours, stock = (
        {number: median(times[number, is_stock][WARM_UP:]) for number in cases}
        for is_stock in (False, True)
    )
    return ours, stock


def _complete(town: Town, case: int, is_stock: bool) -> float:
    one = rounds.next_of(town, case)
    with pytest.MonkeyPatch.context() as patch:
        if is_stock:
            use_stock(patch)
        return milliseconds(lambda: town.submit(one.task, one.raw, one.by))


def test_history_costs_nothing(kind: str, town: Town, built: Built) -> None:
    for _ in range(TRIES):
        ours, stock = measured(town, built.cases)
        growth = ours[HISTORY[-1] // 3] / ours[HISTORY[0] // 3]
        to_stock = stock[REVIEW_ROUNDS] / ours[REVIEW_ROUNDS]
        if growth <= MOST_GROWTH and to_stock >= LEAST_TO_STOCK:
            break
    suffix = "" if kind == "sqlite" else f"_{kind}"
    keep(f"complete_ms{suffix}", {str(steps): ours[steps // 3] for steps in HISTORY})
    keep(f"stock_ms{suffix}", {str(steps): stock[steps // 3] for steps in HISTORY})
    figures = {
        "growth_10_to_2000": round(growth, 2),
        f"stock_to_ours_{REVIEW_ROUNDS}_rounds": round(to_stock, 2),
        f"stock_tasks_{REVIEW_ROUNDS}_rounds": _tasks(town, built.cases[REVIEW_ROUNDS][1]),
    }
    keep_by("history", kind, figures)
    sys.stdout.write(f"\nby rounds, {kind}: ours {ours}\nstock {stock}\n{figures}")

    assert growth <= MOST_GROWTH
    assert to_stock >= LEAST_TO_STOCK


def _tasks(town: Town, case: int) -> int:
    with transaction(town.database) as session:
        state = session.get_one(Case, case).run
        return StockRun.restore(None, state, _same_again).number_of_tasks
