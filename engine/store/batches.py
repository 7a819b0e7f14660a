"""Rows of one table written by one statement: new ones and changed ones, whatever changed in each.

The unit of work sends one statement for each set of changed columns and one for what is new, and
takes longer to find them out than the database to write them. So the tables every step writes are
written here, as plain SQL; what is left is the unit of work's.
"""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from typing import Any

from sqlalchemy import CursorResult
from sqlalchemy.orm import Session, make_transient
from sqlalchemy.orm.attributes import flag_modified, instance_dict
from sqlalchemy.orm.exc import StaleDataError

from engine.store import plain_sql, shapes
from engine.store.base import Table
from engine.store.hot_rows import keep
from engine.store.shapes import Names

#: Tables, each with what makes two of its rows the same row and does not come from the database.
Keys = Mapping[type[Table], Names]
#: Rows that are no longer as they were read, each with the columns that changed.
Changed = dict[Table, set[str]]


def write_batches(
    session: Session, upserted: Keys, versioned: Iterable[type[Table]], appended: Keys
) -> None:
    """Flush a session with few statements.

    Rows of `upserted` tables are written together, new and changed; those of `versioned` ones if
    nobody else wrote them; those of `appended` ones, which nobody reads back in the transaction,
    are sent as they are and leave the session. What new rows of these refer to must be written.
    Raises StaleDataError when somebody else wrote a row that has a version.
    """
    new, changed = _new(session), _changed(session)
    answered = [kind for kind, key in upserted.items() if shapes.identity(kind, key)]
    for kind in answered:
        _write(session, kind, upserted[kind], new.pop(kind, ()), changed.pop(kind, {}))
    with plain_sql.together(session):
        for kind, key in upserted.items():
            _write(session, kind, key, new.pop(kind, ()), changed.pop(kind, {}))
        for kind, key in appended.items():
            _append(session, kind, key, new.get(kind, ()))
        updates = [
            _update_version(session, row, names)
            for kind in versioned
            for row, names in changed.pop(kind, {}).items()
        ]
    if any(plain_sql.written(one) != 1 for one in updates):
        raise StaleDataError
    for rows in changed.values():
        _name_the_same_columns(rows)
    session.flush()


def _new(session: Session) -> dict[type[Table], Sequence[Table]]:
    new = defaultdict[type[Table], list[Table]](list)
    for row in session.new:
        new[type(row)].append(row)
    return {**new}


def _changed(session: Session) -> dict[type[Table], Changed]:
    changed = defaultdict[type[Table], Changed](dict)
    for row in session.dirty:
        names = shapes.changes(row)
        if names:
            changed[type(row)][row] = names
    return {**changed}


def _append(session: Session, kind: type[Table], key: Names, rows: Sequence[Table]) -> None:
    if rows:
        names = tuple(shapes.columns(kind, key))
        plain_sql.insert(session, kind, names, [shapes.filled_in(row, key) for row in rows])
    for row in rows:
        make_transient(row)


def _write(
    session: Session, kind: type[Table], key: Names, new: Sequence[Table], changed: Changed
) -> None:
    if new:
        _upsert(session, kind, key, new, changed)
    elif changed:
        _update(session, kind, changed)


def _upsert(
    session: Session,
    kind: type[Table],
    key: Names,
    new: Sequence[Table],
    changed: Collection[Table],
) -> None:
    """Write new and changed rows; the new ones learn what only the database gives."""
    names, identity = tuple(shapes.columns(kind, key)), shapes.identity(kind, key)
    rows = [shapes.filled_in(row, key) for row in new]
    rows += [shapes.values(row, names) for row in changed]
    same, told = (key if changed else ()), ((*key, *identity) if identity else ())
    found = plain_sql.insert(session, kind, names, rows, key=same, told=told)
    known = {row[: len(key)]: row[len(key) :] for row in found}
    for row in new if identity else ():
        given = instance_dict(row)
        given.update(zip(identity, known[tuple(given[name] for name in key)], strict=True))
    for row in (*new, *changed):
        keep(session, row)


def _update(session: Session, kind: type[Table], rows: Changed) -> None:
    """Write what changed in some rows, the same columns of each."""
    names, key = tuple(sorted(set[str]().union(*rows.values()))), shapes.identity(kind)
    given = [(shapes.values(row, names), shapes.values(row, key)) for row in rows]
    plain_sql.update(session, kind, names, key, given)
    for row in rows:
        keep(session, row)


def _update_version(session: Session, row: Table, changed: set[str]) -> CursorResult[Any]:
    """Write what changed in a row with a version, if it is still the one that was read."""
    kind, version = type(row), shapes.version(type(row))
    key, names = (*shapes.identity(kind), version), (*sorted(changed), version)
    before = shapes.values(row, key)
    instance_dict(row)[version] = before[version] + 1
    update = plain_sql.update(session, kind, names, key, [(shapes.values(row, names), before)])
    keep(session, row)
    return update


def _name_the_same_columns(rows: Changed) -> None:
    """Let the unit of work send one statement for rows of one table."""
    names = set[str]().union(*rows.values())
    for row in rows if len(rows) > 1 else ():
        for name in names:
            flag_modified(row, name)
