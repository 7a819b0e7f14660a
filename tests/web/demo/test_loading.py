"""Loading the demo: once, anew when it was broken off, never over other data."""

from collections.abc import Callable
from pathlib import Path

import pytest
from sqlalchemy import func, select
from towns import Town, moment

from engine.clock import SettableClock
from engine.demo_clock import now_in
from engine.errors import Conflict
from engine.store.cases import Case
from engine.store.database import Database, reading, transaction
from engine.store.people import Person
from engine.store.publishing import Matter, Setting
from web.config import Config
from web.demo.loading import KEY, PRESENT, load_demo
from web.demo.stories import intake

Load = Callable[[], list[str]]


@pytest.fixture
def clock() -> SettableClock:
    return SettableClock(moment("11-22 18:00"))


@pytest.fixture
def load(any_database: Database, clock: SettableClock, tmp_path: Path) -> Load:
    """Return a function that loads a demo of two quick cases and returns what it said."""

    def loading() -> list[str]:
        said: list[str] = []
        config = Config(home=tmp_path, database_url="", demo=True)
        quick = (intake.RECEIVED, intake.SILENT)
        load_demo(any_database, config, clock, progress=said.append, stories=lambda: quick)
        return said

    return loading


def test_a_new_database_gets_town_matters_and_cases(load: Load, any_database: Database) -> None:
    said = load()

    with reading(any_database) as session:
        matters = session.scalars(select(Matter.key)).all()
        numbers = session.scalars(select(Case.number).order_by(Case.number)).all()
    assert "construction_permit" in matters
    assert numbers == ["SGXK-2026-0409", "SGXK-2026-0412"]
    assert "2 个办件" in said[-1]


def test_the_clock_of_the_demo_stands_at_its_present_and_runs_on(
    load: Load, any_database: Database, clock: SettableClock
) -> None:
    load()
    with reading(any_database) as session:
        at_once = now_in(session, clock)
    clock.move_to(moment("11-22 18:05"))
    with reading(any_database) as session:
        later = now_in(session, clock)

    assert at_once == PRESENT
    assert (later - at_once).total_seconds() == 300


def test_a_second_load_changes_nothing_and_says_so(load: Load, any_database: Database) -> None:
    load()
    with transaction(any_database) as session:
        session.get_one(Person, "chenting").mobile = "15400000099"
    said = load()

    with reading(any_database) as session:
        mobile = session.get_one(Person, "chenting").mobile
        cases = session.scalar(select(func.count()).select_from(Case))
    assert len(said) == 1
    assert "保持不变" in said[0]
    assert (mobile, cases) == ("15400000099", 2)


def test_a_load_that_was_broken_off_begins_anew(load: Load, any_database: Database) -> None:
    load()
    with transaction(any_database) as session:
        session.get_one(Setting, KEY).value = {"state": "loading"}
    said = load()

    with reading(any_database) as session:
        numbers = session.scalars(select(Case.number).order_by(Case.number)).all()
        state = session.get_one(Setting, KEY).value
    assert "重新装入" in said[0]
    assert numbers == ["SGXK-2026-0409", "SGXK-2026-0412"]
    assert state == {"state": "loaded"}


def test_a_load_that_fails_is_known_as_broken_off(
    database: Database, clock: SettableClock, tmp_path: Path
) -> None:
    config = Config(home=tmp_path, database_url=str(database.engine.url), demo=True)
    twice = (intake.RECEIVED, intake.RECEIVED)
    with pytest.raises(Conflict):
        load_demo(database, config, clock, progress=lambda _: None, stories=lambda: twice)

    with reading(database) as session:
        assert session.get_one(Setting, KEY).value == {"state": "loading"}


def test_other_data_are_never_overwritten(town: Town, clock: SettableClock, tmp_path: Path) -> None:
    config = Config(home=tmp_path, database_url=str(town.database.engine.url), demo=True)
    with pytest.raises(Conflict) as refused:
        load_demo(town.database, config, clock, progress=lambda _: None)

    assert refused.value.code == "database_not_empty"
