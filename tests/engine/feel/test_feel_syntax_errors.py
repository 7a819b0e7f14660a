"""A text that is no FEEL says where, what was expected, and what to do."""

import pytest

from engine.feel import FeelSyntaxError, compile_expression


@pytest.mark.parametrize(
    ("text", "position", "hint"),
    [
        ("", 0, ""),
        ("1 +", 3, ""),
        ("a = 'x'", 4, "double quotes"),
        ("a = “x”", 4, "straight quote"),
        ("a && b", 2, "`and`"),
        ("a | b", 2, "`or`"),
        ("a; b", 1, "semicolon"),
        ("!a", 0, "not(...)"),
        ('"abc', 0, "closing quote"),
        ("if a then b", 11, ""),
        ("[1, 2", 5, ""),
        ("{a: 1", 5, ""),
        ("a == b", 3, ""),
        ("f(1", 3, ""),
        ("some x in y", 11, ""),
        ("a b = ", 6, ""),
        (") + 1", 0, ""),
        ("1 2", 2, ""),
        ('"\ud800"', 1, ""),
    ],
)
def test_a_fault_has_its_place_and_a_hint(text: str, position: int, hint: str) -> None:
    with pytest.raises(FeelSyntaxError) as caught:
        compile_expression(text)

    assert position == caught.value.position
    assert hint in caught.value.hint
    assert f"第 {position + 1} 个字符" in caught.value.zh
    assert caught.value.expected
