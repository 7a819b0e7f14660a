"""Rows of one table written by one statement, although each changed something else."""

from collections import defaultdict

from sqlalchemy import inspect
from sqlalchemy.orm import Session
from sqlalchemy.orm.attributes import flag_modified


def batch_updates(session: Session) -> None:
    """Let the changed rows of each table name the same columns, before they are flushed.

    The unit of work sends one statement for each set of columns, not for each table.
    """
    changed = defaultdict(list)
    for row in session.dirty:
        if session.is_modified(row, include_collections=False):
            changed[type(row)].append(row)
    for kind, rows in changed.items():
        columns = set(inspect(kind).column_attrs.keys())
        same = set[str].intersection(columns, *(inspect(row).unmodified for row in rows))
        for row in rows if len(rows) > 1 else ():
            for key in columns - same:
                flag_modified(row, key)
