"""Strings, escapes and patterns."""

import pytest

from engine.feel import evaluate


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (r'"a\"b\\c\n"', 'a"b\\c\n'),
        (r'"\u4e2d\U01F40E"', "中🐎"),
        (r'string length("\uD83D\uDCA9")', 1),
        ('"a" + "b"', "ab"),
        ('substring("江城市住建局", 4)', "住建局"),
        ('substring("foobar", -3, 2)', "ba"),
        ('substring("foobar", 0)', None),
        ('upper case("aB")', "AB"),
        ('substring before("2026-03", "-")', "2026"),
        ('substring after("2026-03", "-")', "03"),
        ('contains("施工许可证", "许可")', True),
        ('starts with("SGXK-1", "SGXK")', True),
        (r'matches("江城", "^\\w+$")', True),
        (r'matches("a1", "^[a-z]\\d$")', True),
        ('matches("AB", "ab", "i")', True),
        ('matches("a", "(")', None),
        (r'matches("aa", "(a)\\1")', None),
        ('replace("abracadabra", "a(.)", "<$1>")', "<b>r<c><d><b>ra"),
        ('replace("abc", ".*?", "x")', None),
        ('replace("a.b", ".", "-", "q")', "a-b"),
        ('split("a;b;;", ";")', ["a", "b", "", ""]),
        ('string join(["a", null, "b"], "、")', "a、b"),
        ("string(1.50)", "1.5"),
        ("string(1e3)", "1000"),
        ("string(null)", None),
        ('string([1, "a", {b: true, "c-d": null}])', '[1, "a", {b: true, "c-d": null}]'),
        ("string([1..3))", "[1..3)"),
        ('string(@"P1DT2H")', "P1DT2H"),
    ],
)
def test_texts(text: str, expected: object) -> None:
    assert expected == evaluate(text, {})


@pytest.mark.parametrize(
    "text", ['matches(half, "a")', 'replace("a", half, "b")', 'split(half, "a")']
)
def test_half_a_character_has_no_pattern(text: str) -> None:
    assert evaluate(text, {"half": "\ud800"}) is None
