"""Which rows of two lists are the same row, and which of them changed places."""

from collections.abc import Callable, Hashable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any, Generic, TypeVar

Row = TypeVar("Row")


@dataclass(frozen=True)
class Matched(Generic[Row]):
    """Two lists side by side."""

    both: tuple[tuple[Row, Row], ...]
    added: tuple[Row, ...]
    removed: tuple[Row, ...]
    #: Rows of the new list that stand elsewhere among those both lists have.
    moved: tuple[Row, ...]


def match(
    old: Sequence[Row], new: Sequence[Row], *keys: Callable[[Row], Hashable | None]
) -> Matched[Row]:
    """Match rows by the first key that both have once; then by the next, and so on."""
    pairs: dict[int, int] = {}
    for key in keys:
        left = _once([(i, key(row)) for i, row in enumerate(old) if i not in pairs])
        taken = set(pairs.values())
        right = _once([(i, key(row)) for i, row in enumerate(new) if i not in taken])
        pairs |= {i: right[value] for value, i in left.items() if value in right}
    ordered = sorted(pairs.items())
    kept = set(_longest_rise([b for _, b in ordered]))
    return Matched(
        both=tuple((old[a], new[b]) for a, b in ordered),
        added=tuple(row for i, row in enumerate(new) if i not in pairs.values()),
        removed=tuple(row for i, row in enumerate(old) if i not in pairs),
        moved=tuple(new[b] for _, b in ordered if b not in kept),
    )


def _once(keyed: list[tuple[int, Hashable | None]]) -> dict[Hashable, int]:
    values = [value for _, value in keyed if value is not None]
    return {v: i for i, v in keyed if v is not None and values.count(v) == 1}


def _longest_rise(numbers: list[int]) -> list[int]:
    """Return the longest rising part: what is not in it was moved."""
    best: list[list[int]] = []
    for number in numbers:
        before = [run for run in best if run[-1] < number]
        best.append([*max(before, key=len, default=[]), number])
    return max(best, key=len, default=[])


def differences(old: Any, new: Any) -> Iterator[tuple[str, Any, Any]]:
    """Yield (key, old, new) of every key two mappings hold differently; None where absent."""
    for key in [*old, *(k for k in new if k not in old)]:
        if old.get(key) != new.get(key):
            yield key, old.get(key), new.get(key)
