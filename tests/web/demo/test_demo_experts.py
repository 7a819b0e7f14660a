"""The demo's experts: enough of every speciality, with codes and numbers that cannot be real."""

from collections import Counter
from datetime import date

from engine.experts import find_experts, specialities_of
from engine.store.database import Database, reading, transaction
from forms.identifiers import is_uscc_shaped, uscc_check_digit
from web.demo.experts import SPECIALITIES, found_experts


def test_every_speciality_has_experts_to_draw(database: Database) -> None:
    with transaction(database) as session:
        found_experts(session)
    with reading(database) as session:
        experts = find_experts(session, state="current", on=date(2026, 11, 10))
        fields = specialities_of(session, (one.id for one in experts))
    counts = Counter(key for keys in fields.values() for key in keys)

    assert {key for key, _, _ in SPECIALITIES} == set(counts)
    assert min(counts.values()) >= 2
    assert counts["structure"] >= 5
    for one in experts:
        assert is_uscc_shaped(one.unit_code)
        assert uscc_check_digit(one.unit_code[:17]) == one.unit_code[17]
        assert one.unit_code[2:6] == "9901"
        assert one.mobile.startswith("154000003")
