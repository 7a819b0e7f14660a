"""The stage: acts of many cases in the order of time, with the sweep running between them.

What a sweep says to other cases is taken at once, as a running system would within seconds.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, datetime

from engine.attachments import FileStore
from engine.clock import SettableClock
from engine.delivering import deliver_due
from engine.errors import Conflict
from engine.store.database import Database, reading, transaction
from engine.sweep import due_cases, next_due_at, sweep
from web.demo.acts import Act


@dataclass
class Stage:
    """A database whose time is moved by hand: what falls due between two acts fires in between."""

    database: Database
    files: FileStore
    #: The present moment of the play.
    present: datetime

    def play_all(self, acts: Iterable[Act]) -> None:
        """Play acts in the order of time; those of one moment as they are listed."""
        for act in sorted(acts, key=lambda act: act.at):
            self.play(act)

    def play(self, act: Act) -> None:
        """Move time to the act and do it in one transaction."""
        self.move_to(act.at)
        with transaction(self.database) as session:
            act.play(session, self.files)

    def move_to(self, at: datetime) -> None:
        """Fire what is due by `at`, each at its own instant; raises Conflict when some cannot."""
        while (due := self._next_due(at)) is not None:
            self.present = due
            sweep(self.database, at=due)
            deliver_due(self.database, {}, SettableClock(due.astimezone(UTC)))
            self._refuse_stuck()
        self.present = at

    def _next_due(self, until: datetime) -> datetime | None:
        with reading(self.database) as session:
            due = next_due_at(session, self.present)
        return due if due is not None and due <= until else None

    def _refuse_stuck(self) -> None:
        with reading(self.database) as session:
            case_ids = due_cases(session, self.present)
        if case_ids:
            raise Conflict(
                f"时限扫描未能处理办件 {case_ids}，请查看日志。",
                f"The sweep could not move the cases {case_ids}; see the log.",
            )
