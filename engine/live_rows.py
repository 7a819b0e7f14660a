"""The live rows of a case: read together under its lock, worked on in memory, written by `save`.

What a step asks of its case again and again is here: open tasks, clocks that run with their stops,
armed timers, kept messages, incidents, and the posts of the person who acts. Nothing of the case's
history is, so that reading costs the same after two thousand rounds.
"""

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from sqlalchemy import (
    ColumnElement,
    Date,
    FromClause,
    Integer,
    Select,
    String,
    and_,
    bindparam,
    literal_column,
    select,
    union_all,
)
from sqlalchemy.orm import Session

from engine import people
from engine.store.base import Table
from engine.store.cases import Case, Task
from engine.store.clocks import Clock, ClockStop, Stop, Timer
from engine.store.hot_rows import columns_of, held
from engine.store.people import Holding, Person
from engine.store.records import Incident, Message

#: The states of a clock that has not ended.
RUNNING = ("running", "suspended")


@dataclass
class LiveRows:
    """What is live of one case; a row that ends stays in its list and says so by its state."""

    #: As they were opened.
    tasks: list[Task] = field(default_factory=list)
    #: As they were started.
    clocks: list[Clock] = field(default_factory=list)
    stops: list[Stop] = field(default_factory=list)
    #: Which clocks the stops hold or held.
    holds: list[ClockStop] = field(default_factory=list)
    timers: list[Timer] = field(default_factory=list)
    #: As they were sent.
    messages: list[Message] = field(default_factory=list)
    incidents: list[Incident] = field(default_factory=list)
    #: The person who acts, and the posts held on the day the case was taken up.
    person: Person | None = None
    holdings: list[Holding] = field(default_factory=list)

    def open_tasks(self, kind: str) -> list[Task]:
        """Return the open tasks of a kind: user, or message."""
        return [task for task in self.tasks if task.state == "open" and task.kind == kind]

    def task(self, task_id: str) -> Task | None:
        """Return a task that is open, or was when the case was taken up."""
        return next((task for task in self.tasks if task.id == task_id), None)

    def live_clocks(self) -> list[Clock]:
        """Return the clocks that have not ended."""
        return [clock for clock in self.clocks if clock.state != "ended"]

    def open_stops(self) -> list[Stop]:
        """Return the stops that were not resumed."""
        return [stop for stop in self.stops if stop.resumed_at is None]

    def stops_of(self, clock: Clock) -> list[Stop]:
        """Return the stops that hold or held a clock, oldest first."""
        held = [hold.stop for hold in self.holds if _holds(hold, clock)]
        return sorted(held, key=lambda stop: stop.stopped_at)

    def timer(self, activity_id: str) -> Timer | None:
        """Return an armed timer."""
        return next((timer for timer in self.timers if timer.activity_id == activity_id), None)

    def kept_messages(self) -> list[Message]:
        """Return the messages no token has consumed."""
        return [message for message in self.messages if message.consumed_at is None]

    def incident(self, activity_id: str) -> Incident | None:
        """Return the incident of an activity."""
        return next((one for one in self.incidents if one.activity_id == activity_id), None)

    def holds_post(self, person_id: str, section_key: str, post_key: str, day: date) -> bool:
        """Say whether a person whose holdings are here holds a post in a section on a day."""
        return any(
            (held.person_id, held.section_key, held.post_key) == (person_id, section_key, post_key)
            and held.from_on <= day
            and (held.until_on is None or held.until_on >= day)
            for held in self.holdings
        )


def _holds(hold: ClockStop, clock: Clock) -> bool:
    if hold.clock_id is None:  # not yet written
        return hold.clock is clock
    return hold.clock_id == clock.id


def read_rows(session: Session, case: Case, *, by: str | None, day: date) -> LiveRows:
    """Read the live rows of a case in one statement, and the posts `by` holds on a day."""
    rows = LiveRows()
    lists: Mapping[type[Table], list[Any]] = {
        Task: rows.tasks,
        Clock: rows.clocks,
        ClockStop: rows.holds,
        Stop: rows.stops,
        Timer: rows.timers,
        Message: rows.messages,
        Incident: rows.incidents,
        Person: [],
        Holding: rows.holdings,
    }
    given = {"case": case.id, "by": by, "day": day}
    for kind, *values in session.connection().execute(_LIVE, given):
        for table, place in _PLACES[kind]:
            row = held(session, table, values[place])
            if row is not None and row not in lists[table]:
                lists[table].append(row)
    rows.person = next(iter(lists[Person]), None)
    rows.clocks.sort(key=lambda clock: clock.id)
    rows.messages.sort(key=lambda message: message.id)
    return rows


#: What is joined to each line of the statement.
_KINDS: Mapping[str, tuple[type[Table], ...]] = {
    "task": (Task,),
    "clock": (Clock, ClockStop),
    "stop": (Stop,),
    "timer": (Timer,),
    "message": (Message,),
    "incident": (Incident,),
    "person": (Person, Holding),
}


def _places() -> dict[str, list[tuple[type[Table], slice]]]:
    """Return where the columns of each table of a line lie, the line's name not counted."""
    found, first = defaultdict(list), 0
    for kind, tables in _KINDS.items():
        for table in tables:
            last = first + len(columns_of(table))
            found[kind].append((table, slice(first, last)))
            first = last
    return found


def _live() -> Select[*tuple[Any, ...]]:
    """Return the statement: each kind is joined to its own line of a list of kinds.

    Rows of different kinds never multiply; one that is not of a line's kind is null there.
    """
    each = [select(literal_column(f"'{kind}'", String).label("kind")) for kind in _KINDS]
    lines = union_all(*each).subquery("kinds")
    kind = lines.c.kind
    case, by = bindparam("case", type_=Integer), bindparam("by", type_=String)
    day = bindparam("day", type_=Date)
    joins: tuple[tuple[type[Table], ColumnElement[bool]], ...] = (
        (Task, and_(kind == "task", Task.case_id == case, Task.state == "open")),
        (Clock, and_(kind == "clock", Clock.case_id == case, Clock.state.in_(RUNNING))),
        (ClockStop, ClockStop.clock_id == Clock.id),
        (Stop, and_(kind == "stop", Stop.case_id == case)),
        (Timer, and_(kind == "timer", Timer.case_id == case, Timer.ended_at.is_(None))),
        (Message, and_(kind == "message", Message.case_id == case, Message.consumed_at.is_(None))),
        (Incident, and_(kind == "incident", Incident.case_id == case)),
        # A person is read along with the holdings, for the papers that name who issues them.
        (Person, and_(kind == "person", Person.id == by)),
        (Holding, and_(Holding.person_id == Person.id, *people.held_on(day))),
    )
    shown = [column for table, _ in joins for column in columns_of(table)]
    joined: FromClause = lines
    for table, on in joins:
        joined = joined.outerjoin(table.__table__, on)
    return select(kind, *shown).select_from(joined)


_PLACES = _places()
_LIVE = _live()
