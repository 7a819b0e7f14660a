"""The record of a case is append-only, chained, and any tampering is found."""

from datetime import date

import pytest
from builders import apply, decided, reviewed
from sqlalchemy import text
from towns import Town

from engine.records import anchor_heads, verify_records
from engine.store.database import reading, transaction
from engine.store.records import Anchor


def breaks(town: Town) -> list[tuple[str, int]]:
    with reading(town.database) as session:
        return verify_records(session)


def run(town: Town, statement: str) -> None:
    with transaction(town.database) as session:
        session.execute(text(statement))


def test_an_untouched_record_is_whole(any_town: Town) -> None:
    decided(any_town)
    apply(any_town)

    assert breaks(any_town) == []


def test_entries_are_numbered_without_a_gap_and_each_names_the_one_before(town: Town) -> None:
    case = reviewed(town)
    entries = town.records(case)

    assert [entry.number for entry in entries] == list(range(1, len(entries) + 1))
    assert [entry.previous_hash for entry in entries] == ["", *(e.hash for e in entries[:-1])]
    assert town.case(case).record_head == entries[-1].hash


@pytest.mark.parametrize(
    ("statement", "found"),
    [
        ('UPDATE records SET body = \'{"name": "x"}\' WHERE case_id = 1 AND number = 4', 4),
        ("UPDATE records SET person_id = 'liuyang' WHERE case_id = 1 AND number = 5", 5),
        ("UPDATE records SET at = '2026-09-24 01:00:01' WHERE case_id = 1 AND number = 3", 3),
        ("UPDATE records SET kind = 'noted' WHERE case_id = 1 AND number = 1", 1),
        ("DELETE FROM records WHERE case_id = 1 AND number = 6", 6),
        ("DELETE FROM records WHERE case_id = 1 AND number = 20", 20),
        ("UPDATE cases SET record_head = 'f00' WHERE id = 1", 21),
    ],
    ids=["body", "person", "moment", "kind", "removed", "the last one removed", "head"],
)
def test_tampering_is_found_at_its_entry(town: Town, statement: str, found: int) -> None:
    case = reviewed(town)
    run(town, "DELETE FROM records WHERE number > 20")
    head = town.records(case)[-1].hash
    run(town, f"UPDATE cases SET record_count = 20, record_head = '{head}'")
    assert breaks(town) == []
    run(town, statement)

    assert breaks(town) == [("SGXK-2026-0001", found)]


def test_an_entry_rewritten_with_its_hash_breaks_the_next(town: Town) -> None:
    case = reviewed(town)
    entry = town.records(case)[3]
    run(town, f"UPDATE records SET hash = '{'0' * 64}' WHERE id = {entry.id}")

    assert breaks(town) == [("SGXK-2026-0001", 4)]


def test_a_day_anchors_all_heads_once(town: Town) -> None:
    case = apply(town)
    with transaction(town.database) as session:
        first = anchor_heads(session, date(2026, 9, 24), written_at=town.now)
        second = anchor_heads(session, date(2026, 9, 24), written_at=town.now)

    assert first is not None
    assert second is None
    with reading(town.database) as session:
        kept = session.get(Anchor, date(2026, 9, 24))
        assert kept is not None
        assert kept.heads == {"SGXK-2026-0001": town.case(case).record_head}


def test_a_rolled_back_act_leaves_no_entry(town: Town) -> None:
    case = apply(town)
    before = len(town.records(case))
    with pytest.raises(Exception, match="field"):
        town.do(case, "intake_review", {"result": "nonsense"})

    assert len(town.records(case)) == before
    assert breaks(town) == []


def test_what_the_sweep_did_late_says_both_moments(town: Town) -> None:
    case = apply(town)
    town.sweep("10-12 08:00")
    fired = town.records(case, "rung_fired")[0]

    assert fired.at.isoformat() == "2026-10-08T16:00:00+00:00"
    assert fired.written_at == town.now
    assert fired.person_id is None
