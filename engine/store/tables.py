"""All tables in one place, for migrations and tests."""

from engine.store import (
    acts,
    cases,
    clocks,
    drafts,
    experts,
    outbox,
    people,
    problem_items,
    publishing,
    readers,
    records,
    registers,
)
from engine.store.base import Table

metadata = Table.metadata

__all__ = [
    "acts",
    "cases",
    "clocks",
    "drafts",
    "experts",
    "metadata",
    "outbox",
    "people",
    "problem_items",
    "publishing",
    "readers",
    "records",
    "registers",
]
