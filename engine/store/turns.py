"""Whose turn it is to write to an embedded database: first come, first served.

SQLite lets one writer in at a time and makes the others ask again and again; a sweep that begins
one transaction after another would leave them no gap to be lucky in.
"""

from collections import deque
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from threading import Lock


@dataclass
class Turns:
    """The writers of this process, in the order in which they came."""

    _guard: Lock = field(default_factory=Lock)
    _queue: deque[Lock] = field(default_factory=deque)

    def __len__(self) -> int:
        """Return how many stand in line, whose turn it is included."""
        return len(self._queue)

    @contextmanager
    def taken(self, wait_s: float) -> Iterator[bool]:
        """Wait for one's turn and give it back in the end; False when it did not come in time."""
        mine = self._stand_in_line()
        has_turn = mine.acquire(timeout=wait_s)
        try:
            yield has_turn
        finally:
            self._leave(mine)

    def _stand_in_line(self) -> Lock:
        mine = Lock()
        with self._guard:
            if self._queue:
                mine.acquire()
            self._queue.append(mine)
        return mine

    def _leave(self, mine: Lock) -> None:
        with self._guard:
            is_first = self._queue[0] is mine
            self._queue.remove(mine)
            if is_first and self._queue:
                self._queue[0].release()
