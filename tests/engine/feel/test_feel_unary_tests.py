"""Unary tests: cells of decision tables and conditions of forms."""

import pytest

from engine.feel import unary_test


@pytest.mark.parametrize(
    ("text", "value", "expected"),
    [
        ("-", None, True),
        ("< 10", 5, True),
        ("< 10, [20..30]", 25, True),
        ("< 10, [20..30]", 15, False),
        ('"a", "b"', "b", True),
        ('not("a", "b")', "c", True),
        ("not(< 10)", 5, False),
        ("not(? > 3) or ? = 5", 5, True),
        ("? * 2 > limit", 5, True),
        ("limit", 8, True),
        ("[1, 2, 3]", 2, True),
        ("names", "x", True),
        ("true", True, True),
        ("false", True, False),
        ("null", None, True),
        ("true", None, False),
        ("< 10", "a", None),
        ('contains(?, "b")', "abc", True),
        ("limit = 8", None, True),
        ("not(limit = 8)", None, False),
        ("missing = 1", None, False),
        ("limit > 100", None, False),
        ("(5..8)", 8, False),
        (">= limit", 8, True),
        ("= 8", 8, True),
        ("!= 8", 8, False),
    ],
)
def test_a_value_is_tested(text: str, value: object, expected: bool | None) -> None:
    assert expected is unary_test(text, value, {"limit": 8, "names": ["x", "y"]})
