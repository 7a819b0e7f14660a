"""The transaction of a request: a writing view commits when it returns, rolls back when it raises.

GET never writes: reading views get a session whose work is thrown away.
"""

from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from datetime import datetime
from functools import wraps
from typing import ParamSpec, TypeVar, cast

from flask import current_app, g
from sqlalchemy.orm import Session

from engine import access
from engine.clock import Clock
from engine.demo_clock import now_in
from engine.store.database import Database, reading, transaction

P = ParamSpec("P")
R = TypeVar("R")


def database() -> Database:
    """Return the application's database."""
    return cast(Database, current_app.extensions["banjie.database"])


def clock() -> Clock:
    """Return the application's clock (the wall clock outside of tests)."""
    return cast(Clock, current_app.extensions["banjie.clock"])


def db() -> Session:
    """Return the session of this request."""
    return cast(Session, g.session)


def now() -> datetime:
    """Return the moment this request's transaction began, by the demo clock in the demo."""
    return cast(datetime, g.now)


def commits(view: Callable[P, R]) -> Callable[P, R]:
    """Run a view in one writing transaction, or within the one `web.once` has opened."""
    return _within(view, _joined_or_new)


def reads(view: Callable[P, R]) -> Callable[P, R]:
    """Run a view in a reading session."""
    return _within(view, reading)


@contextmanager
def _joined_or_new(database: Database) -> Iterator[Session]:
    """Give a writing session; a savepoint of the joined one undoes what a view began and raised."""
    joined: Session | None = g.get("joined")
    if joined is None:
        with transaction(database) as session:
            yield session
        return
    with joined.begin_nested():
        yield joined


def _within(
    view: Callable[P, R], opening: Callable[[Database], AbstractContextManager[Session]]
) -> Callable[P, R]:
    @wraps(view)
    def within(*args: P.args, **kwargs: P.kwargs) -> R:
        with opening(database()) as session:
            _note_viewer(session, opening)
            before = g.get("session"), g.get("now")
            g.session, g.now = session, now_in(session, clock())
            try:
                return view(*args, **kwargs)
            finally:
                g.session, g.now = before

    return cast(Callable[P, R], within)


def _note_viewer(session: Session, opening: object) -> None:
    """Keep what is closed to the person of the request out of what the view reads."""
    person = g.get("person")
    if person is not None:
        keep = access.guard if opening is reading else access.note_viewer
        keep(session, access.Viewer(person.id, person.held))
