"""All tables in one place, for migrations and tests."""

from engine.store import (
    acts,
    cases,
    clocks,
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
