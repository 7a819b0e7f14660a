"""Conditions of other engines as FEEL, where they mean the same beyond doubt.

JUEL (`${amount > 100}`) and FEEL over process variables share a small core: paths, literals,
comparisons, and, or, not. Whatever goes beyond it is a person's decision. A process variable
`amount` becomes `case.amount`.

Where the two differ on null the result is written so that they agree: JUEL takes `!x` of null for
true, so it becomes `x != true`; a condition that is null counts as false in both.
"""

import re
from collections.abc import Collection
from dataclasses import dataclass

from engine.feel import FeelError, compile_expression

_TOKEN = re.compile(
    r"""\s*(?:(?P<number>\d+(?:\.\d+)?)(?![\w.])|(?P<text>'[^'\\]*'|"[^"\\]*")
    |(?P<not>!(?!=)|not\b)|(?P<path>[^\W\d]\w*(?:\.[^\W\d]\w*)*)(?!\w|\s*\()
    |(?P<sign>==|!=|<=|>=|&&|\|\||[<>()=]))""",
    re.VERBOSE,
)
_COMPARISONS = {"==": "=", "eq": "=", "!=": "!=", "ne": "!=", ">": ">", "gt": ">", "<": "<"}
_COMPARISONS |= {"lt": "<", ">=": ">=", "ge": ">=", "<=": "<=", "le": "<=", "=": "="}
_JOINTS = {"&&": "and", "and": "and", "||": "or", "or": "or"}
_WORDS = {*_COMPARISONS, *_JOINTS, "empty", "instanceof", "div", "mod", "in", "between"}
_WORDS |= {"if", "then", "else", "for", "some", "every", "return", "satisfies", "function"}
_LITERALS = ("true", "false", "null")
#: What is not true: null is in JUEL, and is not in FEEL.
_DENIALS = {"juel": "{} != true", "feel": "not({})"}


@dataclass(frozen=True)
class Translation:
    """FEEL of the same meaning, and the process variables it reads."""

    feel: str
    variables: tuple[str, ...]


class _Beyond(Exception):
    """The text goes beyond the common core."""


def unwrapped(text: str) -> tuple[str, str] | None:
    """Return (language, inside) of `${...}`, `#{...}` or `=...`; None for anything else."""
    juel = re.fullmatch(r"\s*[$#]\{([^{}]*)\}\s*", text)
    if juel:
        return "juel", juel.group(1)
    if text.strip().startswith("="):
        return "feel", text.strip()[1:]
    return None


def translate(language: str, inside: str, known: Collection[str]) -> Translation | None:
    """Return the FEEL of a condition, None when it is not beyond doubt.

    `language` is "juel" or "feel". `known` are names that already mean something at the place, such
    as a multi-instance's item.
    """
    try:
        reader = _Reader(_tokens(inside), known, _DENIALS[language])
        feel = reader.either()
        reader.end()
    except _Beyond:
        return None
    return Translation(feel, tuple(dict.fromkeys(reader.variables)))


def is_known_feel(text: str, known: Collection[str]) -> bool:
    """Tell whether a text is FEEL that reads nothing but `case` and the known names."""
    try:
        compiled = compile_expression(text)
    except FeelError:
        return False
    return all(path[0] in {"case", *known} for path in compiled.names)


def are_opposite(feel: str, other: str) -> bool:
    """Tell whether one condition is true exactly when the other is not, null included."""
    for one, two in ((feel, other), (other, feel)):
        if _is_path(one) and two == f"{one} != true":
            return True
    left, right = _equality(feel), _equality(other)
    if left is None or right is None:
        return False
    return left[0] == right[0] and left[2] == right[2] and {left[1], right[1]} == {"=", "!="}


def _is_path(feel: str) -> bool:
    return bool(re.fullmatch(r"[\w.]+", feel))


def _equality(feel: str) -> tuple[str, str, str] | None:
    found = re.fullmatch(r'([\w.]+) (=|!=) ("[^"]*"|[\w.]+)', feel)
    return (found[1], found[2], found[3]) if found else None


def _tokens(text: str) -> list[tuple[str, str]]:
    tokens, at = [], 0
    while text[at:].strip():
        match = _TOKEN.match(text, at)
        if match is None:
            raise _Beyond
        tokens.append((str(match.lastgroup), str(match[str(match.lastgroup)])))
        at = match.end()
    return tokens


class _Reader:
    """Reads tokens of the common core by descent."""

    def __init__(self, tokens: list[tuple[str, str]], known: Collection[str], denial: str) -> None:
        self.tokens, self.known, self.denial = tokens, known, denial
        self.variables: list[str] = []

    def either(self) -> str:
        parts = [self.both()]
        while self._joint() == "or":
            self.tokens.pop(0)
            parts.append(self.both())
        return " or ".join(parts)

    def both(self) -> str:
        parts = [self.one()]
        while self._joint() == "and":
            self.tokens.pop(0)
            parts.append(self.one())
        return " and ".join(parts)

    def one(self) -> str:
        kind, text = self._next()
        if text == "(" and kind == "sign":
            inside = self.either()
            if self._next() != ("sign", ")"):
                raise _Beyond
            return f"({inside})"
        if kind == "not":
            return self._denied()
        left = self._value(kind, text)
        if self.tokens and self.tokens[0][1] in _COMPARISONS:
            sign = _COMPARISONS[self._next()[1]]
            return f"{left} {sign} {self._compared(sign, left)}"
        if kind != "path" or text in ("null",):
            raise _Beyond
        return left

    def end(self) -> None:
        if self.tokens:
            raise _Beyond

    def _denied(self) -> str:
        kind, text = self._next()
        if text == "(" and kind == "sign":
            kind, text = self._next()
            if self._next() != ("sign", ")"):
                raise _Beyond
        if kind != "path" or text in (*_LITERALS, *_WORDS):
            raise _Beyond
        if self.tokens and self.tokens[0][1] in _COMPARISONS:
            raise _Beyond
        return self.denial.format(self._path(text))

    def _compared(self, sign: str, left: str) -> str:
        """Read the right side: a literal, or for equality a path as well."""
        kind, text = self._next()
        right = self._value(kind, text)
        is_literal = kind in ("number", "text") or text in _LITERALS
        if not is_literal or not _is_path(left) or left in _LITERALS:
            raise _Beyond
        if sign not in ("=", "!=") and kind != "number":
            raise _Beyond
        return right

    def _value(self, kind: str, text: str) -> str:
        if kind == "number" or (kind == "path" and text in _LITERALS):
            return text
        if kind == "text" and '"' not in text[1:-1]:
            return f'"{text[1:-1]}"'
        if kind == "path" and text not in _WORDS:
            return self._path(text)
        raise _Beyond

    def _path(self, text: str) -> str:
        root = text.partition(".")[0]
        if root in {"case", *self.known}:
            return text
        self.variables.append(text)
        return f"case.{text}"

    def _joint(self) -> str | None:
        return _JOINTS.get(self.tokens[0][1]) if self.tokens else None

    def _next(self) -> tuple[str, str]:
        if not self.tokens:
            raise _Beyond
        return self.tokens.pop(0)
