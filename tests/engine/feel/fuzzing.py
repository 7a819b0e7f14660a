"""Random and mutated texts, the same for the same seed."""

import random
from collections import Counter
from collections.abc import Iterator

from engine.feel import FeelError, evaluate, unary_test
from engine.feel.builtins import BUILTINS

DATA = {"a": 1, "x": "y", "long": [1, None], "wide": {"a": {}}, "中文": "文", "空": None}
SEEDS = (
    "for i in [1, 2, 3] return i + 1",
    'if a > 3 then "x" else substring("foobar", 3, 3)',
    "{a: 1, b: {c: a + 1}}.b.c between 1 and 10 and not(x in (1, < 5, [2..3]))",
    'some x in [1, 2], y in 1..3 satisfies x = y or contains("a", "b")',
    'date and time("2026-03-01T10:00:00@Asia/Shanghai") + @"P1DT2H" > now()',
    "sort([3, 1], function(a, b) a < b)[item > 1][1] instance of list<number>",
    'replace("abc", "(a)", "$1$1") + string([1..3]) + upper case("x")',
    'context put(wide, ["a", "b"], 1).a.b ** 2 / -3 * .5e-3 // remark',
    'years and months duration(date("2026-02-28"), date("2027-01-31")).months = 11',
    '中文 = "文" and 空 = null and every d in long satisfies d != a /* 说明 */',
    "{f: function(n: number) if n = 0 then 1 else n * f(n - 1), r: f(5)}.r",
    'split("a;b;c", ";")[-1] in ("c", >= "d") and matches("x1", "^[a-z]\\d$")',
    '< 10, [20..30], not("a"), > date("2026-01-01")',
)
PIECES = (
    *BUILTINS, *'()[]{},:.+-*/<>=@"?\\\n', "..", "and", "or", "in", "null", "true", "1e400", "for",
    "function", "return", "satisfies", "external", "instance of", "between", "then", "else", "，",
    "“", "中文", "wide", "long[1]", "\U0001f600", "(< 5)", "partial", "item", "__class__", "\x00",
    "\\u0061", "\ud800", "999999999999999999", "list<", "context<a: number>", "//", "/*", "**",
)  # fmt: skip
VALUES = (
    "null", "1", "-1.5", '"a"', "[]", "[1, null]", "{}", '@"2026-01-01"', '@"P1D"', '@"P1M"',
    "[1..3]", "(< 5)", "function(a, b) a", "1e6144", "abs", "wide", '@"10:00:00@Asia/Shanghai"',
    '@"2026-01-01T00:00:00Z"', '""', "true", "long", '"2026-13-45"', "-9999999999999999999999",
)  # fmt: skip


def texts(seed: int, count: int) -> Iterator[str]:
    """Yield random texts: two mutated for one call of a built-in."""
    source = random.Random(seed)
    for _ in range(count):
        yield source.choice((_mutated, _mutated, _call))(source)


def _mutated(source: random.Random) -> str:
    text = source.choice(SEEDS)
    for _ in range(source.randint(1, 4)):
        at = source.randrange(len(text) + 1)
        cut = at + source.choice((0, 0, 1, 5))
        text = text[:at] + source.choice(PIECES) + text[cut:]
    return text


def _call(source: random.Random) -> str:
    arguments = ", ".join(source.choice(VALUES) for _ in range(source.randint(0, 4)))
    return f"{source.choice(list(BUILTINS))}({arguments})"


def outcomes(seed: int, count: int) -> Counter[str]:
    """Evaluate random texts as expressions and as tests; count how they end.

    Whatever is not an error of FEEL is raised, with the text that caused it.
    """
    found: Counter[str] = Counter()
    for text in texts(seed, count):
        for ask in (_as_expression, _as_tests):
            try:
                found["value" if ask(text) is not None else "null"] += 1
            except FeelError as error:
                found[error.code] += 1
            except Exception as error:
                raise AssertionError(f"{text!r} raised {error!r}") from error
    return found


def _as_expression(text: str) -> object:
    return evaluate(text, DATA)


def _as_tests(text: str) -> object:
    return unary_test(text, 1, DATA)
