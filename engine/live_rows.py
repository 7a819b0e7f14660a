"""The live rows of a case: read together under its lock, worked on in memory, written by `save`.

What a step asks of its case again and again is here: open tasks, clocks that run with their stops,
armed timers, kept messages, incidents, and the posts of the person who acts. Nothing of the case's
history is, so that reading costs the same after two thousand rounds.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from sqlalchemy import (
    ColumnElement,
    Date,
    Integer,
    Select,
    String,
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
from engine.store.hot_rows import held, names_of
from engine.store.packing import packed, unpacked
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
    for name, text in session.connection().execute(_LIVE, given):
        table = _TABLES[name]
        lists[table].append(held(session, table, unpacked(table, names_of(table), text)))
    rows.person = next(iter(lists[Person]), None)
    rows.tasks.sort(key=lambda task: task.opened_at)
    rows.clocks.sort(key=lambda clock: clock.id)
    rows.messages.sort(key=lambda message: message.id)
    return rows


def _live() -> Mapping[type[Table], tuple[ColumnElement[bool], ...]]:
    """Return what is read, by table."""
    case, by = bindparam("case", type_=Integer), bindparam("by", type_=String)
    running = (Clock.case_id == case, Clock.state.in_(RUNNING))
    return {
        Task: (Task.case_id == case, Task.state == "open"),
        Clock: running,
        ClockStop: (ClockStop.clock_id.in_(select(Clock.id).where(*running)),),
        Stop: (Stop.case_id == case,),
        Timer: (Timer.case_id == case, Timer.ended_at.is_(None)),
        Message: (Message.case_id == case, Message.consumed_at.is_(None)),
        Incident: (Incident.case_id == case,),
        # A person is read along with the holdings, for the papers that name who issues them.
        Person: (Person.id == by,),
        Holding: (Holding.person_id == by, *people.held_on(bindparam("day", type_=Date))),
    }


def _selected(table: type[Table], conditions: Sequence[ColumnElement[bool]]) -> Select[str, str]:
    name = literal_column(f"'{table.__tablename__}'", String)
    return select(name, packed(table, names_of(table))).where(*conditions)


_TABLES = {table.__tablename__: table for table in _live()}
_LIVE = union_all(*(_selected(table, conditions) for table, conditions in _live().items()))
