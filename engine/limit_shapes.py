"""The shape a change of a limit must have before anybody asks whether it is lawful.

Changes come from a form, the API and the shell alike; what is not of its kind is told by the path
of its entry, such as `ladder.0.told`.
"""

from collections.abc import Callable, Iterator, Mapping
from decimal import Decimal
from typing import Any

Messages = dict[str, list[tuple[str, str]]]
Fault = tuple[str, str, str]

#: What an administrator changes; name, kind, start and law are the matter's own.
EDITABLE = (
    "amount",
    "unit",
    "stop",
    "extension",
    "ladder",
    "article",
    "articles",
    "mark",
    "basis",
    "basis_en",
    "note",
    "note_en",
    "ends",
)
MARKS, ENDS = ("V", "K", "U"), ("midnight", "office_close")


def check_shapes(changes: Mapping[str, Any]) -> Messages:
    """Return what is wrong with the shape of a change, by path; {} when nothing is."""
    found: Messages = {}
    for key, value in changes.items():
        for path, zh, en in _faults(key, value):
            found.setdefault(path, []).append((zh, en))
    return found


def _faults(key: str, value: Any) -> Iterator[Fault]:
    if key not in EDITABLE:
        known = "、".join(EDITABLE)
        yield (
            key,
            f"{key} 不能在这里改动；可改的有 {known}。",
            f"{key} cannot be changed here; these can: {', '.join(EDITABLE)}.",
        )
    elif value is not None:
        yield from _CHECKS.get(key, _text)(key, value)


def _text(path: str, value: Any) -> Iterator[Fault]:
    if not isinstance(value, str):
        yield path, f"{path} 须为文本。", f"{path} must be a text."


def _texts(path: str, value: Any) -> Iterator[Fault]:
    if not isinstance(value, list) or not all(isinstance(one, str) for one in value):
        yield path, f"{path} 须为文本的列表。", f"{path} must be a list of texts."
        return
    for one in sorted({one for one in value if value.count(one) > 1}):
        yield path, f"{one} 重复。", f"{one} stands twice."


def _one_of(*known: str) -> Callable[[str, Any], Iterator[Fault]]:
    def check(path: str, value: Any) -> Iterator[Fault]:
        if value not in known:
            said = "、".join(known)
            yield path, f"{path} 只能是 {said}。", f"{path} must be one of {', '.join(known)}."

    return check


def _ladder(path: str, value: Any) -> Iterator[Fault]:
    if not isinstance(value, list) or not all(isinstance(row, Mapping) for row in value):
        yield path, "ladder 须为各档的列表。", "ladder must be a list of rungs."
        return
    for place, row in enumerate(value):
        if "told" in row:
            yield from _texts(f"{path}.{place}.told", row["told"])
        left, share = row.get("left"), row.get("share")
        if left is not None and (type(left) is not int or left < 0):
            zh = f"剩多少时须为不小于 0 的整数，而不是 {left}。"
            yield f"{path}.{place}.left", zh, f"left must be a whole number from 0, not {left}."
        if share is not None and not _is_share(share):
            zh = f"用去的份额须大于 0、不超过 1，而不是 {share}。"
            yield f"{path}.{place}.share", zh, f"share must be above 0 and at most 1, not {share}."


def _is_share(value: Any) -> bool:
    is_number = isinstance(value, int | float | Decimal) and not isinstance(value, bool)
    return is_number and Decimal(str(value)).is_finite() and 0 < Decimal(str(value)) <= 1


def _articles(path: str, value: Any) -> Iterator[Fault]:
    is_dated = isinstance(value, list) and all(
        isinstance(row, Mapping) and {"from_on", "article"} == row.keys() for row in value
    )
    if not is_dated:
        yield (
            path,
            "articles 须为 {from_on, article} 的列表。",
            "articles must be a list of {from_on, article}.",
        )


def _any(path: str, value: Any) -> Iterator[Fault]:
    """Leave what is judged with the whole rule."""
    yield from ()


_CHECKS: Mapping[str, Callable[[str, Any], Iterator[Fault]]] = {
    "stop": _texts,
    "ladder": _ladder,
    "extension": _any,
    "articles": _articles,
    "mark": _one_of(*MARKS),
    "ends": _one_of(*ENDS),
}
