"""Replay scenarios over a version: green where everything comes out as kept, else the first word
of what differs.
"""

import shutil
import tempfile
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import Path

from sqlalchemy.orm import Session

from engine.days import day_of
from engine.definitions import Definition
from engine.errors import BanjieError, InvalidSubmission
from engine.store.database import Database, reading, transaction
from web.trying import playing, town
from web.trying.differing import (
    Differs,
    Words,
    compare_ends,
    compare_reached,
    compare_rungs,
    definition_of,
    refused,
)
from web.trying.scenarios import Scenario
from web.trying.steps import Step
from web.trying.town import NOW, Town

#: Publishes what is tried, at a moment, and returns it.
Publish = Callable[[Session, datetime], Definition]


@dataclass(frozen=True)
class Verdict:
    """What came of a scenario: green, or the first difference in words."""

    scenario: Scenario
    #: The step that differs, from 1; 0 where the end does or nothing differs.
    step: int = 0
    zh: str = ""
    en: str = ""

    @property
    def is_green(self) -> bool:
        """Say whether everything came out as kept."""
        return not self.zh

    @property
    def where(self) -> Words:
        """Where it differs: at a step, or in the end."""
        if not self.step:
            return "结束时", "in the end"
        return f"第 {self.step} 步", f"step {self.step}"


def replay_scenarios(
    source: Database,
    files: Mapping[str, bytes],
    scenarios: Sequence[Scenario],
    *,
    at: datetime,
) -> list[Verdict]:
    """Replay scenarios over a matter's files, with the people and rules of `source` at a moment.

    Raises InvalidMatter when the files cannot be published at all.
    """

    def published(session: Session, moment: datetime) -> Definition:
        return town.publish_files(session, files, at=moment)

    return replay_over(source, published, scenarios, at=at)


def replay_over(
    source: Database, publish: Publish, scenarios: Sequence[Scenario], *, at: datetime
) -> list[Verdict]:
    """Replay scenarios over what `publish` makes current in a scratch town."""
    if not scenarios:
        return []
    with _founded(source) as founded:
        with transaction(founded.database) as session:
            key = publish(session, at).matter_key
            town.settle_limits(session, key, day_of(at))
        founded.database.close()
        first = Path(shutil.copyfile(founded.folder / NOW, founded.folder / "first.sqlite3"))
        return [_replay(founded, first, key, one) for one in scenarios]


@contextmanager
def _founded(source: Database) -> Iterator[Town]:
    with tempfile.TemporaryDirectory(prefix="banjie-try-") as folder:
        founded = town.found(source, Path(folder))
        try:
            yield founded
        finally:
            founded.database.close()


def _replay(founded: Town, first: Path, matter_key: str, scenario: Scenario) -> Verdict:
    shutil.copyfile(first, founded.folder / NOW)
    try:
        with transaction(founded.database) as session:
            playing.begin(session, matter_key, scenario.begun_at)
        for number, step in enumerate(scenario.steps, start=1):
            _replay_step(founded, number, step)
        with reading(founded.database) as session:
            compare_ends(session, definition_of(session), scenario.expected)
    except Differs as found:
        return Verdict(scenario, found.step, found.zh, found.en)
    finally:
        founded.database.close()
    return Verdict(scenario)


def _replay_step(founded: Town, number: int, step: Step) -> None:
    with reading(founded.database) as session:
        definition = definition_of(session)
    try:
        run = playing.play(founded, replace(step, reached=(), rungs=()))
    except InvalidSubmission as error:
        raise Differs(number, *refused(definition, step, error)) from error
    except BanjieError as error:
        raise Differs(number, error.zh, error.en) from error
    done = run.steps[-1]
    compare_reached(number, definition, step.reached, done.reached)
    with reading(founded.database) as session:
        compare_rungs(session, number, step.rungs, done.rungs)
