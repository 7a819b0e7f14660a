"""Handing over to workers: what the broker does not take stays, and is handed over again."""

from datetime import UTC, datetime
from typing import Any

import pytest
from sqlalchemy import select

from engine import outbox
from engine.clock import SettableClock
from engine.delivering.broker import hand_over_due, open_broker
from engine.outbox import BACK_OFF, HANDED_FOR, Effect, Parcel
from engine.store.database import Database, reading, transaction
from engine.store.outbox import Outbox

NOON = datetime(2026, 9, 24, 4, tzinfo=UTC)


def nobody(_parcel: Parcel) -> None:
    """Send nothing: workers do."""


HANDLERS = {"webhook": nobody}


@pytest.fixture
def wall(database: Database) -> SettableClock:
    with transaction(database) as session:
        effects = [Effect("webhook", key, {}) for key in ("a", "b")]
        outbox.put(session, effects, case_id=None, made_at=NOON)
    return SettableClock(NOON)


def rows(database: Database) -> list[Any]:
    with reading(database) as session:
        query = select(Outbox.state, Outbox.attempts, Outbox.due_at)
        return [tuple(row) for row in session.execute(query)]


def test_rows_are_handed_over_once_until_they_are_overdue(
    database: Database, wall: SettableClock
) -> None:
    broker = open_broker("memory://", "test")
    assert hand_over_due(database, broker, HANDLERS, wall) == 2
    assert hand_over_due(database, broker, HANDLERS, wall) == 0
    wall.move_to(NOON + HANDED_FOR)

    assert hand_over_due(database, broker, HANDLERS, wall) == 2
    assert {(state, attempts) for state, attempts, _ in rows(database)} == {("waiting", 0)}


def test_a_lost_broker_loses_nothing(database: Database, wall: SettableClock) -> None:
    broker = open_broker("amqp://guest:guest@127.0.0.1:1//", "test")

    assert hand_over_due(database, broker, HANDLERS, wall) == 0
    assert rows(database) == [("waiting", 0, NOON + BACK_OFF[0])] * 2
