"""A recount tells after each batch how far it is, and cases stay workable between batches."""

import pytest
from builders import accepted
from notices import NOTICE, NUMBER
from permit_forms import review
from towns import Town

from engine import scheduler
from engine.calendar_notices import apply_notice, draft_year
from engine.recounting import differences
from engine.staleness import count_stale
from engine.store.database import reading, transaction


@pytest.fixture
def cases(town: Town) -> list[int]:
    """Leave stale clocks of three cases."""
    found = [accepted(town) for _ in range(3)]
    with transaction(town.database) as session:
        draft = draft_year(session, NOTICE, year=2027, number=NUMBER)
        apply_notice(session, draft, reason="公布", by="maqian", at=town.now)
    return found


def test_progress_is_told_until_nothing_waits(town: Town, cases: list[int]) -> None:
    with reading(town.database) as session:
        waiting = count_stale(session)
    told: list[tuple[int, int]] = []

    counted = scheduler.recount(town.database, town.clock, lambda *far: told.append(far), size=5)

    assert waiting == counted == told[-1][0]
    assert {waiting} == {total for _, total in told}
    assert [min(5 * n, waiting) for n in range(1, len(told) + 1)] == [done for done, _ in told]
    with reading(town.database) as session:
        assert (count_stale(session), differences(session)) == (0, [])


def test_a_case_moves_between_two_batches(town: Town, cases: list[int]) -> None:
    worked: list[int] = []

    def work(_done: int, _total: int) -> None:
        if len(worked) < len(cases):
            case = cases[len(worked)]
            town.do(case, "review:safety", review())
            worked.append(case)

    scheduler.recount(town.database, town.clock, work, size=5)

    assert worked == cases
    with reading(town.database) as session:
        assert differences(session) == []
