"""A column among ids is what IN says, on both databases, and one parameter."""

from collections.abc import Iterable

import pytest
from sqlalchemy import select
from towns import Town

from engine.store.among import among
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
