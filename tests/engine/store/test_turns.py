"""Writers of an embedded database come in one after another, in the order in which they came."""

from concurrent.futures import ThreadPoolExecutor
from threading import Event

import pytest
from sqlalchemy import select

from engine.store.database import Database, transaction
from engine.store.publishing import Setting
from engine.store.turns import Turns

SOON_S, LATE_S = 5.0, 0.02


def await_length(turns: Turns, length: int) -> None:
    tick = Event()
    for _ in range(1000):
        if len(turns) == length:
            return
        tick.wait(0.005)
    pytest.fail(f"{len(turns)} in line, not {length}")


def test_who_came_first_is_first() -> None:
    turns, order = Turns(), list[int]()

    def take(number: int) -> None:
        with turns.taken(SOON_S) as mine:
            assert mine
            order.append(number)

    with ThreadPoolExecutor(4) as people:
        with turns.taken(SOON_S):
            acts = []
            for number in range(4):
                acts.append(people.submit(take, number))
                await_length(turns, number + 2)
            assert order == []
        for act in acts:
            act.result(SOON_S)

    assert order == [0, 1, 2, 3]
    assert len(turns) == 0


def test_who_waited_too_long_goes_and_holds_up_nobody() -> None:
    turns = Turns()
    with turns.taken(SOON_S) as first, turns.taken(LATE_S) as second:
        assert (first, second) == (True, False)

    with turns.taken(LATE_S) as third:
        assert third


def test_an_error_gives_the_turn_back() -> None:
    turns = Turns()
    with pytest.raises(LookupError), turns.taken(SOON_S):
        raise LookupError

    with turns.taken(LATE_S) as mine:
        assert mine


def test_a_long_row_of_transactions_lets_another_in(database: Database) -> None:
    if not database.is_sqlite:
        return  # it locks rows: nobody stands in line
    begun, came_in = Event(), list[int]()

    def sweep() -> None:
        for number in range(20):
            with transaction(database) as session:
                session.execute(select(Setting))
                begun.set()
                Event().wait(0.02)
            came_in.append(number)

    def click() -> int:
        begun.wait(SOON_S)
        with transaction(database) as session:
            session.execute(select(Setting))
            return len(came_in)

    with ThreadPoolExecutor(2) as both:
        both.submit(sweep)
        swept_before = both.submit(click).result(SOON_S)

    assert swept_before <= 3
