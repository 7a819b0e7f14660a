"""Transactions: commit or roll back, wait for a rival only so long, keep moments in UTC."""

from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor
from datetime import UTC
from decimal import Decimal
from threading import Barrier, Event

import pytest
from sqlalchemy import select, text, update
from sqlalchemy.exc import StatementError
from sqlalchemy.orm import Session
from towns import Town, moment

from engine.errors import Busy, Conflict
from engine.store.cases import Case
from engine.store.database import Database, reading, transaction
from engine.store.locking import count_up, lock_case
from engine.store.publishing import Counter, Setting
from engine.store.records import Anchor


@pytest.fixture(autouse=True)
def impatient(monkeypatch: pytest.MonkeyPatch) -> None:
    """Wait for a rival a tenth of a second instead of two."""
    monkeypatch.setattr("engine.store.database.LOCK_WAIT_MS", 100)


def keep(database: Database, key: str, value: dict[str, object]) -> None:
    with transaction(database) as session:
        session.add(Setting(key=key, value=value))


def keys(database: Database) -> list[str]:
    with reading(database) as session:
        return list(session.scalars(select(Setting.key).order_by(Setting.key)))


def meanwhile(do: Callable[[], object]) -> Future[object]:
    """Do something in another thread and wait until it is done."""
    with ThreadPoolExecutor(1) as other:
        return other.submit(do)


def test_returning_commits(any_database: Database) -> None:
    keep(any_database, "one", {})

    assert keys(any_database) == ["one"]


def test_raising_rolls_everything_back(any_database: Database) -> None:
    def fail() -> None:
        with transaction(any_database) as session:
            session.add(Setting(key="one", value={}))
            session.flush()
            raise LookupError

    with pytest.raises(LookupError):
        fail()

    assert keys(any_database) == []


def test_reading_keeps_nothing(any_database: Database) -> None:
    with reading(any_database) as session:
        session.add(Setting(key="one", value={}))
        session.flush()

    assert keys(any_database) == []


def test_readers_are_not_held_up_by_a_writer(any_database: Database) -> None:
    keep(any_database, "one", {})
    with transaction(any_database) as session:
        session.add(Setting(key="two", value={}))
        session.flush()
        seen = meanwhile(lambda: keys(any_database)).result()

    assert seen == ["one"]
    assert keys(any_database) == ["one", "two"]


def test_sqlite_takes_the_write_lock_before_it_reads(database: Database) -> None:
    if not database.is_sqlite:
        return  # it locks rows, when they are read for writing
    with transaction(database) as session:
        session.execute(select(Setting))  # nothing written yet, and no rival may begin
        rival = meanwhile(lambda: keep(database, "two", {}))

    assert isinstance(rival.exception(), Busy)


def test_a_rival_for_the_same_case_is_told_to_come_back(any_town: Town) -> None:
    from builders import apply_plain

    case = apply_plain(any_town)

    def lock() -> None:
        with transaction(any_town.database) as session:
            lock_case(session, case)

    with transaction(any_town.database) as session:
        lock_case(session, case)
        rival = meanwhile(lock)
    lock()

    error = rival.exception()
    assert isinstance(error, Busy)
    assert "稍候" in error.zh


def test_a_case_written_meanwhile_is_a_conflict(any_town: Town) -> None:
    from builders import apply_plain

    case = apply_plain(any_town)

    def write_stale() -> None:
        with transaction(any_town.database) as session:
            found = session.get_one(Case, case)
            session.execute(
                update(Case).where(Case.id == case).values(version=99),
                execution_options={"synchronize_session": False},
            )
            found.title = "another title"

    with pytest.raises(Conflict):
        write_stale()


@pytest.mark.postgresql
def test_a_deadlock_is_busy_too(any_database: Database) -> None:
    if any_database.is_sqlite:
        return  # one writer at a time: there are none
    for key in ("one", "two"):
        keep(any_database, key, {})
    both = Barrier(2)

    def cross(first: str, second: str) -> None:
        with transaction(any_database) as session:
            session.execute(text("SET LOCAL lock_timeout = '10s'"))
            session.execute(text("SET LOCAL deadlock_timeout = '50ms'"))
            _lock(session, first)
            both.wait(5)
            _lock(session, second)

    with ThreadPoolExecutor(2) as people:
        acts = [people.submit(cross, "one", "two"), people.submit(cross, "two", "one")]

    errors = [act.exception() for act in acts]
    assert [type(error) for error in errors if error] == [Busy]


def _lock(session: Session, key: str) -> None:
    session.execute(select(Setting).where(Setting.key == key).with_for_update())


def test_counters_begin_at_one_and_leave_no_gap_on_rollback(any_database: Database) -> None:
    def fail() -> None:
        with transaction(any_database) as session:
            count_up(session, "a")
            raise LookupError

    with transaction(any_database) as session:
        assert [count_up(session, "a") for _ in range(3)] == [1, 2, 3]
    with pytest.raises(LookupError):
        fail()
    with transaction(any_database) as session:
        assert (count_up(session, "a"), count_up(session, "b")) == (4, 1)


def test_two_who_open_a_series_at_once_get_two_numbers(any_database: Database) -> None:
    started, wait = Event(), Event()

    def first() -> int:
        with transaction(any_database) as session:
            number = count_up(session, "new")
            started.set()
            wait.wait(0.03)
            return number

    def second() -> int:
        started.wait(5)
        with transaction(any_database) as session:
            return count_up(session, "new")

    with ThreadPoolExecutor(2) as people:
        numbers = [people.submit(first), people.submit(second)]

    assert sorted(number.result() for number in numbers) == [1, 2]
    with reading(any_database) as session:
        assert session.get_one(Counter, "new").last == 2


def test_moments_come_back_aware_in_utc(any_database: Database) -> None:
    at = moment("11-10 09:00")
    with transaction(any_database) as session:
        session.add(Anchor(day=at.date(), heads={}, hash="", written_at=at))
    with reading(any_database) as session:
        kept = session.scalars(select(Anchor)).one()

    assert kept.written_at == at
    assert kept.written_at.tzinfo is UTC
    assert kept.written_at.isoformat() == "2026-11-10T01:00:00+00:00"


def test_a_naive_moment_is_refused(any_database: Database) -> None:
    at = moment("11-10 09:00")
    anchor = Anchor(day=at.date(), heads={}, hash="", written_at=at.replace(tzinfo=None))

    with pytest.raises(StatementError, match="aware"), transaction(any_database) as session:
        session.add(anchor)


def test_numbers_in_a_document_stay_exact(any_database: Database) -> None:
    value = {"price": Decimal("31560.800000"), "area": Decimal("0.1"), "n": 3, "zh": "万元"}
    keep(any_database, "one", value)
    with reading(any_database) as session:
        kept = session.get_one(Setting, "one").value

    assert kept == value
    assert str(kept["price"]) == "31560.800000"


def test_foreign_keys_are_kept(any_database: Database) -> None:
    with pytest.raises(Exception, match=r"(?i)foreign key"), transaction(any_database) as session:
        session.execute(
            text(
                "INSERT INTO holdings (person_id, section_key, post_key, from_on) "
                "VALUES ('nobody', 'nowhere', 'nothing', '2026-01-01')"
            )
        )
