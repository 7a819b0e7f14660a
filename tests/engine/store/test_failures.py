"""What a database says is told in words; what it rolled back by itself is not gone on with."""

from contextlib import suppress

import breaking
import pytest
from sqlalchemy import select
from sqlalchemy.exc import DBAPIError, SQLAlchemyError

from engine.errors import Unavailable
from engine.store.database import Database, open_database, reading, transaction
from engine.store.publishing import Setting


def settings(database: Database) -> list[str]:
    with reading(database) as session:
        return list(session.scalars(select(Setting.key).order_by(Setting.key)))


def keep(database: Database, key: str, size: int = 0) -> None:
    with transaction(database) as session:
        session.add(Setting(key=key, value={"text": "x" * size}))


@pytest.mark.parametrize(
    ("broken", "code"), [(breaking.read_only, "database_read_only"), (breaking.full, "disk_full")]
)
def test_a_write_that_cannot_be_made_is_told_and_can_be_made_later(
    any_database: Database, broken: breaking.Break, code: str
) -> None:
    if broken is breaking.full and not any_database.is_sqlite:
        return  # what is full there is the history of a case
    with broken(any_database), pytest.raises(Unavailable) as refused:
        keep(any_database, "one", size=100_000)
    assert (refused.value.code, settings(any_database)) == (code, [])
    keep(any_database, "one", size=100_000)

    assert settings(any_database) == ["one"]


def test_nothing_follows_in_a_transaction_that_met_a_full_disk(database: Database) -> None:
    if not database.is_sqlite:
        return  # PostgreSQL refuses the rest by itself

    def go_on_regardless() -> None:
        with transaction(database) as session:
            session.add(Setting(key="before", value={}))
            session.flush()
            with suppress(DBAPIError), session.begin_nested():
                session.add(Setting(key="large", value={"text": "x" * 100_000}))
            session.add(Setting(key="after", value={}))

    with breaking.full(database), pytest.raises((Unavailable, SQLAlchemyError)):
        go_on_regardless()

    assert settings(database) == []


def test_a_server_that_is_not_there_is_told() -> None:
    lost = open_database("postgresql+psycopg://nobody@127.0.0.1:1/nothing")
    with pytest.raises(Unavailable) as told:
        settings(lost)

    assert told.value.code == "database_gone"


def test_a_mistake_of_ours_is_not_taken_for_a_broken_database(any_database: Database) -> None:
    keep(any_database, "one")
    with pytest.raises(DBAPIError):
        keep(any_database, "one")
