"""How far a limit may be lengthened (延期): how much, how often, and who decides it.

A limit says `extension = "off"`, `"once"`, or `{ most = 10, times = 1, by = "director" }`: at most
so many units each time, so often, by a holder of that post. The catalogue's words, such as "+10WD
once 机关负责人", bound it (行政许可法 42).
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from engine.limits.errors import CountingError
from engine.limits.units import LARGEST_AMOUNT

OFF, ONCE = "off", "once"
#: In the catalogue: no extension.
NONE = "-"
#: More often than any law allows.
MOST_TIMES = 12

_LAW = re.compile(r"\+(?P<most>\d+)(?P<unit>[A-Z]{2})(?: once)?(?: (?P<by>\S+))?")


@dataclass(frozen=True)
class Extension:
    """A limit that may be lengthened."""

    #: Units each time, of the limit's own unit; None: as decided.
    most: int | None
    times: int
    #: The post that decides; empty: whoever the diagram lets decide.
    by: str = ""


def read_extension(value: object) -> Extension | None:
    """Read the `extension` of a limit, None where it is off; raises CountingError."""
    if value in (None, OFF):
        return None
    if value == ONCE:
        return Extension(None, 1)
    if not isinstance(value, Mapping) or not {"times"} <= value.keys() <= {"most", "times", "by"}:
        raise _invalid(
            '延期须写作 "off"、"once" 或 { most, times, by }',
            'an extension is "off", "once" or { most, times, by }',
        )
    return Extension(_most(value), _times(value), str(value.get("by") or ""))


def _most(value: Mapping[str, Any]) -> int | None:
    most = value.get("most")
    if most is not None and not (type(most) is int and 1 <= most <= LARGEST_AMOUNT):
        raise _invalid(
            f"每次延期须为 1 至 {LARGEST_AMOUNT} 的整数，而不是 {most}",
            f"each extension must be a whole number from 1 to {LARGEST_AMOUNT}, not {most}",
        )
    return most


def _times(value: Mapping[str, Any]) -> int:
    times = value["times"]
    if not (type(times) is int and 1 <= times <= MOST_TIMES):
        raise _invalid(
            f"延期次数须为 1 至 {MOST_TIMES} 的整数，而不是 {times}",
            f"extensions must number from 1 to {MOST_TIMES}, not {times}",
        )
    return times


def _invalid(zh: str, en: str) -> CountingError:
    return CountingError(zh, en, code="invalid_extension")


def beyond_law(extension: Extension, law: str, unit: str) -> tuple[str, str] | None:
    """Return why an extension goes beyond the catalogue's words, in both languages; else None.

    Words that give no figure leave it to who checks the article.
    """
    if law == NONE:
        return "法律没有规定可以延期", "the law allows no extension"
    bound = _LAW.fullmatch(law)
    if bound is None:
        return None
    most = int(bound["most"])
    if extension.times > 1:
        return f"法律只允许延期一次（{law}）", f"the law allows one extension only ({law})"
    if extension.most is not None and bound["unit"] == unit and extension.most > most:
        return (
            f"延期 {extension.most} 长于法律允许的 {most}（{law}）",
            f"an extension of {extension.most} exceeds the {most} the law allows ({law})",
        )
    return None
