"""All tables in one place, for migrations and tests."""

from engine.store import (
    acts,
    case_migrations,
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
    "case_migrations",
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
