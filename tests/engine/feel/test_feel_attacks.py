"""Nothing of Python can be reached, and nothing takes long or much memory."""

import json
import subprocess
import sys
from collections.abc import Mapping
from typing import Any

import pytest

from engine.feel import evaluate
from tests.engine.feel.attacks import ESCAPES, HARMLESS, TABLE, TOO_MUCH

SECONDS, MEGABYTES = 0.3, 50

Rows = Mapping[str, Mapping[str, Any]]


@pytest.fixture(scope="module")
def rows() -> Rows:
    """Return how each text of the table ended, each in a process of its own."""
    ran = subprocess.run(
        [sys.executable, "-m", "tests.engine.feel.attacks"],
        capture_output=True,
        text=True,
        check=True,
    )
    return {row["text"]: row for row in map(json.loads, ran.stdout.splitlines())}


def _short(text: str) -> str:
    return text[:40]


@pytest.mark.parametrize("text", TOO_MUCH, ids=_short)
def test_what_would_take_too_much_is_stopped_by_a_limit(text: str, rows: Rows) -> None:
    assert rows[text]["outcome"] == "feel_limit"


@pytest.mark.parametrize("text", HARMLESS, ids=_short)
def test_what_looks_endless_has_an_answer(text: str, rows: Rows) -> None:
    assert rows[text]["outcome"] in ("null", "value")


@pytest.mark.parametrize("text", ESCAPES, ids=_short)
def test_python_cannot_be_reached(text: str, rows: Rows) -> None:
    assert rows[text]["outcome"] == "null"


def test_nothing_is_handed_to_the_interpreter(rows: Rows) -> None:
    assert {text: row["reached"] for text, row in rows.items() if row["reached"]} == {}


def test_each_ends_at_once_in_little_memory(rows: Rows) -> None:
    assert len(rows) == sum(map(len, TABLE.values()))
    assert [row for row in rows.values() if row["seconds"] > SECONDS] == []
    assert [row for row in rows.values() if row["megabytes"] > MEGABYTES] == []


def test_a_format_text_is_only_text() -> None:
    assert evaluate('"{0.__class__}" + "%s"', {}) == "{0.__class__}%s"
