"""The outbox: put with the act, sent after commit, tried again with patience, then laid aside."""

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from sqlalchemy import select, update

from engine import outbox
from engine.clock import SettableClock
from engine.delivering import deliver_due, deliver_one
from engine.errors import Conflict, NotFound
from engine.outbox import BACK_OFF, HELD_FOR, Effect, Parcel
from engine.store.database import Database, reading, transaction
from engine.store.outbox import Outbox

NOON = datetime(2026, 9, 24, 4, tzinfo=UTC)


class Post:
    """A receiver that keeps what arrives, and refuses while it is closed."""

    def __init__(self) -> None:
        self.arrived: list[str] = []
        self.is_open = True

    def __call__(self, parcel: Parcel) -> None:
        self.arrived.append(parcel.key)
        if not self.is_open:
            raise ConnectionRefusedError("closed")


@pytest.fixture
def post() -> Post:
    return Post()


@pytest.fixture
def wall() -> SettableClock:
    return SettableClock(NOON)


def put(database: Database, *keys: str, kind: str = "webhook") -> None:
    with transaction(database) as session:
        effects = [Effect(kind, key, {"n": 1}) for key in keys]
        outbox.put(session, effects, case_id=None, made_at=NOON)


def rows(database: Database) -> list[Outbox]:
    with reading(database) as session:
        return list(session.scalars(select(Outbox).order_by(Outbox.id)))


def row(database: Database) -> Outbox:
    (one,) = rows(database)
    return one


def deliver(database: Database, post: Post, wall: SettableClock) -> int:
    return deliver_due(database, {"webhook": post}, wall)


def test_what_is_put_is_sent_once(any_database: Database, post: Post, wall: SettableClock) -> None:
    put(any_database, "a", "b")
    assert deliver(any_database, post, wall) == 2
    assert deliver(any_database, post, wall) == 0

    assert post.arrived == ["a", "b"]
    assert {(one.state, one.sent_at) for one in rows(any_database)} == {("sent", NOON)}


def test_an_act_that_fails_sends_nothing(
    database: Database, post: Post, wall: SettableClock
) -> None:
    def put_and_fail() -> None:
        with transaction(database) as session:
            outbox.put(session, [Effect("webhook", "a", {})], case_id=None, made_at=NOON)
            outbox.retry(session, 4711)

    with pytest.raises(NotFound):
        put_and_fail()

    assert deliver(database, post, wall) == 0


def test_one_key_is_one_effect(any_database: Database) -> None:
    put(any_database, "a")
    put(any_database, "a", "b")

    assert [one.key for one in rows(any_database)] == ["a", "b"]


def test_a_kind_without_handler_waits(database: Database, post: Post, wall: SettableClock) -> None:
    put(database, "a", kind="mail")
    assert deliver(database, post, wall) == 0

    assert (row(database).state, row(database).attempts) == ("waiting", 0)


def test_a_failure_is_tried_again_with_patience_and_then_laid_aside(
    any_database: Database, post: Post, wall: SettableClock
) -> None:
    put(any_database, "a")
    post.is_open = False
    waits = []
    while row(any_database).state == "waiting":
        assert deliver(any_database, post, wall) == 0
        due = row(any_database).due_at
        if due is not None:
            waits.append(due - wall.now())
            assert deliver(any_database, post, wall) == 0
            wall.move_to(due)

    assert waits == list(BACK_OFF)
    assert len(post.arrived) == len(BACK_OFF) + 1
    dead = row(any_database)
    assert (dead.state, dead.last_error) == ("dead", "ConnectionRefusedError: closed")
    wall.move_to(wall.now() + timedelta(days=30))
    assert deliver(any_database, post, wall) == 0


def test_one_that_cannot_be_sent_does_not_block_the_rest(
    database: Database, wall: SettableClock
) -> None:
    put(database, "bad", "good")

    def refuse_bad(parcel: Parcel) -> None:
        if parcel.key == "bad":
            raise ValueError(parcel.key)

    assert deliver_due(database, {"webhook": refuse_bad}, wall) == 1
    assert [one.state for one in rows(database)] == ["waiting", "sent"]


def test_a_dead_one_is_tried_anew_when_an_administrator_says_so(
    database: Database, post: Post, wall: SettableClock
) -> None:
    put(database, "a")
    with transaction(database) as session:
        session.execute(update(Outbox).values(state="dead", attempts=6, last_error="closed"))
    with transaction(database) as session:
        assert [one.key for one in outbox.in_trouble(session)] == ["a"]
        assert outbox.count_dead(session) == 1
        outbox.retry(session, row(database).id)

    assert deliver(database, post, wall) == 1
    with reading(database) as session:
        assert outbox.in_trouble(session) == []


def test_what_is_sent_is_not_sent_again_by_hand(
    database: Database, post: Post, wall: SettableClock
) -> None:
    put(database, "a")
    deliver(database, post, wall)

    with pytest.raises(Conflict), transaction(database) as session:
        outbox.retry(session, row(database).id)
    with pytest.raises(NotFound), transaction(database) as session:
        outbox.retry(session, 4711)


def held_by_another(database: Database) -> Parcel:
    with transaction(database) as session:
        parcel = outbox.take_next(session, ["webhook"], at=NOON)
    assert parcel is not None
    return parcel


def test_what_another_is_sending_is_left_to_it(
    any_database: Database, post: Post, wall: SettableClock
) -> None:
    put(any_database, "a")
    parcel = held_by_another(any_database)

    assert deliver(any_database, post, wall) == 0
    assert not deliver_one(any_database, {"webhook": post}, parcel.id, wall)


def test_a_sender_that_was_killed_leaves_it_to_the_next(
    any_database: Database, post: Post, wall: SettableClock
) -> None:
    put(any_database, "a")
    held_by_another(any_database)
    wall.move_to(NOON + HELD_FOR)

    assert deliver(any_database, post, wall) == 1
    assert row(any_database).attempts == 2


def test_a_late_failure_does_not_undo_what_another_sent(
    database: Database, post: Post, wall: SettableClock
) -> None:
    put(database, "a")
    late = held_by_another(database)
    wall.move_to(NOON + HELD_FOR)
    deliver(database, post, wall)
    with transaction(database) as session:
        outbox.mark_failed(session, late, "late", at=wall.now())

    assert (row(database).state, row(database).last_error) == ("sent", "")


def test_two_senders_never_take_the_same(any_database: Database) -> None:
    put(any_database, "a", "b")
    write = any_database.write
    if any_database.is_sqlite:
        first, second = held_by_another(any_database), held_by_another(any_database)
    else:
        with write.begin() as one, write.begin() as other:
            taken: list[Any] = [
                outbox.take_next(one, ["webhook"], at=NOON),
                outbox.take_next(other, ["webhook"], at=NOON),
                outbox.take_next(other, ["webhook"], at=NOON),
            ]
        assert taken.pop() is None
        first, second = taken

    assert [first.key, second.key] == ["a", "b"]


def test_what_was_handed_to_a_worker_is_offered_again_when_it_is_not_sent(
    any_database: Database,
) -> None:
    put(any_database, "a", "b")
    with transaction(any_database) as session:
        handed = outbox.hand_over(session, ["webhook"], at=NOON, most=10)
        again = outbox.hand_over(session, ["webhook"], at=NOON, most=10)
        later = outbox.hand_over(session, ["webhook"], at=NOON + outbox.HANDED_FOR, most=1)

    assert (len(handed), again, later) == (2, [], handed[:1])
    assert {one.attempts for one in rows(any_database)} == {0}
