"""TOML in canonical form: nothing is lost, and the same values give the same bytes."""

import tomllib
from datetime import UTC, date, datetime, time
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from sources import ROOT

from engine.studio.canonical import write_toml

FILES = sorted(
    path.relative_to(ROOT).as_posix()
    for folder in ("processes", "tests/matters")
    for path in (ROOT / folder).rglob("*.toml")
)

LEAVES = (
    st.text(max_size=30)
    | st.booleans()
    | st.integers(-(2**60), 2**60)
    | st.floats(allow_nan=False)
    | st.dates()
    | st.times()
)
KEYS = st.text(max_size=8)
TABLES: st.SearchStrategy[Any] = st.recursive(
    LEAVES,
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(KEYS, inner, max_size=4),
    max_leaves=20,
)


@pytest.mark.parametrize("path", FILES)
def test_a_file_of_ours_says_the_same_in_canonical_form(path: str) -> None:
    values = tomllib.loads((ROOT / path).read_text("utf-8"))

    written = write_toml(values)

    assert tomllib.loads(written.decode()) == values
    assert write_toml(tomllib.loads(written.decode())) == written


@settings(max_examples=40, deadline=None)
@given(st.dictionaries(KEYS, TABLES, max_size=5))
def test_whatever_toml_can_hold_comes_back(values: dict[str, Any]) -> None:
    assert tomllib.loads(write_toml(values).decode()) == values


@pytest.mark.parametrize(
    ("value", "line"),
    [
        ("一行", 'key = "一行"'),
        ('"\\', 'key = "\\"\\\\"'),
        ("两\n行", 'key = """\n两\n行"""'),
        (Decimal("0.50"), "key = 0.50"),
        (Decimal(7), "key = 7"),
        (date(2026, 11, 2), "key = 2026-11-02"),
        (datetime(2026, 11, 2, 9, tzinfo=UTC), "key = 2026-11-02T09:00:00+00:00"),
        (time(9), "key = 09:00:00"),
        ([1, 2], "key = [1, 2]"),
        ([{"a": 1}], "key = [\n  { a = 1 },\n]"),
        ([], "key = []"),
    ],
)
def test_a_value_is_written_in_one_way(value: object, line: str) -> None:
    assert write_toml({"key": value}).decode() == f"{line}\n"


@pytest.mark.parametrize("value", [None, b"", Decimal("NaN"), object()])
def test_what_toml_cannot_hold_is_refused(value: object) -> None:
    with pytest.raises(TypeError):
        write_toml({"key": value})


def test_the_file_of_a_matter_keeps_its_order() -> None:
    values = {"b": 1, "table": {"x": 1}, "a": 2, "rows": [{"t": {"x": 1}}, {}]}

    assert write_toml(values).decode() == (
        "b = 1\na = 2\n\n[table]\nx = 1\n\n[[rows]]\n\n[rows.t]\nx = 1\n\n[[rows]]\n"
    )
