"""Entries into the records of many cases at once, in three statements.

The cases are locked; their documents are not loaded. For one case see `engine.records`.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from engine.records import record_hash
from engine.store.among import among
from engine.store.cases import Case
from engine.store.many_rows import insert_many, update_many
from engine.store.records import Record


@dataclass(frozen=True)
class Entry:
    """What is to stand in the record of a case; the system wrote it."""

    case_id: int
    kind: str
    element_id: str
    body: dict[str, Any]


@dataclass
class _Head:
    """Where the chain of a case stands."""

    count: int
    hash: str
    version: int
    #: When it is written: no earlier than the entry before.
    written_at: datetime


def add_records(session: Session, entries: Sequence[Entry], *, at: datetime) -> None:
    """Append entries to the chains of their cases, in their order."""
    if not entries:
        return
    heads = {
        row.id: _Head(
            row.record_count, row.record_head, row.version, max(at, row.recorded_at or at)
        )
        for row in session.execute(
            select(
                Case.id, Case.record_count, Case.record_head, Case.version, Case.recorded_at
            ).where(among(Case.id, (entry.case_id for entry in entries)))
        )
    }
    rows = [_row(entry, heads[entry.case_id], at) for entry in entries]
    insert_many(session, Record, rows)
    update_many(
        session,
        Case,
        [
            {
                "id": case_id,
                "record_count": head.count,
                "record_head": head.hash,
                "version": head.version + 1,
                "recorded_at": head.written_at,
            }
            for case_id, head in heads.items()
        ],
    )


def _row(entry: Entry, head: _Head, at: datetime) -> dict[str, Any]:
    """Return the next entry of a chain as a row; its head moves on."""
    row = {
        "case_id": entry.case_id,
        "number": head.count + 1,
        "kind": entry.kind,
        "at": at,
        "written_at": head.written_at,
        "person_id": None,
        "element_id": entry.element_id,
        "body": entry.body,
        "previous_hash": head.hash,
    }
    head.count, head.hash = head.count + 1, record_hash(Record(**row))
    return {**row, "hash": head.hash}
