"""The examples of the package's page are true."""

import json
import re
from datetime import UTC, date, datetime
from pathlib import Path

import pytest

import engine.feel
from engine.feel import evaluate, to_plain

PAGE = (Path(engine.feel.__file__).parent / "README.md").read_text("utf-8")
EXAMPLES = re.findall(r"^\| `(.+?)` \| `(.+?)` \|", PAGE, re.MULTILINE)
NOW = datetime(2026, 3, 8, 4, 0, tzinfo=UTC)
DATA = re.search(r"`case = (\{.+\})`", PAGE)


@pytest.fixture(scope="module")
def case() -> object:
    """Read the page's data as FEEL, with its date as Python's."""
    assert DATA is not None
    found = evaluate(DATA.group(1), {})
    assert isinstance(found, dict)
    assert found["received_on"] == date(2026, 3, 2)
    return found


def test_the_page_has_examples() -> None:
    assert len(EXAMPLES) > 20


@pytest.mark.parametrize(("text", "expected"), EXAMPLES)
def test_an_example_is_true(text: str, expected: str, case: object) -> None:
    found = to_plain(evaluate(text, {"case": case}, now=NOW))

    assert json.loads(expected, parse_float=str) == json.loads(
        json.dumps(found, default=str), parse_float=str
    )
