"""Values that are found when they are first asked for; most never are."""

from collections.abc import Callable, Iterator, Mapping
from functools import cached_property


class LazyMapping(Mapping[str, object]):
    """A mapping of which some values are computed on first access, then kept."""

    def __init__(
        self, known: Mapping[str, object], later: Mapping[str, Callable[[], object]]
    ) -> None:
        """Take what is known, and how to find the rest; what is found later hides what is known."""
        self._known = {key: value for key, value in known.items() if key not in later}
        self._later = dict(later)

    def at_hand(self) -> Mapping[str, object]:
        """Return what is known by now, finding nothing."""
        return self._known

    def __getitem__(self, key: str) -> object:
        if key not in self._known and key in self._later:
            self._known[key] = self._later[key]()
        return self._known[key]

    def __contains__(self, key: object) -> bool:
        return key in self._known or key in self._later

    def __iter__(self) -> Iterator[str]:
        yield from self._later
        yield from (key for key in self._known if key not in self._later)

    def __len__(self) -> int:
        return len(self._known.keys() | self._later.keys())


class LateMapping(Mapping[str, object]):
    """A mapping that is read as a whole when anything of it is asked for."""

    def __init__(self, read: Callable[[], Mapping[str, object]]) -> None:
        """Take what reads it."""
        self._read = read

    @cached_property
    def _all(self) -> Mapping[str, object]:
        return self._read()

    def __getitem__(self, key: str) -> object:
        return self._all[key]

    def __iter__(self) -> Iterator[str]:
        return iter(self._all)

    def __len__(self) -> int:
        return len(self._all)
