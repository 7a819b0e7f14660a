"""Statements on one table as plain SQL, made once, with values as the driver takes them.

SQLAlchemy binds each value of each row by name, through the compiled form of its statement. For
the few rows a step writes that takes several times what the driver needs to write them.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cache, lru_cache
from typing import Any

from sqlalchemy import CursorResult, Dialect, inspect
from sqlalchemy.dialects import registry
from sqlalchemy.exc import DBAPIError
from sqlalchemy.orm import Session

from engine.store.base import Table
from engine.store.shapes import Names

#: Both databases take so many values in one statement, and a few more.
MOST_VALUES = 30_000

#: By its name how a database quotes names and takes values; and what stands for a value.
_DIALECTS: Mapping[str, tuple[Dialect, str]] = {
    name: (registry.load(driver)(), mark)
    for name, driver, mark in (
        ("sqlite", "sqlite.pysqlite", "?"),
        ("postgresql", "postgresql.psycopg", "%s"),
    )
}

#: Values of a row by the attributes of its table.
Values = Mapping[str, Any]


@dataclass(frozen=True)
class Plain:
    """A table as one kind of database writes it."""

    name: str
    #: Its columns as they are quoted, by attribute.
    columns: Mapping[str, str]
    #: What makes a value one of the driver's, by attribute; only where that changes it.
    bind: Mapping[str, Callable[[Any], Any]]
    mark: str

    def given(self, row: Values, names: Names) -> list[Any]:
        """Return values of a row as the driver takes them."""
        bind = self.bind
        return [bind[name](row[name]) if name in bind else row[name] for name in names]

    def listed(self, names: Iterable[str]) -> str:
        """Return columns as a statement lists them."""
        return ", ".join(self.columns[name] for name in names)


@cache
def plain(kind: type[Table], database: str) -> Plain:
    """Return a table as a database writes it: "sqlite" or "postgresql"."""
    dialect, mark = _DIALECTS[database]
    quoted = dialect.identifier_preparer
    columns: dict[str, Any] = {one.key: one.columns[0] for one in inspect(kind).column_attrs}
    types = {name: column.type.dialect_impl(dialect) for name, column in columns.items()}
    bind = {name: one.bind_processor(dialect) for name, one in types.items()}
    return Plain(
        quoted.quote(kind.__tablename__),
        {name: quoted.format_column(column) for name, column in columns.items()},
        {name: change for name, change in bind.items() if change is not None},
        mark,
    )


@contextmanager
def together(session: Session) -> Iterator[None]:
    """Send statements one after another and wait for all answers at the end, where that is known.

    Nothing sent meanwhile is read back; a statement that fails is told at the end.
    """
    connection = session.connection()
    driver: Any = connection.connection.driver_connection
    if not hasattr(driver, "pipeline"):  # SQLite answers at once
        yield
        return
    failed: Any = connection.dialect.loaded_dbapi.Error
    try:
        with driver.pipeline():
            yield
    except failed as error:
        is_cut = connection.dialect.is_disconnect(error, driver, None)
        if is_cut:
            connection.invalidate(error)
        raise DBAPIError("sent together", None, error, connection_invalidated=is_cut) from error


def insert(
    session: Session,
    kind: type[Table],
    names: Names,
    rows: Sequence[Values],
    *,
    key: Names = (),
    told: Names = (),
) -> list[tuple[Any, ...]]:
    """Write rows by one statement; returns the columns `told` of each, in any order.

    With a `key` a row that is there already takes the new values.
    """
    connection = session.connection()
    database = connection.dialect.name
    table, most = plain(kind, database), MOST_VALUES // len(names)
    found: list[tuple[Any, ...]] = []
    for first in range(0, len(rows), most):
        some = rows[first : first + most]
        statement = _insert_of(kind, database, names, len(some), key, told)
        given = tuple(value for row in some for value in table.given(row, names))
        sent = connection.exec_driver_sql(statement, given)
        found += [tuple(row) for row in sent] if told else []
    return found


@lru_cache(maxsize=1024)
def _insert_of(
    kind: type[Table], database: str, names: Names, number: int, key: Names, told: Names
) -> str:
    table = plain(kind, database)
    group = f"({', '.join([table.mark] * len(names))})"
    words = ["INSERT INTO", table.name, f"({table.listed(names)})", "VALUES"]
    words += [", ".join([group] * number)]
    if key:
        others = (table.columns[name] for name in names if name not in key)
        words += ["ON CONFLICT", f"({table.listed(key)})", "DO UPDATE SET"]
        words += [", ".join(f"{name} = excluded.{name}" for name in others)]
    if told:
        words += ["RETURNING", table.listed(told)]
    return " ".join(words)


def update(
    session: Session,
    kind: type[Table],
    names: Names,
    key: Names,
    rows: Sequence[tuple[Values, Values]],
) -> CursorResult[Any]:
    """Write columns of rows that are there, each found by the `key` it had; `written` counts them.

    Each row is given as it shall be, and as it was.
    """
    connection = session.connection()
    table = plain(kind, connection.dialect.name)
    statement = _update_of(kind, connection.dialect.name, names, key)
    given = [tuple(table.given(now, names) + table.given(was, key)) for now, was in rows]
    return connection.exec_driver_sql(statement, given if len(given) > 1 else given[0])


def written(update: CursorResult[Any]) -> int:
    """Return how many rows an update wrote; of one sent together with others, after these."""
    return int(update.context.cursor.rowcount)


@lru_cache(maxsize=1024)
def _update_of(kind: type[Table], database: str, names: Names, key: Names) -> str:
    table = plain(kind, database)
    changed, same = (
        [f"{table.columns[one]} = {table.mark}" for one in some] for some in (names, key)
    )
    return " ".join(["UPDATE", table.name, "SET", ", ".join(changed), "WHERE", " AND ".join(same)])
