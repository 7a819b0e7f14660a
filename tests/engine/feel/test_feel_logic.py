"""Three-valued logic, comparison and conditions."""

import pytest

from engine.feel import evaluate

DATA = {"a": 1, "b": None, "text": "x", "flag": True, "list": [1, 2], "date": "2026-01-01"}


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("true and null", None),
        ("false and null", False),
        ("null and false", False),
        ("true or null", True),
        ("false or 1", None),
        ("not(null)", None),
        ("not(a = 1)", False),
        ("a = 1 and b = null and missing = null", True),
        ("b != null", False),
        ("a = null", False),
        ("a = text", None),
        ("a < text", None),
        ("b < 1", None),
        ("list = [1, 2]", True),
        ("[1, 2] = [2, 1]", False),
        ("{x: 1} = {x: 1.0}", True),
        ("0.1 + 0.2 = 0.3", True),
        ("a between 1 and 2 and flag", True),
        ("b between 1 and 2", None),
        ("if b then 1 else 2", 2),
        ("if null = null then 1 else 2", 1),
        ('text in ("x", "y")', True),
        ("a in (1..2]", False),
        ("a in [1..2]", True),
        ("a in (< 0, > 0)", True),
        ("a in list", True),
        ("5 in [[1..3], [4..6]]", True),
        ("2 in (list)", True),
        ("a in (> text)", None),
        ("some x in list satisfies x > 1", True),
        ("every x in list satisfies x > 1", False),
        ("some x in [] satisfies x", False),
        ("every x in null satisfies x", None),
        ("some x in [null, 2] satisfies x > 1", True),
        ("some x in [null, 0] satisfies x > 1", None),
    ],
)
def test_logic_has_three_values(text: str, expected: object) -> None:
    assert expected == evaluate(text, DATA)
    assert type(expected) is type(evaluate(text, DATA)) or expected in (1, 2)
