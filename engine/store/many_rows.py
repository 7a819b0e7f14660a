"""Very many rows of a table added or changed by one statement: their values are one text.

A driver asked to write row after row asks the database as often. Here the rows are one parameter
that the database itself takes apart, as `engine.store.among` does with ids.
"""

from collections.abc import Callable, Mapping, Sequence
from datetime import date
from functools import lru_cache
from typing import Any

from sqlalchemy import Column, Dialect, TextClause, text
from sqlalchemy import Table as Rows
from sqlalchemy.orm import Session

from engine.store import json
from engine.store.base import Table


def insert_many(session: Session, kind: type[Table], rows: Sequence[Mapping[str, Any]]) -> None:
    """Add rows to a table; all name the same columns, and the database fills in the rest.

    Defaults that only Python knows are not filled in.
    """
    _execute(session, kind, rows, _insert)


def update_many(session: Session, kind: type[Table], rows: Sequence[Mapping[str, Any]]) -> None:
    """Change rows of a table; each names its primary key, and all the same columns besides.

    The session's own rows are not told.
    """
    _execute(session, kind, rows, _update)


def _execute(
    session: Session,
    kind: type[Table],
    rows: Sequence[Mapping[str, Any]],
    statement: Callable[[Rows, tuple[str, ...], Dialect], TextClause],
) -> None:
    if not rows:
        return
    connection, table, names = session.connection(), _table(kind), tuple(rows[0])
    writers = [(name, _writer(table.c[name], connection.dialect)) for name in names]
    values = [[write(row[name]) for name, write in writers] for row in rows]
    connection.execute(statement(table, names, connection.dialect), {"rows": json.dumps(values)})


def _table(kind: type[Table]) -> Rows:
    return kind.metadata.tables[kind.__tablename__]


def _writer(column: Column[Any], dialect: Dialect) -> Any:
    process = column.type.dialect_impl(dialect).bind_processor(dialect) or _same

    def written(value: Any) -> Any:
        stored = process(value)
        return stored.isoformat() if isinstance(stored, date) else stored

    return written


def _same(value: Any) -> Any:
    return value


@lru_cache(maxsize=64)
def _insert(table: Rows, names: tuple[str, ...], dialect: Dialect) -> TextClause:
    given = _given(table, names, dialect)
    return text(f"INSERT INTO {table.name} ({', '.join(names)}) {given}")


@lru_cache(maxsize=64)
def _update(table: Rows, names: tuple[str, ...], dialect: Dialect) -> TextClause:
    (key,) = (column.name for column in table.primary_key)
    changed = ", ".join(f"{name} = given.{name}" for name in names if name != key)
    return text(
        f"UPDATE {table.name} SET {changed} FROM ({_given(table, names, dialect)}) AS given"  # noqa: S608
        f" WHERE {table.name}.{key} = given.{key}"
    )


def _given(table: Rows, names: Sequence[str], dialect: Dialect) -> str:
    """Return the select that takes `:rows` apart into columns of the table's types."""
    if dialect.name == "sqlite":
        return _on_sqlite(names)
    return _on_postgresql(table, names, dialect)


def _on_sqlite(names: Sequence[str]) -> str:
    given = (f"json_extract(value, '$[{place}]') AS {name}" for place, name in enumerate(names))
    return f"SELECT {', '.join(given)} FROM json_each(:rows)"  # noqa: S608


def _on_postgresql(table: Rows, names: Sequence[str], dialect: Dialect) -> str:
    given = (
        f"CAST(value ->> {place} AS {table.c[name].type.compile(dialect)}) AS {name}"
        for place, name in enumerate(names)
    )
    return f"SELECT {', '.join(given)} FROM json_array_elements(CAST(:rows AS json))"  # noqa: S608
