"""A column among ids is what IN says, on both databases, and one parameter."""

from collections.abc import Iterable

import pytest
from sqlalchemy import select
from towns import Town

from engine.store.among import among
from engine.store.clocks import Clock
from engine.store.database import reading
from engine.store.publishing import CalendarYear


@pytest.mark.parametrize(
    ("years", "expected"),
    [
        ([], []),
        ([2026], [2026]),
        ([2026, 2024, 2024, 1], [2024, 2026]),
        (range(2025, 99_999), [2025, 2026]),
    ],
    ids=["none", "one", "some", "very many"],
)
def test_a_column_among_ids_is_one_of_them(
    town: Town, years: Iterable[int], expected: list[int]
) -> None:
    found = select(CalendarYear.year).where(among(CalendarYear.year, years))
    with reading(town.database) as session:
        assert session.scalars(found.order_by(CalendarYear.year)).all() == expected
    assert len(found.compile(town.database.engine).params) == 1


def test_an_index_answers_it(town: Town) -> None:
    if not town.database.is_sqlite:
        return  # a planner that goes by the number of rows scans a table of a few
    wanted = select(Clock.id).where(among(Clock.id, range(1, 500)))
    with reading(town.database) as session:
        text = str(wanted.compile(town.database.engine))
        plan = session.connection().exec_driver_sql(f"EXPLAIN QUERY PLAN {text}", ("[1]",)).all()

    assert any("SEARCH clocks" in row[-1] for row in plan), plan
