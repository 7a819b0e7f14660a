"""Rows of the hot path: read as plain columns and held by the session like any other.

The ORM's loading costs more than the statement it loads from, and its unit of work more than all
that a step writes. What reads and writes the same few rows at every step goes around both; the
session keeps the one instance of each row, so that everybody else sees the same.
"""

from collections.abc import Sequence
from functools import cache
from typing import Any, TypeVar, cast

from sqlalchemy import ColumnElement, inspect
from sqlalchemy.orm import Session, make_transient, make_transient_to_detached
from sqlalchemy.orm.attributes import instance_dict, set_committed_value

from engine.store.base import Table

Row = TypeVar("Row", bound=Table)


@cache
def names_of(kind: type[Table]) -> tuple[str, ...]:
    """Return the attributes of a table that are read, in their order."""
    return tuple(one.key for one in inspect(kind).column_attrs if not one.key.startswith("_"))


def columns_of(kind: type[Table]) -> list[ColumnElement[Any]]:
    """Return what is selected of a table whose rows are then `held`."""
    attributes = inspect(kind).column_attrs
    return [attributes[name].columns[0] for name in names_of(kind)]


@cache
def _places_of_key(kind: type[Table]) -> tuple[int, ...]:
    mapper, names = inspect(kind), names_of(kind)
    return tuple(
        names.index(mapper.get_property_by_column(column).key) for column in mapper.primary_key
    )


def held(session: Session, kind: type[Row], values: Sequence[Any]) -> Row:
    """Return the instance of a row of which `names_of` were read, as it was read.

    What the session held of it unwritten is lost.
    """
    identity = tuple(values[place] for place in _places_of_key(kind))
    known: Any = session.identity_map.get(inspect(kind).identity_key_from_primary_key(identity))
    if known is not None:
        for name, value in zip(names_of(kind), values, strict=True):
            set_committed_value(known, name, value)
        return cast(Row, known)
    row = kind()
    instance_dict(row).update(zip(names_of(kind), values, strict=True))
    make_transient_to_detached(row)
    session.add(row)
    return row


def keep(session: Session, row: Table) -> None:
    """Let a session hold a row that was written beside it, new or changed, as it stands now."""
    make_transient(row)
    make_transient_to_detached(row)
    session.add(row)
