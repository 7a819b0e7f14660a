"""Cases (办件): start one, find one."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import update
from sqlalchemy.orm import Session

from engine import access, flow, people
from engine.bpmn.model import Element
from engine.bpmn.run import Run
from engine.days import day_of
from engine.definitions import Definition, current_definition
from engine.errors import NotAllowed, NotFound
from engine.handling import new_case, save
from engine.records import add_record
from engine.store.cases import Attachment, Case, Submission
from engine.store.locking import count_up, lock_case


@dataclass(frozen=True)
class Opening:
    """A matter's start form opened by a person who may start a case."""

    definition: Definition
    element: Element
    form_key: str


def open_start(session: Session, matter_key: str, *, by: str, at: datetime) -> Opening:
    """Return the start form of a matter's current version; raises NotAllowed, NotFound."""
    definition = current_definition(session, matter_key)
    element = start_element(definition)
    section, post = element.properties.get("section"), element.properties.get("post")
    if section and post and not _may_start(session, by, section, post, day_of(at)):
        raise NotAllowed(
            f"发起“{definition.matter.name}”须任{people.section_name(session, section)}的岗位。",
            f"Starting {definition.matter.name_en} needs a post you do not hold.",
            code="post_not_held",
        )
    return Opening(definition, element, start_form(definition))


def _may_start(session: Session, by: str, section: str, post: str, day: date) -> bool:
    """Say whether a person may start: a holder of the post, or the chief of its section."""
    return people.holds(session, by, section, post, day) or people.is_chief_of(
        session, by, section, day
    )


def start_element(definition: Definition) -> Element:
    """Return the start event of the process."""
    return next(
        element
        for element in definition.process.elements.values()
        if element.type == "startEvent" and element.parent_id is None
    )


def start_form(definition: Definition) -> str:
    """Return the key of the form a case of this version starts with."""
    element = start_element(definition)
    return element.properties.get("form", element.id)


def start_case(
    session: Session, opening: Opening, values: Mapping[str, Any], *, by: str, at: datetime
) -> Case:
    """Open a case with the judged values of its start form and run it to its first wait."""
    definition = opening.definition
    case = _new_case(session, definition, at)
    handling = new_case(session, case, definition, at=at, by=by)
    access.open_closed(session, case, definition.matter, by=by, at=at)
    handling.record("case_started", element_id=opening.element.id, matter=definition.matter.name)
    flow.accept_values(handling, opening.element, values, task=None, by=by)
    handling.run = Run.start(definition.process, handling.evaluate)
    flow.begin(handling)
    flow.advance(handling)
    save(handling)
    return case


def open_by_message(
    session: Session,
    definition: Definition,
    values: Mapping[str, Any],
    *,
    message: str,
    at: datetime,
) -> Case:
    """Open a case with what a message between cases gives its start; nobody of the house acts."""
    element = start_element(definition)
    case = _new_case(session, definition, at)
    handling = new_case(session, case, definition, at=at, by="")
    handling.by = None
    access.open_closed(session, case, definition.matter, by="", at=at)
    handling.record(
        "case_started", element_id=element.id, matter=definition.matter.name, message=message
    )
    handling.put(start_form(definition), values)
    flow.apply_set(handling, element, None)
    handling.run = Run.start(definition.process, handling.evaluate)
    flow.begin(handling)
    flow.advance(handling)
    save(handling)
    return case


def _new_case(session: Session, definition: Definition, at: datetime) -> Case:
    year = day_of(at).year
    number = definition.matter.case_number.format(
        year=year, seq=count_up(session, f"case:{definition.matter_key}:{year}")
    )
    case = Case(
        number=number,
        matter_key=definition.matter_key,
        definition_id=definition.id,
        opened_at=at,
        state="open",
        document={},
        run={},
        step_count=0,
        record_count=0,
        record_head="",
        done_by=[],
        rounds={},
        recused=[],
    )
    session.add(case)
    session.flush()
    return case


def find_case(session: Session, number: str) -> Case:
    """Return a case by its number; raises NotFound, also where it is closed to who asks."""
    return access.find(session, Case, Case.number, number, access.no_case(number))


def record_unmasking(
    session: Session, number: str, submission_id: int, path: str, *, by: str, at: datetime
) -> None:
    """Record that a person looked at a personal number of a submission whole; raises NotFound."""
    case = lock_case(session, find_case(session, number).id)
    submission = session.get(Submission, submission_id)
    if submission is None or submission.case_id != case.id:
        raise NotFound("没有这份填报。", "There is no such submission.")
    add_record(
        session,
        case,
        "unmasked",
        at=at,
        written_at=at,
        by=by,
        submission=submission_id,
        name=submission.element_name,
        form=submission.form_key,
        what=path,
    )


def bind_attachments(session: Session, case_id: int, attachment_ids: list[str]) -> None:
    """Tie attachments uploaded before there was a case to it."""
    if not attachment_ids:
        return
    session.execute(
        update(Attachment)
        .where(Attachment.id.in_(attachment_ids), Attachment.case_id.is_(None))
        .values(case_id=case_id)
    )
