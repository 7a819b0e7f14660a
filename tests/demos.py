"""The loaded demo in tests: its twelve cases by the last digits of their numbers."""

from dataclasses import dataclass
from datetime import UTC
from pathlib import Path

from sqlalchemy import select
from towns import Town

from engine.attachments import FileStore
from engine.clock import SettableClock
from engine.store.cases import Case
from engine.store.database import Database, reading
from web.demo.loading import PRESENT


@dataclass(frozen=True)
class Demo(Town):
    """The town with its cases, found by the last four digits of their numbers."""

    def id_of(self, number: str) -> int:
        """Return the id of a case, such as "0412"."""
        with reading(self.database) as session:
            query = select(Case.id).where(Case.number == f"SGXK-2026-{number}")
            return session.scalars(query).one()

    def holders(self, number: str) -> dict[str, str | None]:
        """Return who holds each open step of a case; buttons for messages have no holder."""
        found = self.tasks(self.id_of(number))
        named = {(one.element_id, one.item_key): one.assignee_id for one in found}
        return {f"{step}:{item}" if item else step: who for (step, item), who in named.items()}


def demo_at_present(database: Database, folder: Path) -> Demo:
    """Return the demo at 2026-11-10 09:00 with the attachments in a folder."""
    clock = SettableClock(PRESENT.astimezone(UTC))
    return Demo(database, clock, FileStore(folder / "attachments"))
