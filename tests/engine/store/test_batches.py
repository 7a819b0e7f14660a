"""Rows written beside the unit of work: few statements, and a session that knows no difference."""

from typing import Any

import pytest
from rounds import REQUEST as START
from sqlalchemy import event, select
from sqlalchemy.orm import Session
from towns import Town

from engine.errors import Conflict
from engine.store import plain_sql
from engine.store.batches import write_batches
from engine.store.cases import Case
from engine.store.database import Database, reading, transaction
from engine.store.hot_rows import columns_of, held
from engine.store.locking import lock_case
from engine.store.publishing import Counter, Setting

SETTINGS = {Setting: ("key",)}


def settings(database: Database) -> dict[str, Any]:
    with reading(database) as session:
        return {one.key: one.value for one in session.scalars(select(Setting))}


@pytest.fixture
def kept(any_database: Database) -> Database:
    """Give a database that holds three settings."""
    with transaction(any_database) as session:
        session.add_all(Setting(key=key, value={"n": 1}) for key in ("a", "b", "c"))
    return any_database


def test_new_and_changed_rows_of_a_table_are_one_statement(kept: Database) -> None:
    sent: list[str] = []
    event.listen(
        kept.engine, "before_cursor_execute", lambda _c, _k, statement, *_: sent.append(statement)
    )
    with transaction(kept) as session:
        session.get_one(Setting, "a").value = {"n": 2}
        session.add(Setting(key="d", value={"n": 4}))
        sent.clear()
        write_batches(session, SETTINGS, (), {})

        assert [one.split(" ON CONFLICT")[0].split()[0] for one in sent] == ["INSERT"]
    assert settings(kept) == {"a": {"n": 2}, "b": {"n": 1}, "c": {"n": 1}, "d": {"n": 4}}


def test_rows_that_only_changed_are_updated(kept: Database) -> None:
    with transaction(kept) as session:
        for number, key in enumerate("ab"):
            session.get_one(Setting, key).value = {"n": number}
        write_batches(session, SETTINGS, (), {})

    assert settings(kept) == {"a": {"n": 0}, "b": {"n": 1}, "c": {"n": 1}}


def test_the_session_holds_what_was_written_beside_it(kept: Database) -> None:
    with transaction(kept) as session:
        old, new = session.get_one(Setting, "a"), Setting(key="d", value={"n": 4})
        old.value = {"n": 2}
        session.add(new)
        write_batches(session, SETTINGS, (), {})

        assert (session.get(Setting, "a"), session.get(Setting, "d")) == (old, new)
        assert not session.dirty
        new.value = {"n": 5}
    assert settings(kept)["d"] == {"n": 5}


def test_more_rows_than_a_statement_takes_are_written_too(
    any_database: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(plain_sql, "MOST_VALUES", 4)
    rows = [{"key": str(number), "last": number} for number in range(5)]
    with transaction(any_database) as session:
        plain_sql.insert(session, Counter, ("key", "last"), rows)

    with reading(any_database) as session:
        assert list(session.scalars(select(Counter.last).order_by(Counter.key))) == [0, 1, 2, 3, 4]


def test_what_is_read_again_is_as_the_database_has_it(kept: Database) -> None:
    with transaction(kept) as session:
        known = session.get_one(Setting, "a")
        known.value = {"n": "typed, never written"}

        assert read_again(session, "a") is known
        assert known.value == {"n": 1}
    assert settings(kept)["a"] == {"n": 1}


def read_again(session: Session, key: str) -> Setting | None:
    wanted = select(*columns_of(Setting)).where(Setting.key == key)
    return held(session, Setting, session.connection().execute(wanted).one())


def test_a_case_another_wrote_is_not_written_over(any_town: Town) -> None:
    case = any_town.start("three_steps", START)
    with pytest.raises(Conflict):
        write_over_another(any_town.database, case)

    assert any_town.case(case).title != "another title"


def write_over_another(database: Database, case: int) -> None:
    with transaction(database) as session:
        row = lock_case(session, case)
        session.execute(Case.__table__.update().values(version=Case.version + 1))
        row.title = "another title"
        write_batches(session, {}, (Case,), {})


def test_what_a_savepoint_undid_is_read_afresh(any_town: Town) -> None:
    case = any_town.start("three_steps", START)
    with transaction(any_town.database) as session:
        before = lock_case(session, case).version
        savepoint = session.begin_nested()
        lock_case(session, case).title = "undone"
        write_batches(session, {}, (Case,), {})
        savepoint.rollback()

        assert lock_case(session, case).version == before
        lock_case(session, case).title = "kept"
        write_batches(session, {}, (Case,), {})
    assert any_town.case(case).title == "kept"
