"""XPath regular expressions on RE2: flags, a cache, and the replacement text.

What XPath has and RE2 has not (back-references, Unicode blocks) is no pattern here.
"""

import re
from collections.abc import Iterator
from functools import lru_cache
from typing import Any

import re2

from engine.feel.budget import Run

_FLAGS = frozenset("smixq")
_LONGEST = 1000
_PREPARING = 60  # steps to prepare a pattern
_MEMORY = 1 << 20  # bytes one compiled pattern may take
_REPLACEMENT = re.compile(r"\\([\\$])|\$([0-9])|([\\$])|([^\\$]+)")
# RE2's own \d, \w and \s know ASCII only; XPath's know all scripts. XPath's \w is what is neither
# punctuation nor separator nor control, which leaves letters, marks, numbers and symbols.
_CLASSES = {
    "d": r"\p{Nd}",
    "w": r"\p{L}\p{M}\p{N}\p{S}",
    "W": r"\p{P}\p{Z}\p{C}",
    "s": r" \t\n\r",
    "i": r"\p{L}_:",
    "c": r"\p{L}\p{M}\p{Nd}_:.\-·",
}
_NEGATED = {
    "D": r"\P{Nd}",
    "S": r"[^ \t\n\r]",
    "I": r"[^\p{L}_:]",
    "C": r"[^\p{L}\p{M}\p{Nd}_:.\-·]",
}


def compiled(run: Run, pattern: str, flags: str | None) -> Any:
    """Return the RE2 expression, or None if the pattern or a flag is not valid."""
    if len(pattern) > _LONGEST or not set(flags or "") <= _FLAGS:
        return None
    run.charge(len(pattern) + _PREPARING)
    return _compiled(pattern, frozenset(flags or ""))


@lru_cache(maxsize=256)
def _compiled(pattern: str, flags: frozenset[str]) -> Any:
    options = re2.Options()
    options.log_errors = False
    options.max_mem = _MEMORY
    options.case_sensitive = "i" not in flags
    options.dot_nl = "s" in flags
    options.literal = "q" in flags
    if "q" not in flags:
        pattern = ("(?m)" if "m" in flags else "") + _translated(pattern, flags)
    try:
        return re2.compile(pattern, options)
    except re2.error:
        return None


def _translated(pattern: str, flags: frozenset[str]) -> str:
    """Return an XPath pattern as RE2 reads it."""
    pieces = []
    in_class = False
    position = 0
    while position < len(pattern):
        sign = pattern[position]
        if sign == "\\":
            pieces.append(_escape(pattern[position + 1 : position + 2], in_class=in_class))
            position += 2
            continue
        if sign == "." and not in_class and "s" not in flags:
            sign = r"[^\n\r]"
        elif in_class:
            in_class = sign != "]"
        elif sign == "[":
            in_class = True
        elif "x" in flags and sign in " \t\n\r":
            sign = ""
        pieces.append(sign)
        position += 1
    return "".join(pieces)


def _escape(letter: str, *, in_class: bool) -> str:
    if letter in _CLASSES and letter:
        return _CLASSES[letter] if in_class else f"[{_CLASSES[letter]}]"
    if letter in _NEGATED and not in_class:
        return _NEGATED[letter]
    return "\\" + letter


def read_replacement(text: str, groups: int, flags: str) -> list[str | int] | None:
    """Return a replacement as texts and numbers of groups; None if it is malformed."""
    if "q" in flags or ("$" not in text and "\\" not in text):
        return [text]
    template: list[str | int] = []
    for piece in _REPLACEMENT.finditer(text):
        escaped, group, stray, plain = piece.groups()
        if stray:
            return None
        if group is None:
            template.append(escaped or plain)
        elif int(group) <= groups:
            template.append(int(group))
    return template


def filled(template: list[str | int], match: Any) -> Iterator[str]:
    """Yield the pieces of a replacement for one match."""
    for piece in template:
        yield piece if isinstance(piece, str) else match.group(piece) or ""
