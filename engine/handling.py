"""Handling: one case, under its lock, at one legal moment (办理).

Every use case that writes a case begins with `open_case` and ends with `save`. Everything it does
in between goes through the Handling, so that time, person and record are never passed by hand.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from functools import cached_property
from typing import Any

from sqlalchemy.orm import Session

from engine import access, case_document, feel
from engine.bpmn.model import Element
from engine.bpmn.run import Activity, Run
from engine.bpmn.run import Step as FinishedStep
from engine.bpmn.scope import Scope
from engine.case_functions import functions_of
from engine.clock_functions import clock_functions
from engine.days import day_of
from engine.definitions import Definition, load_definition
from engine.errors import ExpressionFailed
from engine.feel.host import Functions
from engine.lending import lend
from engine.limits.calendar import Calendar
from engine.live_rows import LiveRows, read_rows
from engine.misgivings import RECORD_KIND, Misgiving, not_yet_recorded
from engine.problem_items import items_of
from engine.projects import enter_project
from engine.records import add_record
from engine.standing import Standing, read_standing
from engine.store.base import Table
from engine.store.batches import Keys, write_batches
from engine.store.cases import Case, Step, Submission, Task
from engine.store.clocks import Clock, Firing, Timer
from engine.store.locking import lock_case, lock_case_of
from engine.store.problem_items import ProblemItem
from engine.store.records import Notice, Record
from engine.urgency import place_tasks

#: What is opened and ended in one step, and what makes its rows the same row.
_UPSERTED: Keys = {
    Task: ("id",),
    Clock: ("case_id", "limit_key", "activity_id"),
    Timer: ("activity_id",),
}
#: What is written by one at a time.
_VERSIONED = (Case,)
#: What is written and never read again in the same step.
_APPENDED: Keys = {
    Step: ("case_id", "number"),
    Submission: (),
    Record: (),
    Notice: (),
    Firing: (),
}


def item_of(scope: Mapping[str, object]) -> dict[str, object]:
    """Return the innermost multi-instance item of a scope; {} outside of one."""
    items = [value for value in scope.values() if isinstance(value, Mapping)]
    return dict(items[-1]) if items else {}


@dataclass
class Handling:
    """One case being handled: locked, loaded, at the moment `at`."""

    session: Session
    case: Case
    definition: Definition
    #: The moment from which facts count; a late sweep sets it back to the legal instant.
    at: datetime
    #: The moment things are written down.
    now: datetime
    #: The person who acts; None when the system does.
    by: str | None = None
    #: What the expressions evaluated so far are warned of; kept in the record.
    misgivings: list[Misgiving] = field(default_factory=list)
    #: Nodes finished since the case was loaded, not yet written to its history.
    finished: list[FinishedStep] = field(default_factory=list)

    @cached_property
    def run(self) -> Run:
        """The case's process, restored from its hot state."""
        return Run.restore(self.definition.process, self.case.run, self.evaluate)

    @cached_property
    def rows(self) -> LiveRows:
        """The live rows of the case; what is changed in them is written by `save`."""
        return read_rows(self.session, self.case, by=self.by, day=self.day)

    @cached_property
    def standing(self) -> Standing:
        """What holds for every case of the matter."""
        return read_standing(self.session, self.case.matter_key)

    @cached_property
    def problems(self) -> list[ProblemItem]:
        """The problem items of the case, those just raised included; read when first asked for."""
        return items_of(self.session, self.case.id)

    @property
    def region(self) -> str:
        """The code of the region the matter names for the case; empty: the bureau's."""
        return _text(self, self.definition.matter.region)

    @property
    def calendar(self) -> Calendar:
        """The working-day calendar of the case's region."""
        return self.standing.calendars.of(self.region)

    @property
    def day(self) -> date:
        """The day of `at`."""
        return day_of(self.at)

    def element(self, element_id: str) -> Element:
        """Return an element of the diagram."""
        return self.definition.process.elements[element_id]

    def evaluate(
        self,
        expression: str,
        scope: Mapping[str, object] | None = None,
        functions: Functions | None = None,
    ) -> object:
        """Evaluate FEEL over `case` and the variables of the place.

        Raises ExpressionFailed naming the expression.
        """
        text = expression.removeprefix("=")
        warnings: list[feel.Warning] = []
        try:
            return feel.evaluate(
                text,
                {**(scope or {}), "case": self.case.document},
                now=self.at,
                functions={**self.lent_at(scope), **(functions or {})},
                warnings=warnings,
            )
        except feel.FeelError as error:
            raise ExpressionFailed(
                f"表达式不能计算：{text}。{error.zh}",
                f"The expression cannot be evaluated: {text}. {error.en}",
                code=error.code,
            ) from error
        finally:
            self.doubt(text, warnings)

    def lent_at(self, scope: Mapping[str, object] | None) -> Functions:
        """Return the functions lent to the expressions of a place, and to its decisions."""
        lent = lend(self.session, self.case, self.day)
        around = clock_functions(self, lambda: scope.around if isinstance(scope, Scope) else ())
        decide = self.definition.decisions.functions
        return {**decide, **lent, **self.register_functions, **around}

    @property
    def register_functions(self) -> Functions:
        """The functions about experts drawn and problem items."""
        return functions_of(self.session, self.case.id, lambda: self.day, lambda: self.problems)

    def doubt(self, text: str, warnings: Iterable[feel.Warning]) -> None:
        """Keep what an expression, or a decision by its key, was warned of."""
        self.misgivings.extend(Misgiving(text, warning) for warning in warnings)

    def value(self, text: str, scope: Mapping[str, object] | None = None) -> object:
        """Return a property's value: FEEL when it starts with "=", else the text itself."""
        return self.evaluate(text, scope) if text.startswith("=") else text

    def merge(self, values: Mapping[str, Any]) -> None:
        """Merge values into the case document by path."""
        self.case.document = case_document.merge(self.case.document, case_document.plain(values))

    def put(self, form_key: str, values: Any, *, item_key: str | None = None) -> None:
        """Write a form's or operation's values whole into the case document."""
        self.case.document = case_document.put(
            self.case.document, form_key, case_document.plain(values), item_key=item_key
        )

    def record(
        self, kind: str, *, by: str | None = None, element_id: str | None = None, **body: Any
    ) -> Record:
        """Append an entry to the case's record; `by` is who acts here, "" for the system."""
        return add_record(
            self.session,
            self.case,
            kind,
            at=self.at,
            written_at=self.now,
            by=self.by if by is None else by or None,
            element_id=element_id,
            **case_document.plain(body),
        )

    def done_by(self, *element_ids: str) -> list[tuple[str | None, str]]:
        """Return (item key, person) of those who completed any of the elements, the latest first.

        Each stands once: where they completed it last.
        """
        done = reversed(self.case.done_by)
        return [(item, person) for element, item, person in done if element in element_ids]

    def note_done(self, element_id: str, item_key: str | None, person_id: str) -> None:
        """Note who completed a step."""
        done = [element_id, item_key, person_id]
        self.case.done_by = [*(one for one in self.case.done_by if one != done), done]

    def discard(self, row: Table) -> None:
        """Let a row go that is live no longer, whether it was ever written or not."""
        if row in self.session.new:
            self.session.expunge(row)
        else:
            self.session.delete(row)

    def reread(self) -> None:
        """Read the live rows again when they are next asked for: a savepoint was rolled back."""
        self.__dict__.pop("rows", None)
        self.__dict__.pop("problems", None)

    def activity(self, activity_id: str) -> Activity | None:
        """Return a live activity; None when it is no longer live."""
        return self.run.find(activity_id)

    def enclosing(self, activity_id: str | None) -> list[str]:
        """Return the ids of an activity and everything live around it, innermost first."""
        by_id = {activity.id: activity for activity in self.run.live()}
        chain: list[str] = []
        while activity_id is not None:
            chain.append(activity_id)
            activity = by_id.get(activity_id)
            activity_id = activity.parent if activity else None
        return chain


