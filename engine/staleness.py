"""Which open clocks are out of date: their calendar changed, or their rule was replaced.

Clocks stand in an index by region and version of the calendar they were counted with. Of these
kinds there are few, so stepping from one to the next finds the stale ones however many clocks run.
"""

from collections.abc import Iterable, Iterator

from sqlalchemy import ColumnElement, and_, false, func, or_, select
from sqlalchemy.orm import Session

from engine.calendars import Calendars, load_calendars
from engine.live_rows import RUNNING
from engine.store.clocks import Clock

#: State, region and version of the calendar.
Kind = tuple[str, str, str]


def stale_kinds(session: Session, calendars: Calendars | None = None) -> Iterator[Kind]:
    """Yield the kinds of open clocks that are out of date, each looked for when asked."""
    calendars = calendars or load_calendars(session)
    for state, region, version in _kinds(session):
        if version != calendars.of(region).version:
            yield state, region, version


def of_kinds(kinds: Iterable[Kind]) -> ColumnElement[bool]:
    """Return the condition of the clocks of some kinds."""
    return or_(
        false(),
        *(
            and_(Clock.state == state, Clock.region == region, Clock.calendar_version == version)
            for state, region, version in kinds
        ),
    )


def _kinds(session: Session) -> Iterator[Kind]:
    for state in RUNNING:
        found = _next(session, Clock.state == state)
        while found is not None:
            yield found
            _, region, version = found
            of_region = and_(Clock.region == region, Clock.calendar_version > version)
            found = _next(session, Clock.state == state, of_region) or _next(
                session, Clock.state == state, Clock.region > region
            )


def _next(session: Session, *conditions: ColumnElement[bool]) -> Kind | None:
    order = (Clock.region, Clock.calendar_version)
    first = select(Clock.state, *order).where(*conditions).order_by(*order).limit(1)
    found = session.execute(first).first()
    return (found[0], found[1], found[2]) if found else None


def count_stale(session: Session) -> int:
    """Return how many open clocks wait to be recounted."""
    waiting = select(func.count()).select_from(Clock).where(of_kinds(stale_kinds(session)))
    return session.scalar(waiting) or 0
