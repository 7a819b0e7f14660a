"""Names: several words, signs, Chinese, and what they are warned of."""

import pytest

from engine.feel import Warning, compile_expression, evaluate


@pytest.mark.parametrize(
    ("text", "data", "expected"),
    [
        ("Monthly Salary * 12", {"Monthly Salary": 10}, 120),
        ("建设单位 名称", {"建设单位 名称": "x"}, "x"),
        ("first-name", {"first-name": "x"}, "x"),
        ("a-b", {"a": 3, "b": 1}, 2),
        ("a-b", {"a": 3, "b": 1, "a-b": 9}, 9),
        ("days in month", {"days in month": 31}, 31),
        ("p.first-name", {"p": {"first-name": "x"}}, "x"),
        ("{a+b: 1, c: a+b}.c", {}, 1),
        ("for total-x in [1] return total-x", {}, [1]),
        ("p.if", {"p": {"if": 1}}, 1),
        ("Loan 2", {"Loan 2": 5}, 5),
    ],
)
def test_a_name_may_have_words_and_signs(
    text: str, data: dict[str, object], expected: object
) -> None:
    assert expected == evaluate(text, data)


def test_names_given_to_the_compiler_are_known() -> None:
    compiled = compile_expression("case.a-b + x", names=frozenset({"a-b"}))

    assert {("case", "a-b"), ("x",)} == compiled.names


@pytest.mark.parametrize(
    ("text", "names", "calls"),
    [
        (
            "case.application.rfmj > 0 and today() > x",
            {("case", "application", "rfmj"), ("x",)},
            set(),
        ),
        ("for i in list return i + k", {("list",), ("k",)}, set()),
        ("{a: b, c: a}.c", {("b",)}, set()),
        ("function(x) x + y", {("y",)}, set()),
        ("items[amount > 3]", {("items",)}, set()),
        ('due("decide")', set(), {"due"}),
        ("some x in 1..n satisfies x = m", {("n",), ("m",)}, set()),
    ],
)
def test_free_names_are_found(text: str, names: set[object], calls: set[str]) -> None:
    compiled = compile_expression(text)

    assert names == set(compiled.names)
    assert calls == set(compiled.calls)


def _codes(text: str, data: dict[str, object]) -> list[tuple[str, int]]:
    warnings: list[Warning] = []
    evaluate(text, data, warnings=warnings)
    return [(warning.code, warning.position) for warning in warnings]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("x + 1", []),
        ("x = null", []),
        ("y > 1", [("unknown_name", 0)]),
        ("x > y and y > 1", [("unknown_name", 4), ("unknown_name", 10)]),
        ('x > "a"', [("different_kinds", 2)]),
        ("金额，科室", [("full_width", 0), ("unknown_name", 0)]),
        ('abs("a")', [("bad_arguments", 0)]),
        ("nosuch(1)", [("unknown_name", 0)]),
    ],
)
def test_misleading_spots_are_warned_of(text: str, expected: list[tuple[str, int]]) -> None:
    assert expected == _codes(text, {"x": 1})


def test_a_warning_has_both_languages() -> None:
    warnings: list[Warning] = []
    evaluate("y", {}, warnings=warnings)

    assert "不存在" in warnings[0].zh
    assert "does not exist" in warnings[0].en
