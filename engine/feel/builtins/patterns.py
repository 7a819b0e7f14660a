"""XPath regular expressions on RE2: flags, a cache, and the replacement text."""

import re
from collections.abc import Iterator
from functools import lru_cache
from typing import Any

import re2

from engine.feel.budget import Run

_FLAGS = frozenset("smixq")
_LONGEST = 1000
_MEMORY = 1 << 20  # bytes one compiled pattern may take
_SPACE_OUTSIDE_CLASS = re.compile(r"(\\.|\[\^?\]?(?:\\.|[^\]\\])*\])|\s+", re.DOTALL)
_REPLACEMENT = re.compile(r"\\([\\$])|\$([0-9])|([\\$])|([^\\$]+)")


def compiled(run: Run, pattern: str, flags: str | None) -> Any:
    """Return the RE2 expression, or None if the pattern or a flag is not valid."""
    if len(pattern) > _LONGEST or not set(flags or "") <= _FLAGS:
        return None
    run.charge(len(pattern))
    return _compiled(pattern, "".join(sorted(set(flags or ""))))


@lru_cache(maxsize=256)
def _compiled(pattern: str, flags: str) -> Any:
    options = re2.Options()
    options.log_errors = False
    options.max_mem = _MEMORY
    options.case_sensitive = "i" not in flags
    options.dot_nl = "s" in flags
    if "q" in flags:
        options.literal = True
    elif "x" in flags:
        pattern = _SPACE_OUTSIDE_CLASS.sub(lambda match: match.group(1) or "", pattern)
    if "m" in flags and "q" not in flags:
        pattern = f"(?m){pattern}"
    try:
        return re2.compile(pattern, options)
    except re2.error:
        return None


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
