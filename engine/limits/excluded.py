"""The dates that do not count: spans in order, so a long stop costs no more than a short one."""

from collections.abc import Iterable, Iterator, Set
from dataclasses import dataclass
from datetime import date, timedelta

from engine.limits.moments import ONE_DAY

Span = tuple[date, date]


@dataclass(frozen=True, eq=False)
class Excluded(Set[date]):
    """A set of dates; two are equal when they hold the same dates."""

    #: First and last date of each span, in order, none overlapping another.
    spans: tuple[Span, ...] = ()

    @classmethod
    def union(cls, spans: Iterable[Span]) -> "Excluded":
        """Return the dates of all spans, which may overlap."""
        merged: list[Span] = []
        for first, last in sorted(spans):
            if merged and first <= merged[-1][1]:
                merged[-1] = merged[-1][0], max(last, merged[-1][1])
                continue
            merged.append((first, last))
        return cls(tuple(merged))

    @classmethod
    def _from_iterable(cls, days: Iterable[date]) -> Set[date]:  # type: ignore[override]
        return frozenset(days)

    def __contains__(self, day: object) -> bool:
        """Say whether a date does not count."""
        return isinstance(day, date) and any(first <= day <= last for first, last in self.spans)

    def __iter__(self) -> Iterator[date]:
        """Give the dates in order."""
        for first, last in self.spans:
            yield from (first + timedelta(days=n) for n in range((last - first).days + 1))

    def __len__(self) -> int:
        """Return how many dates do not count."""
        return sum((last - first).days + 1 for first, last in self.spans)

    def after(self, day: date) -> Iterator[Span]:
        """Give the spans after `day`, each as the date before its first and its last date."""
        for first, last in self.spans:
            if last > day:
                yield (day if first <= day else first - ONE_DAY), last

    def within(self, after: date, until: date) -> Iterator[Span]:
        """Give what of the spans lies after one day, up to and including the other, likewise."""
        for before, last in self.after(after):
            if before < until:
                yield before, min(last, until)


#: No stop at all.
NOTHING = Excluded()
