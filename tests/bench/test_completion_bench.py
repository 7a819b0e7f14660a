"""What starting a case and completing a task cost, beside the bare driver doing the same.

Two copies of one database, as durable as in service. On the first a task is completed through its
form; on the second the driver alone sends the very statements this sent, in one commit. Rounds
are interleaved, so that a busy machine disturbs both alike.
"""

import sys
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path

import permit_forms as forms
import pytest
import rounds
from builders import apply_plain, review_all
from databases import KINDS, close_whole, copied
from towns import Town, moment

from engine.attachments import FileStore
from engine.clock import SettableClock
from tests.bench.durable import durable, twin
from tests.bench.measuring import TRIES, median, milliseconds, recorded, replay
from tests.bench.report import keep_by

ROUNDS = 30
WARM_UP = 3
#: The rounds of a case that has some ten steps behind it.
EARLIER = 3

#: Completing a task takes at most so many times what the bare driver does.
MOST_TO_FLOOR = {"sqlite": 5, "postgresql": 2.5}
MOST_STATEMENTS = 14

#: Does one piece of work and returns the act that is measured.
Work = Callable[[Town, int], Callable[[], object]]


@dataclass
class Cost:
    """The times of one piece of work and of the driver, round by round, and what was sent."""

    ours: list[float] = field(default_factory=list)
    bare: list[float] = field(default_factory=list)
    statements: int = 0
    commits: int = 0

    @property
    def figures(self) -> dict[str, float]:
        ours, bare = median(self.ours[WARM_UP:]), median(self.bare[WARM_UP:])
        return {
            "ms": ours,
            "floor_ms": bare,
            "to_floor": round(ours / bare, 2),
            "statements": self.statements,
            "commits": self.commits,
        }


@pytest.fixture(scope="module")
def built(town_template: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a file with cases that wait: of the rounds first, then of the permit."""
    folder = tmp_path_factory.mktemp("built")
    with copied(town_template, folder) as database:
        rounds.deploy_rounds(database)
        town = Town(database, SettableClock(moment("09-24 09:00")), FileStore(folder / "files"))
        for case in [rounds.start(town) for _ in range(ROUNDS)]:
            for _ in range(2 * EARLIER):
                rounds.complete(town, case)
        for _ in range(ROUNDS):
            _waiting_for_the_chief(town)
        close_whole(database)
        return Path(str(database.engine.url.database))


def _waiting_for_the_chief(town: Town) -> None:
    case = apply_plain(town)
    town.do(case, "intake_review", forms.intake())
    town.do(case, "accept", forms.accept())
    review_all(town, case)
    town.do(case, "draft_opinion", forms.opinion(), by="hexiaoyu")


def starting(town: Town, _case: int) -> Callable[[], object]:
    return lambda: rounds.start(town)


def reviewing(town: Town, case: int) -> Callable[[], object]:
    one = rounds.next_of(town, case)
    return lambda: town.submit(one.task, one.raw, one.by)


def deciding(town: Town, case: int) -> Callable[[], object]:
    task = town.task(ROUNDS + case, "chief_review")
    who = town.who_may(task)
    return lambda: town.submit(task, forms.chief(), who)


def measured(kind: str, work: Work, template: Path, folder: Path) -> dict[str, float]:
    cost = Cost()
    with durable(kind, template, folder) as database, twin(database, folder) as driver:
        town = Town(database, SettableClock(moment("09-25 16:00")), FileStore(folder / "files"))
        for case in range(1, ROUNDS + 1):
            act = work(town, case)
            with recorded(database) as sent:
                cost.ours.append(milliseconds(act))
            cost.bare.append(milliseconds(lambda sent=sent: replay(driver, sent)))
            cost.statements = max(cost.statements, len(sent.statements))
            cost.commits = max(cost.commits, sent.commits)
    return cost.figures


@pytest.mark.parametrize("kind", KINDS)
def test_completing_a_task(kind: str, built: Path, tmp_path: Path) -> None:
    for _ in range(TRIES):
        figures = measured(kind, reviewing, built, tmp_path)
        if figures["to_floor"] <= MOST_TO_FLOOR[kind]:
            break
    for key in ("floor_ms", "statements", "commits"):
        keep_by(key, kind, figures[key])
    keep_by("completion", kind, figures)
    sys.stdout.write(f"\ncomplete a task, {kind}: {figures}")

    assert figures["commits"] == 1
    assert figures["statements"] <= MOST_STATEMENTS
    assert figures["to_floor"] <= MOST_TO_FLOOR[kind]


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize(("key", "work"), [("start", starting), ("chief_review", deciding)])
def test_other_work(kind: str, key: str, work: Work, built: Path, tmp_path: Path) -> None:
    figures = measured(kind, work, built, tmp_path)
    keep_by(key, kind, figures)
    sys.stdout.write(f"\n{key}, {kind}: {figures}")

    assert figures["commits"] == 1
