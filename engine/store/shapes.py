"""What the rows of a table consist of, found out once: columns, identity, version, references."""

from collections.abc import Iterable, Mapping
from functools import cache
from typing import Any

from sqlalchemy import Column, inspect
from sqlalchemy.orm import RelationshipDirection
from sqlalchemy.orm.attributes import instance_dict

from engine.store.base import Table

#: Attributes of a table, in an order.
Names = tuple[str, ...]


@cache
def columns(kind: type[Table], key: Names = ()) -> Mapping[str, Column[Any]]:
    """Return the columns we write, by attribute: an identity only the database gives is not.

    What is part of `key` we give ourselves.
    """
    found: dict[str, Any] = {one.key: one.columns[0] for one in inspect(kind).column_attrs}
    return {
        name: column
        for name, column in found.items()
        if not name.startswith("_") and (name in key or not column.primary_key)
    }


@cache
def identity(kind: type[Table], key: Names = ()) -> Names:
    """Return the attributes of the primary key that are not part of `key`."""
    mapper = inspect(kind)
    names = (mapper.get_property_by_column(column).key for column in mapper.primary_key)
    return tuple(name for name in names if name not in key)


@cache
def version(kind: type[Table]) -> str:
    """Return the attribute that counts how often a row of a table with versions was written."""
    mapper = inspect(kind)
    column: Any = mapper.version_id_col
    return mapper.get_property_by_column(column).key


def changes(row: Table) -> set[str]:
    """Return the columns of a row that are no longer as they were read."""
    state = inspect(row)
    touched = columns(type(row)).keys() - state.unmodified
    return {name for name in touched if state.attrs[name].history.has_changes()}


def values(row: Table, names: Iterable[str]) -> Mapping[str, Any]:
    """Return the values of a row that is there; what was not read yet is read."""
    return {name: getattr(row, name) for name in names}


def filled_in(row: Table, key: Names) -> Mapping[str, Any]:
    """Return the values of a new row: with the defaults it would get as it is inserted, and the
    keys of the rows it refers to.
    """
    given = instance_dict(row)
    for name, pairs in _references(type(row)):
        other = given.get(name)
        if other is not None:
            given.update({ours: getattr(other, theirs) for ours, theirs in pairs})
    for name, column in columns(type(row), key).items():
        if name not in given:
            default: Any = column.default
            given[name] = default and (default.arg(None) if default.is_callable else default.arg)
    return given


@cache
def _references(kind: type[Table]) -> list[tuple[str, list[tuple[str, str]]]]:
    """Return by which attributes a table refers to others, each with its columns and theirs."""
    mapper = inspect(kind)
    found = (
        one for one in mapper.relationships if one.direction is RelationshipDirection.MANYTOONE
    )
    return [
        (
            one.key,
            [
                (
                    mapper.get_property_by_column(ours).key,
                    one.mapper.get_property_by_column(theirs).key,
                )
                for ours, theirs in one.local_remote_pairs
            ],
        )
        for one in found
    ]
