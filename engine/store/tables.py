"""All tables in one place, for migrations and tests."""

from engine.store import acts, cases, clocks, outbox, people, publishing, records, registers
from engine.store.base import Table

metadata = Table.metadata

__all__ = [
    "acts",
    "cases",
    "clocks",
    "metadata",
    "outbox",
    "people",
    "publishing",
    "records",
    "registers",
]
