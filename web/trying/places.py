"""Where something can be done in a run: the places a case waits at, and who may act there."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from engine import cases, people
from engine.bpmn.model import Element
from engine.days import day_of
from engine.definitions import Definition
from engine.handling import view_case
from engine.messages import early_elements
from engine.store.cases import Case, Task
from engine.store.people import Person
from forms.context import FormContext
from forms.submit import reading_context, start_context, task_context

#: Returns what a form is judged and drawn in: for a person, in a language.
Context = Callable[[str, str], FormContext]


@dataclass(frozen=True)
class Place:
    """One place where somebody can act now."""

    act: str
    element: Element
    form_key: str | None
    #: (section, post) that acts here; empty where anybody may.
    post: tuple[str, str]
    #: Those who may, in order of appointment; of a task somebody holds, that person alone.
    persons: tuple[Person, ...]
    context: Context
    item: str = ""
    item_name: str = ""
    task_id: str = ""
    #: It is this one person's, and no post opens it.
    is_personal: bool = False

    @property
    def key(self) -> str:
        """What tells it from the other places of a case."""
        own = self.persons[0].id if self.is_personal and self.persons else ""
        return ":".join((self.act, self.element.id, self.item, own)).rstrip(":")

    @property
    def post_text(self) -> str:
        """Return "section/post", as a step names it; "" where it is a person who acts."""
        return "" if self.is_personal else "/".join(part for part in self.post if part)


def places_of(
    session: Session, definition: Definition, case_id: int | None, at: datetime
) -> list[Place]:
    """Return where something can be done: the start form, or what an open case waits for."""
    if case_id is None:
        return [_start(session, definition, at)]
    case = session.get_one(Case, case_id)
    if case.state != "open":
        return []
    return [*_tasks(session, definition, case, at), *_early(session, case, at)]


def _start(session: Session, definition: Definition, at: datetime) -> Place:
    element = cases.start_element(definition)
    post = _post(element)

    def context(by: str, language: str) -> FormContext:
        return start_context(session, definition, by=by, at=at, language=language)

    persons = _holders(session, post, at)
    return Place("start", element, cases.start_form(definition), post, persons, context)


def _tasks(session: Session, definition: Definition, case: Case, at: datetime) -> Iterator[Place]:
    tasks = session.scalars(
        select(Task)
        .where(Task.case_id == case.id, Task.state == "open")
        .order_by(Task.kind.desc(), Task.opened_at, Task.element_id, Task.item_key, Task.id)
    )
    for task in tasks:
        yield _task(session, definition, case, task, at)


def _task(session: Session, definition: Definition, case: Case, task: Task, at: datetime) -> Place:
    post = task.section_key, task.post_key
    holder = session.get(Person, task.assignee_id) if task.assignee_id else None

    def context(by: str, language: str) -> FormContext:
        return task_context(view_case(session, case, at=at, by=by), task, language=language)

    return Place(
        "task",
        definition.process.elements[task.element_id],
        task.form_key,
        post,
        (holder,) if holder else _holders(session, post, at),
        context,
        item=task.item_key or "",
        item_name=str(task.item.get("name", "")),
        task_id=task.id,
        is_personal=task.is_personal,
    )


def _early(session: Session, case: Case, at: datetime) -> Iterator[Place]:
    for element in early_elements(view_case(session, case, at=at)):
        yield _early_place(session, case, element, at)


def _early_place(session: Session, case: Case, element: Element, at: datetime) -> Place:
    post, key = _post(element), element.properties.get("form")

    def context(by: str, language: str) -> FormContext:
        handling = view_case(session, case, at=at, by=by)
        return reading_context(handling, key or "", language=language)

    return Place("early", element, key, post, _holders(session, post, at), context)


def _post(element: Element) -> tuple[str, str]:
    return element.properties.get("section", ""), element.properties.get("post", "")


def _holders(session: Session, post: tuple[str, str], at: datetime) -> tuple[Person, ...]:
    """Return who holds a post; everybody where none is named."""
    if all(post):
        return tuple(people.holders_on(session, *post, day_of(at)))
    return tuple(people.persons_holding(session, None, None, day_of(at)))