def load_case(
    session: Session, case_id: int, *, at: datetime, now: datetime, by: str | None = None
) -> Handling:
    """Lock a case and return its Handling; nothing due is fired yet (see `engine.sweep`)."""
    return _begin(session, lock_case(session, case_id), at=at, now=now, by=by)


def load_case_of(
    session: Session, task_id: str, *, at: datetime, now: datetime, by: str | None = None
) -> Handling:
    """Lock the case of a task and return its Handling, as `load_case` does."""
    return _begin(session, lock_case_of(session, task_id), at=at, now=now, by=by)


def _begin(
    session: Session, case: Case, *, at: datetime, now: datetime, by: str | None
) -> Handling:
    definition = load_definition(session, case.definition_id)
    if by is not None and access.is_closed(definition.matter):
        viewer = access.viewer_on(session, by, day_of(at))
        access.refuse_outsider(session, case.id, access.no_case(), viewer)
    handling = Handling(session, case, definition, at=at, now=now, by=by)
    # The rows are read here once and written by `save` once; no question in between writes.
    session.autoflush = False
    handling.rows  # noqa: B018
    return handling


def new_case(
    session: Session, case: Case, definition: Definition, *, at: datetime, by: str
) -> Handling:
    """Return the Handling of a case that was just made: nothing of it is live."""
    handling = Handling(session, case, definition, at=at, now=at, by=by)
    handling.rows = LiveRows()
    session.autoflush = False
    return handling


def view_case(session: Session, case: Case, *, at: datetime, by: str | None = None) -> Handling:
    """Return a Handling to read from: nothing is locked, and nothing of it is ever saved."""
    definition = load_definition(session, case.definition_id)
    return Handling(session, case, definition, at=at, now=at, by=by)


def save(handling: Handling) -> None:
    """Write the hot state, the finished steps and the case's projections."""
    case, matter = handling.case, handling.definition.matter
    handling.finished.extend(handling.run.steps())
    for step in handling.finished:
        case.step_count += 1
        handling.session.add(
            Step(
                case_id=case.id,
                number=case.step_count,
                activity_id=step.activity_id,
                element_id=step.element_id,
                parent_activity_id=step.parent,
                outcome=step.outcome,
                flows=list(step.flows),
                ended_at=handling.at,
            )
        )
    handling.finished.clear()
    case.run = handling.run.state()
    case.title = _text(handling, matter.title)[:240]
    case.applicant = _text(handling, matter.applicant)[:200]
    case.applicant_code = _text(handling, matter.applicant_code) or None
    case.project_code = _text(handling, matter.project_code) or None
    enter_project(handling.session, case, matter, handling.evaluate)
    _record_misgivings(handling)
    write_rows(handling)


def write_rows(handling: Handling) -> None:
    """Write the rows alone: for acts that move clocks and timers but nothing in the process."""
    place_tasks(handling.rows, at=handling.now)
    access.enrol(
        handling.session,
        handling.case,
        handling.definition.matter,
        handling.rows.tasks,
        at=handling.now,
    )
    write_batches(handling.session, _UPSERTED, _VERSIONED, _APPENDED)
    handling.session.autoflush = True


def _record_misgivings(handling: Handling) -> None:
    warnings = not_yet_recorded(handling.session, handling.case, handling.misgivings)
    handling.misgivings.clear()
    if warnings:
        handling.record(RECORD_KIND, by="", warnings=warnings)


def _text(handling: Handling, expression: str) -> str:
    value = handling.evaluate(expression) if expression else None
    return "" if value is None else str(value)
