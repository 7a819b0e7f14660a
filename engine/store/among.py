"""A column among very many ids: one parameter, however many there are.

`IN` names each id; both databases then read, and some drivers parse, a statement as long as the
list. Here the ids are one text that the database itself takes apart.
"""

from collections.abc import Iterable
from typing import Any

from sqlalchemy import ColumnElement, Text, bindparam
from sqlalchemy.ext.compiler import compiles
from sqlalchemy.sql.compiler import SQLCompiler
from sqlalchemy.sql.functions import FunctionElement
from sqlalchemy.types import NullType


class _Among(FunctionElement[Any]):
    name = "among"
    # As a Boolean SQLite would get "... = 1" behind it, which no index can answer.
    type = NullType()
    inherit_cache = True


def among(column: Any, ids: Iterable[int]) -> ColumnElement[bool]:
    """Return the condition that an integer column is one of some ids."""
    text = "[" + ",".join(map(str, sorted(set(ids)))) + "]"
    return _Among(column, bindparam(None, text, type_=Text, unique=True))


@compiles(_Among, "sqlite")
def _on_sqlite(element: _Among, compiler: SQLCompiler, **how: Any) -> str:
    column, ids = (compiler.process(one, **how) for one in element.clauses)
    return f"{column} IN (SELECT value FROM json_each({ids}))"  # noqa: S608 - compiled already


@compiles(_Among, "postgresql")
def _on_postgresql(element: _Among, compiler: SQLCompiler, **how: Any) -> str:
    column, ids = (compiler.process(one, **how) for one in element.clauses)
    return f"{column} = ANY (CAST(translate({ids}, '[]', '{{}}') AS bigint[]))"
