"""Functions: the expression's own, the host's, and types."""

import pytest

from engine.feel import HostFunctionError, LimitExceeded, evaluate


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("{f: function(a, b) a * b, r: f(2, 3)}.r", 6),
        ("{f: function(a, b) a - b, r: f(b: 2, a: 3)}.r", 1),
        ('{f: function(a: number) a, r: f("x")}.r', None),
        ("{f: function(a: number) a, r: f([1])}.r", 1),
        ("{k: 10, f: function(a) a * k, r: for x in [1, 2] return f(x)}.r", [10, 20]),
        ("(function(a) function(b) a + b)(1)(2)", 3),
        ("{fac: function(n) if n < 2 then 1 else n * fac(n - 1), r: fac(10)}.r", 3628800),
        ('substring(string: "foobar", start position: 4)', "bar"),
        ("missing(1)", None),
        ("5(1)", None),
        ("1 instance of number", True),
        ("[1] instance of list<number>", True),
        ("{a: 1} instance of context<a: string>", False),
        ("[1..2] instance of range<number>", True),
        ("abs instance of function<number> -> number", True),
        ("null instance of Any", False),
        ('@"P1D" instance of days and time duration', True),
    ],
)
def test_functions_and_types(text: str, expected: object) -> None:
    assert expected == evaluate(text, {})


def test_a_host_function_gets_and_gives_plain_data() -> None:
    seen = []

    def rate(grade: str, amounts: list[object]) -> float:
        seen.append((grade, amounts))
        return 0.5

    assert evaluate('rate("A", [1]) * 2', {}, functions={"rate": rate}) == 1
    assert seen == [("A", [1])]


def test_data_of_the_same_name_does_not_hide_a_function() -> None:
    assert evaluate("count(list) + count", {"count": 1, "list": [1, 2]}) == 3


def test_a_failing_host_function_is_named() -> None:
    def due(limit: str) -> None:
        raise KeyError(limit)

    with pytest.raises(HostFunctionError, match="due") as caught:
        evaluate('due("x")', {}, functions={"due": due})

    assert "函数 due" in caught.value.zh


def test_endless_recursion_is_stopped() -> None:
    with pytest.raises(LimitExceeded):
        evaluate("{f: function(n) f(n), r: f(1)}.r", {})
