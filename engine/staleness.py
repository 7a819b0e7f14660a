"""Which open clocks are out of date: their calendar changed, or their rule was replaced.

Clocks stand in an index by region and version of the calendar they were counted with. Of these
kinds there are few, so stepping from one to the next finds the stale ones however many clocks run.
"""

from collections.abc import Iterable, Iterator

from sqlalchemy import ColumnElement, Row, and_, false, or_, select, tuple_
from sqlalchemy.orm import Session

from engine.calendars import load_calendars
from engine.live_rows import RUNNING
from engine.store.clocks import Clock

#: State, region and version of the calendar.
Kind = tuple[str, str, str]


def stale_kinds(session: Session) -> list[Kind]:
    """Return the kinds of open clocks whose projection is out of date."""
    calendars = load_calendars(session)
    return [
        (state, region, version)
        for state, region, version in _kinds(session)
        if version != calendars.of(region).version
    ]


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
    kind = (Clock.region, Clock.calendar_version)
    for state in RUNNING:
        of_state = select(*kind).where(Clock.state == state).order_by(*kind).limit(1)
        found: Row[str, str] | None = session.execute(of_state).first()
        while found is not None:
            yield state, found[0], found[1]
            following = of_state.where(tuple_(*kind) > tuple_(found[0], found[1]))
            found = session.execute(following).first()
