"""Decimal arithmetic and the functions on numbers."""

from decimal import Decimal

import pytest

from engine.feel import evaluate


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("1 + 2 * 3 - 4 / 2", "5"),
        ("10 - 2 - 3", "5"),
        ("2 ** 3 ** 2", "64"),
        ("-2 ** 2", "4"),
        ("1 / 3", "0.3333333333333333333333333333333333"),
        (".5 + 1e-1", "0.6"),
        ("modulo(-12, 5)", "3"),
        ("modulo(10.1, -4.5)", "-3.4"),
        ("floor(-1.5)", "-2"),
        ("ceiling(1.21, 1)", "1.3"),
        ("decimal(2.5, 0)", "2"),
        ("round half up(-2.5, 0)", "-3"),
        ("round half down(2.5, 0)", "2"),
        ("round up(1.121, 2)", "1.13"),
        ("round down(-1.129, 2)", "-1.12"),
        ("abs(-3)", "3"),
        ("sqrt(16)", "4"),
        ("sum([1, 2.5])", "3.5"),
        ("sum(1, 2)", "3"),
        ("mean([1, 2])", "1.5"),
        ("median([3, 1, 2, 10])", "2.5"),
        ("product([2, 3])", "6"),
        ('number("1 000,5", " ", ",")', "1000.5"),
        ("count([1, null])", "2"),
        ("max([1, 3, 2])", "3"),
    ],
)
def test_numbers_are_exact(text: str, expected: str) -> None:
    assert Decimal(expected) == evaluate(text, {})


@pytest.mark.parametrize(
    "text",
    [
        "1 / 0",
        '1 + "a"',
        "1 + null",
        "9 ** 999999",
        "sqrt(-1)",
        "log(0)",
        "sum([])",
        'sum([1, "a"])',
        'number("1,5")',
        "stddev([1])",
        "min([1, null])",
        "1e9999",
        "abs()",
        "abs(m: 1)",
    ],
)
def test_what_is_no_number_is_null(text: str) -> None:
    assert evaluate(text, {}) is None


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (5000, "x >= 5000"),
        (10**40, "x > 1e39"),
        (0.1, "x + 0.2 = 0.3"),
        (Decimal("1.10"), "x = 1.1"),
    ],
)
def test_numbers_of_the_host_are_numbers(value: object, text: str) -> None:
    assert evaluate(text, {"x": value}) is True
