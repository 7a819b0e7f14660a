"""What can be done in a state of a walk: fill in a form in every way, or let time pass."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import func, select, union_all
from sqlalchemy.orm import Session

from engine import cases, people
from engine.bpmn.model import Element
from engine.days import day_of
from engine.definitions import Definition
from engine.errors import BanjieError, InvalidSubmission, NotAllowed
from engine.handling import view_case
from engine.messages import early_elements
from engine.store.cases import Case, Task
from engine.store.clocks import Clock, Stop, Timer
from engine.store.database import Database, reading, transaction
from engine.store.records import Incident
from engine.sweep import open_case
from forms.answers import Answers, read_answers
from forms.context import FormContext
from forms.fields import Form
from forms.rules import broken_rules
from forms.samples import Raw, Stock
from forms.submit import (
    form_of,
    reading_context,
    start_context,
    submit_message,
    submit_start,
    submit_task,
    task_context,
)
from web.walking.covering import Item
from web.walking.foreseeing import Outlook, foreseen
from web.walking.samples import answers, refused
from web.walking.stage import Stage, hand_in

#: People act one after another.
PAUSE = timedelta(minutes=1)

Submit = Callable[[Session, Raw, str], Case]


@dataclass(frozen=True)
class Deed:
    """One thing to be done to a case, by whoever of `persons` may."""

    name: str
    element_id: str
    persons: tuple[str, ...]
    act: Submit
    raw: Raw = field(hash=False)
    form_key: str = ""
    #: Which of the matter's own variants of the form it is; 0 is none of them.
    own: int = 0
    #: What the conditions will say once it is done; None where that is as they say now.
    foreseen: Outlook | None = None
    #: It comes before the case waits for it, and ends nothing.
    is_early: bool = False


@dataclass(frozen=True)
class Ways:
    """What can be done at one place: the deeds, and the rules its form was seen to refuse by."""

    deeds: tuple[Deed, ...]
    refusals: frozenset[Item]


@dataclass(frozen=True)
class Guide:
    """What every deed of a walk needs: the version, its samples, a file to hand in."""

    definition: Definition
    samples: Mapping[str, Any]
    stock: Stock

    def table(self, form_key: str) -> Mapping[str, Any]:
        """Return what samples.toml says of a form."""
        found = self.samples.get(form_key, {})
        return found if isinstance(found, Mapping) else {}


@dataclass(frozen=True)
class _Place:
    """Where a form is to be filled in: by whom, and how the conditions are foreseen."""

    element: Element
    form_key: str | None
    context: FormContext
    persons: tuple[str, ...]
    act: Submit
    foresee: Callable[[Any], Outlook] | None = None
    is_early: bool = False


def starts(session: Session, guide: Guide, at: datetime) -> Ways:
    """Return the ways to start a case."""
    definition = guide.definition
    element, key = cases.start_element(definition), cases.start_form(definition)
    who = _holders(session, element.properties, at)
    context = start_context(session, definition, by=who[0] if who else "", at=at)

    def act(writing: Session, raw: Raw, person: str) -> Case:
        return submit_start(writing, definition.matter_key, raw, by=person, at=at)

    return _ways(guide, _Place(element, key, context, who, act))


def ways_on(session: Session, guide: Guide, case_id: int, at: datetime) -> list[Ways]:
    """Return everything people can do to a case at a moment."""
    case = session.get_one(Case, case_id)
    tasks = session.scalars(
        select(Task)
        .where(Task.case_id == case_id, Task.state == "open")
        .order_by(Task.element_id, Task.item_key, Task.opened_at)
    )
    found, met = [], set()
    for task in tasks:
        ways = _task_ways(session, guide, case, task, at)
        # Of many instances of one step, all are done plainly, and one in every way.
        is_sister = task.element_id in met
        met.add(task.element_id)
        found.append(Ways(ways.deeds[:1], ways.refusals) if is_sister else ways)
    handling = view_case(session, case, at=at)
    return [*found, *(_early(session, guide, case, one, at) for one in early_elements(handling))]


def would_break(
    session: Session, guide: Guide, case_id: int, form_key: str, at: datetime
) -> frozenset[Item]:
    """Return the rules that a form would refuse by as a case stands, whether it is open or not."""
    handling = view_case(session, session.get_one(Case, case_id), at=at)
    form, table = form_of(guide.definition, form_key), guide.table(form_key)
    context = reading_context(handling, form_key)
    tried = [next(answers(form, context, table, guide.stock)).raw]
    tried += refused(form, context, table, guide.stock)
    broken = (_broken(form, form_key, read_answers(form, raw, context)) for raw in tried)
    return frozenset(item for items in broken for item in items)


def _task_ways(session: Session, guide: Guide, case: Case, task: Task, at: datetime) -> Ways:
    element = guide.definition.process.elements[task.element_id]
    who = [task.assignee_id] if task.assignee_id else []
    who += [p.id for p in people.holders_on(session, task.section_key, task.post_key, day_of(at))]
    handling = view_case(session, case, at=at, by=who[0] if who else None)

    def act(writing: Session, raw: Raw, person: str) -> Case:
        return submit_task(writing, task.id, raw, by=person, at=at)

    def foresee(data: Any) -> Outlook:
        key = task.form_key or element.id
        return foreseen(handling, element, key, data, activity_id=task.id, item_key=task.item_key)

    persons = tuple(dict.fromkeys(who))
    context = task_context(handling, task)
    return _ways(guide, _Place(element, task.form_key, context, persons, act, foresee))


def _early(session: Session, guide: Guide, case: Case, element: Element, at: datetime) -> Ways:
    who = _holders(session, element.properties, at)
    handling = view_case(session, case, at=at, by=who[0] if who else None)
    key = element.properties.get("form")
    context = reading_context(handling, key or "")

    def act(writing: Session, raw: Raw, person: str) -> Case:
        return submit_message(writing, case.id, element.id, raw, by=person, at=at)

    return _ways(guide, _Place(element, key, context, who, act, is_early=True))


def _holders(session: Session, properties: Mapping[str, str], at: datetime) -> tuple[str, ...]:
    section, post = properties.get("section", ""), properties.get("post", "")
    return tuple(one.id for one in people.holders_on(session, section, post, day_of(at)))


def _ways(guide: Guide, place: _Place) -> Ways:
    key = place.form_key
    if not key:
        return Ways((_deed(place, "", {}, {}),), frozenset())
    form, table = form_of(guide.definition, key), guide.table(key)
    deeds, broken = [], set()
    for entry in answers(form, place.context, table, guide.stock):
        read = read_answers(form, entry.raw, place.context)
        found = _broken(form, key, read)
        broken |= found
        if not found:
            deeds.append(_deed(place, entry.said, entry.raw, read.data, own=entry.own))
    for raw in refused(form, place.context, table, guide.stock):
        broken |= _broken(form, key, read_answers(form, raw, place.context))
    return Ways(tuple(deeds), frozenset(broken))


def _deed(place: _Place, said: str, raw: Raw, data: Any, *, own: int = 0) -> Deed:
    name = place.element.name or place.element.id
    return Deed(
        f"{name}（{said}）" if said else name,
        place.element.id,
        place.persons,
        place.act,
        raw,
        place.form_key or "",
        own,
        place.foresee(data) if place.foresee else None,
        place.is_early,
    )


def _broken(form: Form, key: str, read: Answers) -> set[Item]:
    """Return the refusing rules that data breaks."""
    numbers = {id(rule): number for number, rule in enumerate(form.rules)}
    return {Item("refusal", f"{key}.{numbers[id(rule)]}") for rule, _ in broken_rules(read)}


def do(stage: Stage, database: Database, deed: Deed, at: datetime) -> int | BanjieError:
    """Do a deed in one transaction; returns the case's id, or the error of the last to try."""
    last: BanjieError = NotAllowed("没有人任该岗位", "Nobody holds the post")
    for person in deed.persons:
        try:
            with transaction(database) as session:
                entered = hand_in(stage.files, session, deed.raw, person, at)
                return deed.act(session, entered, person).id
        except InvalidSubmission as error:
            return error
        except BanjieError as error:
            last = error
    return last


def next_due(database: Database, case_id: int) -> datetime | None:
    """Return when something of a case is due by itself."""
    moments = (
        select(Clock.next_rung_at).where(Clock.case_id == case_id, Clock.state != "ended"),
        select(Timer.due_at).where(Timer.case_id == case_id),
        select(Stop.watch_at).where(Stop.case_id == case_id, Stop.resumed_at.is_(None)),
        select(Incident.retry_at).where(Incident.case_id == case_id),
    )
    every = union_all(*moments).subquery()
    with reading(database) as session:
        found: datetime | None = session.scalar(select(func.min(every.c[0])))
    return found


def let_pass(database: Database, case_id: int, until: datetime) -> None:
    """Let time pass until what is due has fired."""
    with transaction(database) as session:
        open_case(session, case_id, at=until)
