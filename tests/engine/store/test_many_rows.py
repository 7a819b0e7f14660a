"""Many rows written by one statement hold what the row by row way would have written."""

from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from builders import accepted
from sqlalchemy import event, select
from towns import Town

from engine.store.cases import Case
from engine.store.clocks import Clock, Firing
from engine.store.database import reading, transaction
from engine.store.many_rows import insert_many, update_many

AT = datetime(2026, 12, 31, 16, 0, 0, 250_000, tzinfo=UTC)

SHOWN: list[dict[str, Any]] = [
    {"last_on": date(2027, 1, 4), "due_at": AT, "is_provisional": True, "fired": ["warn", "黄"]},
    {"last_on": None, "due_at": None, "is_provisional": False, "fired": []},
]


@pytest.mark.parametrize("shown", SHOWN, ids=["values", "nulls"])
def test_rows_are_changed_as_a_session_would_change_them(town: Town, shown: dict[str, Any]) -> None:
    accepted(town)
    with transaction(town.database) as session:
        ids = session.scalars(select(Clock.id)).all()
        update_many(session, Clock, [{"id": clock_id, **shown} for clock_id in ids])

    with reading(town.database) as session:
        clocks = session.scalars(select(Clock)).all()
        assert len(clocks) > 1
        for clock in clocks:
            assert {key: getattr(clock, key) for key in shown} == shown
        # What is stored is what a condition of the session finds.
        assert len(session.scalars(select(Clock).where(Clock.due_at == shown["due_at"])).all()) == (
            len(clocks)
        )


def test_rows_not_named_stay(town: Town) -> None:
    first, second = accepted(town), accepted(town)
    with transaction(town.database) as session:
        update_many(session, Case, [{"id": first, "recorded_at": AT}])

    with reading(town.database) as session:
        assert session.get_one(Case, first).recorded_at == AT
        assert session.get_one(Case, second).recorded_at != AT


def test_added_rows_get_their_numbers(town: Town) -> None:
    case_id = accepted(town)
    with transaction(town.database) as session:
        clock_id = session.scalars(select(Clock.id).where(Clock.case_id == case_id)).first()
        row = {"clock_id": clock_id, "case_id": case_id, "level": "warn", "is_passed": True}
        moments = {"instant_at": AT, "fired_at": AT + timedelta(seconds=1)}
        rows = [{**row, **moments, "rung_key": f"rung {n}", "number": 1} for n in range(3)]
        insert_many(session, Firing, rows)

    with reading(town.database) as session:
        added = select(Firing).where(Firing.rung_key.like("rung %")).order_by(Firing.id)
        firings = session.scalars(added).all()
        assert [one.rung_key for one in firings] == ["rung 0", "rung 1", "rung 2"]
        assert {one.instant_at for one in firings} == {AT}
        assert all(one.is_passed for one in firings)


def test_however_many_rows_are_one_statement(town: Town) -> None:
    statements: list[str] = []
    event.listen(
        town.database.engine,
        "before_cursor_execute",
        lambda *executed: statements.append(executed[2]),
    )
    with transaction(town.database) as session:
        update_many(session, Case, [])
        update_many(session, Case, [{"id": n, "recorded_at": AT} for n in range(1, 900)])

    assert len([text for text in statements if text.startswith("UPDATE")]) == 1
