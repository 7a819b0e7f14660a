"""Rows as one JSON text each, made by the database: what many tables give in one statement.

A driver that tells the names and types of a hundred columns takes longer than to read them, and
tables of different columns are one list of rows this way.
"""

from collections.abc import Callable, Sequence
from datetime import UTC, date, datetime
from functools import cache
from typing import Any

from sqlalchemy import Boolean, Date, Integer, String, Text, inspect
from sqlalchemy.ext.compiler import compiles
from sqlalchemy.sql.compiler import SQLCompiler
from sqlalchemy.sql.functions import FunctionElement

from engine.store import json
from engine.store.base import Json, Table, UtcDateTime
from engine.store.shapes import Names


class _Packed(FunctionElement[str]):
    name = "packed"
    type = Text()
    inherit_cache = True


@compiles(_Packed, "sqlite")
def _on_sqlite(element: _Packed, compiler: SQLCompiler, **how: Any) -> str:
    return f"json_array({compiler.process(element.clauses, **how)})"


@compiles(_Packed, "postgresql")
def _on_postgresql(element: _Packed, compiler: SQLCompiler, **how: Any) -> str:
    return f"CAST(json_build_array({compiler.process(element.clauses, **how)}) AS TEXT)"


def packed(kind: type[Table], names: Names) -> _Packed:
    """Return what selects columns of a table as one JSON text."""
    attributes = inspect(kind).column_attrs
    return _Packed(*(attributes[name].columns[0] for name in names))


def unpacked(kind: type[Table], names: Names, text: str) -> Sequence[Any]:
    """Return the values of a row that was `packed` with these names."""
    values: list[Any] = json.loads(text)
    for place, read in _readers(kind, names):
        if values[place] is not None:
            values[place] = read(values[place])
    return values


@cache
def _readers(kind: type[Table], names: Names) -> list[tuple[int, Callable[[Any], Any]]]:
    """Return what makes a value of JSON one of ours, by place; only where that changes it."""
    attributes = inspect(kind).column_attrs
    found = ((place, attributes[name].columns[0].type) for place, name in enumerate(names))
    return [(place, _READ[type(one)]) for place, one in found if not isinstance(one, _AS_THEY_ARE)]


def _moment(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=UTC)


_READ: dict[type, Callable[[Any], Any]] = {
    UtcDateTime: _moment,
    Date: date.fromisoformat,
    Json: json.loads,
    Boolean: bool,
}
_AS_THEY_ARE = (Integer, String, Text)
