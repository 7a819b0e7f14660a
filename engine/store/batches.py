"""Rows of one table written by one statement: new ones and changed ones, whatever changed in each.

The unit of work sends one statement for each set of changed columns and one for what is new; a
step that ends some tasks and clocks and opens others would pay for each table twice.
"""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from functools import cache
from typing import Any

from sqlalchemy import ColumnElement, Insert, insert, inspect
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.orm import Session, make_transient_to_detached
from sqlalchemy.orm.attributes import flag_modified, set_committed_value

from engine.store.base import Table

Rows = Sequence[Table]


#: Tables, each with the part of its key that we give.
Keys = Mapping[type[Table], Sequence[str]]


def write_batches(session: Session, upserted: Keys, appended: Keys) -> None:
    """Flush a session with few statements.

    `upserted` names, for each table worth an upsert, what makes two of its rows the same row; it
    is used when there are both new and changed rows. `appended` are tables nobody reads back in
    the transaction that adds to them: their rows are sent as they are and leave the session. What
    new rows of either refer to must be written.
    """
    changed = _changed(session)
    for kind, key in upserted.items():
        new = _new(session, kind)
        if new and kind in changed:
            _upsert(session, kind, key, new, changed.pop(kind))
    for kind, rows in changed.items():
        _name_the_same_columns(kind, rows)
    for kind, key in appended.items():
        _append(session, kind, key)
    session.flush()


def _new(session: Session, kind: type[Table]) -> Rows:
    return [row for row in session.new if isinstance(row, kind)]


def _append(session: Session, kind: type[Table], key: Sequence[str]) -> None:
    rows, columns = _new(session, kind), _columns(kind, tuple(key))
    for row in rows:
        _fill_in(row, columns)
        session.expunge(row)
    if rows:
        given = [{name: getattr(row, name) for name in columns} for row in rows]
        session.connection().execute(_insert_of(kind), given)


@cache
def _insert_of(kind: type[Table]) -> Insert:
    """Return the statement for new rows of a table, built once."""
    return insert(kind)


def _changed(session: Session) -> dict[type[Table], list[Table]]:
    changed = defaultdict(list)
    for row in session.dirty:
        if session.is_modified(row, include_collections=False):
            changed[type(row)].append(row)
    return changed


def _name_the_same_columns(kind: type[Table], rows: Rows) -> None:
    columns = set(inspect(kind).column_attrs.keys())
    same = set[str].intersection(columns, *(inspect(row).unmodified for row in rows))
    for row in rows if len(rows) > 1 else ():
        for key in columns - same:
            flag_modified(row, key)


def _upsert(
    session: Session, kind: type[Table], key: Sequence[str], new: Rows, changed: Rows
) -> None:
    columns = _columns(kind, tuple(key))
    for row in new:
        _fill_in(row, columns)
    identities = _send(session, kind, key, columns, (*new, *changed))
    for row in new:
        session.expunge(row)
        for name, value in identities.get(_key_of(row, key), {}).items():
            setattr(row, name, value)
        make_transient_to_detached(row)
        session.add(row)
    for row in changed:
        for name in columns.keys() - inspect(row).unmodified:
            set_committed_value(row, name, getattr(row, name))


@cache
def _columns(kind: type[Table], key: tuple[str, ...]) -> dict[str, ColumnElement[Any]]:
    """Return the columns we write, by attribute: an identity only the database gives is not."""
    return {
        one.key: one.columns[0]
        for one in inspect(kind).column_attrs
        if not one.key.startswith("_") and (one.key in key or not one.columns[0].primary_key)
    }


def _fill_in(row: Table, columns: Mapping[str, Any]) -> None:
    """Give a new row the defaults it would get as it is inserted."""
    for name, column in columns.items():
        if name not in row.__dict__:
            default = column.default
            given = default and (default.arg(None) if default.is_callable else default.arg)
            set_committed_value(row, name, given)


def _send(
    session: Session,
    kind: type[Table],
    key: Sequence[str],
    columns: Mapping[str, Any],
    rows: Rows,
) -> dict[tuple[Any, ...], dict[str, Any]]:
    """Send the upsert; returns the identity of each row by its key, where the database gives it."""
    given = [{name: getattr(row, name) for name in columns} for row in rows]
    upsert, identity = _upsert_of(kind, tuple(key), session.get_bind().dialect.name)
    told = session.connection().execute(upsert, given)
    if not identity:
        return {}
    return {
        tuple(row[: len(key)]): dict(zip(identity, row[len(key) :], strict=True)) for row in told
    }


@cache
def _upsert_of(
    kind: type[Table], key: tuple[str, ...], dialect: str
) -> tuple[Insert, tuple[str, ...]]:
    """Return the statement for a table, and the columns of its identity that it tells.

    Built once: building it takes longer than sending it.
    """
    table = inspect(kind).local_table
    upsert = (sqlite if dialect == "sqlite" else postgresql).insert(kind)
    upsert = upsert.on_conflict_do_update(
        index_elements=list(key),
        set_={name: upsert.excluded[name] for name in _columns(kind, key) if name not in key},
    )
    identity = tuple(one.name for one in table.primary_key if one.name not in key)
    if not identity:
        return upsert, ()
    return upsert.returning(*(table.c[name] for name in (*key, *identity))), identity


def _key_of(row: Table, key: Sequence[str]) -> tuple[Any, ...]:
    return tuple(getattr(row, name) for name in key)
