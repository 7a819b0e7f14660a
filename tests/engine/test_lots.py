"""A random check: the lot of a case follows from its seed, and as many are drawn as the share."""

from decimal import Decimal

from engine.operations.lots import lot_of

SEED = bytes(range(32))


def test_a_lot_is_repeated_from_its_seed() -> None:
    lot = lot_of(SEED, "LHYS-2026-0001")

    assert lot == lot_of(SEED, "LHYS-2026-0001")
    assert lot != lot_of(SEED, "LHYS-2026-0002")
    assert lot != lot_of(bytes(32), "LHYS-2026-0001")


def test_a_twentieth_is_drawn_where_the_chance_is_a_twentieth() -> None:
    lots = [lot_of(SEED, f"LHYS-2026-{number:05}") for number in range(20_000)]

    assert all(0 <= lot < 1 for lot in lots)
    assert 0.045 < sum(lot < Decimal("0.05") for lot in lots) / len(lots) < 0.055
