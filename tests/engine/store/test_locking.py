"""Series of numbers: counted up, carried on from another system, never given twice."""

import pytest

from engine.errors import Conflict
from engine.store.database import Database, transaction
from engine.store.locking import continue_numbers, count_up


def test_a_new_series_goes_on_after_the_last_number_given_elsewhere(database: Database) -> None:
    with transaction(database) as session:
        continue_numbers(session, "case:permit:2026", last=351)

        assert count_up(session, "case:permit:2026") == 352


def test_a_running_series_may_leave_numbers_out(database: Database) -> None:
    with transaction(database) as session:
        count_up(session, "case:permit:2026")
        continue_numbers(session, "case:permit:2026", last=1)
        continue_numbers(session, "case:permit:2026", last=9)

        assert count_up(session, "case:permit:2026") == 10


def test_a_number_is_never_given_twice(database: Database) -> None:
    with transaction(database) as session:
        continue_numbers(session, "case:permit:2026", last=9)
        with pytest.raises(Conflict) as refused:
            continue_numbers(session, "case:permit:2026", last=8)

    assert refused.value.code == "number_given"
