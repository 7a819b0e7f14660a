"""The examples of the pages about FEEL are true, and the same in both languages."""

import re
from datetime import UTC, date, datetime
from pathlib import Path

import pytest

import engine.feel
from engine.feel import evaluate, to_plain, unary_test
from engine.store import json

DOCS = Path(__file__).parents[3] / "docs"
PAGES = (DOCS / "feel.md", DOCS / "en/feel.md")
PACKAGE = Path(engine.feel.__file__).parent / "README.md"
CASE = json.loads((DOCS / "feel-case.json").read_text("utf-8"))
NOON = datetime(2026, 10, 12, 4, 0, tzinfo=UTC)
VALUE = re.compile(r"^\| `([^`]+)` \| `([^`]+)` \| (?!`)", re.MULTILINE)
CELL = re.compile(r"^\| `([^`]+)` \| `([^`]+)` \| `(true|false)` \|", re.MULTILINE)


def _page(page: Path) -> str:
    """Return what a page says before the table of foreign languages."""
    return re.split(r"^## .*Python", page.read_text("utf-8"), flags=re.MULTILINE)[0]


VALUES = [found for page in PAGES for found in VALUE.findall(_page(page))]
CELLS = [found for page in PAGES for found in CELL.findall(_page(page))]
OF_PACKAGE = VALUE.findall(PACKAGE.read_text("utf-8"))


@pytest.mark.parametrize("pattern", [VALUE, CELL], ids=["values", "cells"])
def test_both_languages_show_the_same(pattern: re.Pattern[str]) -> None:
    chinese, english = (pattern.findall(_page(page)) for page in PAGES)

    assert len(chinese) >= 7
    assert chinese == english


@pytest.mark.parametrize(("text", "expected"), dict.fromkeys(VALUES))
def test_an_example_is_true(text: str, expected: str) -> None:
    found = to_plain(evaluate(text, CASE, now=NOON))

    assert json.dumps(json.loads(expected)) == json.dumps(found)


@pytest.mark.parametrize(("cell", "value", "expected"), dict.fromkeys(CELLS))
def test_a_cell_tests_its_value(cell: str, value: str, expected: str) -> None:
    assert unary_test(cell, evaluate(value, CASE), CASE, now=NOON) is (expected == "true")


@pytest.fixture(scope="module")
def data() -> dict[str, object]:
    """Read the data of the package's page as FEEL, with its date as Python's."""
    written = re.search(r"`case = (\{.+\})`", PACKAGE.read_text("utf-8"))
    assert written is not None
    found = evaluate(written.group(1), {})
    assert isinstance(found, dict)
    assert found["received_on"] == date(2026, 3, 2)
    return {"case": found}


@pytest.mark.parametrize(("text", "expected"), OF_PACKAGE)
def test_an_example_of_the_package_is_true(
    text: str, expected: str, data: dict[str, object]
) -> None:
    found = to_plain(evaluate(text, data, now=datetime(2026, 3, 8, 4, 0, tzinfo=UTC)))

    assert json.dumps(json.loads(expected)) == json.dumps(found)
