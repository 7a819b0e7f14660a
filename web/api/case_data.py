"""Cases as the API gives them: in lists, and one with everything its page shows."""

from collections.abc import Iterator, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from engine import materials, people
from engine.days import legal_text
from engine.handling import Handling, view_case
from engine.messages import early_elements
from engine.records import first_break
from engine.store import lists
from engine.store.cases import Case, Document, Task
from engine.store.clocks import Card
from engine.store.lists import ClockRow
from engine.store.records import Record
from web import record_texts, speaking
from web.api.clock_data import clock_data, explained, live_clocks
from web.api.names import Names
from web.api.submission_data import submissions_data
from web.api.task_data import task_ref, task_rows
from web.case_page.standing import state_text
from web.case_page.timeline import SHOWN, words_of
from web.language import pick


def case_rows(session: Session, cases: Sequence[Case], *, at: datetime) -> list[dict[str, Any]]:
    """Return cases with their open tasks and running clocks."""
    ids = [case.id for case in cases]
    clocks, waiting = lists.clocks_of(session, ids), lists.open_tasks_of(session, ids)
    names = Names(session)
    return [
        {
            **_head(view_case(session, case, at=at), waiting[case.id], clocks[case.id], names),
            "clocks": [clock_data(session, row, at=at) for row in live_clocks(clocks[case.id])],
        }
        for case in cases
    ]


def _head(
    handling: Handling, waiting: Sequence[Task], clocks: Sequence[ClockRow], names: Names
) -> dict[str, Any]:
    case, matter = handling.case, handling.definition.matter
    outcome = next((one for one in matter.outcomes if one.key == case.outcome), None)
    return {
        "number": case.number,
        "title": case.title,
        "matter": {"key": matter.key, "name": pick(matter.name, matter.name_en)},
        "state": case.state,
        "state_text": state_text(handling, waiting, clocks),
        "outcome": {"key": outcome.key, "name": pick(outcome.name, outcome.name_en)}
        if outcome
        else None,
        "applicant": case.applicant,
        "project_code": case.project_code,
        "opened_at": case.opened_at,
        "closed_at": case.closed_at,
        "suspended_at": case.suspended_at,
        "open_tasks": [task_ref(task, names) for task in waiting],
    }


def case_data(session: Session, case: Case, *, by: str, at: datetime) -> dict[str, Any]:
    """Return one case whole."""
    handling, names = view_case(session, case, at=at, by=by), Names(session)
    clocks = lists.clocks_of(session, [case.id])[case.id]
    waiting = lists.open_tasks_of(session, [case.id])[case.id]
    return {
        **_head(handling, waiting, clocks, names),
        "version": handling.definition.version,
        "definition": handling.definition.id,
        "applicant_code": case.applicant_code,
        "facts": speaking.facts(handling),
        "tasks": task_rows(session, _tasks_of(session, case), by=by, at=at),
        "clocks": explained(session, clocks, at=at),
        "timeline": list(_timeline(handling, names)),
        "messages": _messages(handling),
        "submissions": submissions_data(handling, names),
        "materials": _materials(handling),
        "documents": [document_data(one) for one in _documents_of(session, case)],
        "cards": [
            _card(card, names) for card in lists.cards_where(session, Card.case_id == case.id)
        ],
    }


def _messages(handling: Handling) -> list[dict[str, Any]]:
    """Return the messages `handling.by` may send before the case waits for them."""
    held = people.posts_on(handling.session, handling.by or "", handling.day)
    return [
        {
            "element": element.id,
            "name": element.name,
            "label": element.properties.get("button", element.name),
        }
        for element in early_elements(handling)
        if (element.properties.get("section", ""), element.properties.get("post", "")) in held
    ]


def _materials(handling: Handling) -> list[dict[str, Any]]:
    grid = materials.grid(handling.definition.matter, handling.case.document, handling.at)
    needed = [row for row in grid if row["needed"]]
    return [
        {
            **told,
            "code": row["code"],
            "necessity": row["necessity"],
            "attachments": row["attachments"],
        }
        for row, told in zip(needed, speaking.material_rows(handling), strict=True)
    ]


def _tasks_of(session: Session, case: Case) -> list[Task]:
    found = session.scalars(
        select(Task).where(Task.case_id == case.id).order_by(Task.opened_at, Task.id)
    )
    return sorted(found, key=lambda task: task.state != "open")


def _documents_of(session: Session, case: Case) -> list[Document]:
    return list(
        session.scalars(select(Document).where(Document.case_id == case.id).order_by(Document.id))
    )


def document_data(document: Document) -> dict[str, Any]:
    """Return what a paper is, without its page."""
    return {
        "id": document.id,
        "key": document.document_key,
        "title": pick(document.title, document.title_en),
        "number": document.number,
        "issued_on": document.issued_on,
        "sha256": document.sha256,
    }


def _card(card: Card, names: Names) -> dict[str, Any]:
    return {
        "id": card.id,
        "colour": card.colour,
        "limit_name": card.limit_name,
        "article": card.article,
        "at": card.instant_at,
        "at_text": legal_text(card.instant_at),
        "section": names.section(card.section_key) if card.section_key else None,
        "person": names.person(card.person_id),
        "reason": card.reason,
        "reason_due_on": card.reason_due_on,
    }


def _entries_of(session: Session, case: Case) -> list[Record]:
    return list(
        session.scalars(select(Record).where(Record.case_id == case.id).order_by(Record.number))
    )


def _timeline(handling: Handling, names: Names) -> Iterator[dict[str, Any]]:
    """Yield what happened, oldest first, each with the phase of the matter it lies in."""
    matter, words = handling.definition.matter, words_of(handling, names.persons)
    phases = {
        element: pick(phase.name, phase.name_en)
        for phase in matter.phases
        for element in phase.elements
    }
    phase = pick(matter.name, matter.name_en)
    for entry in _entries_of(handling.session, handling.case):
        phase = phases.get(entry.element_id or "", phase)
        if entry.kind in SHOWN:
            yield {**_entry(entry, names, words), "phase": phase}


def _entry(entry: Record, names: Names, words: record_texts.Words) -> dict[str, Any]:
    return {
        "number": entry.number,
        "at": entry.at,
        "kind": entry.kind,
        "title": record_texts.title_of(entry, words),
        "text": record_texts.text_of(entry, words),
        "element": entry.element_id,
        "level": str(entry.body.get("level") or entry.body.get("colour") or "none"),
        "person": names.person(entry.person_id),
    }


def records_data(session: Session, case: Case) -> dict[str, Any]:
    """Return a case's record and whether its chain is whole."""
    names, broken = Names(session), first_break(session, case)
    return {
        "rows": [
            {
                "number": entry.number,
                "kind": entry.kind,
                "kind_text": record_texts.kind_text(entry.kind),
                "at": entry.at,
                "written_at": entry.written_at,
                "person": names.person(entry.person_id),
                "element": entry.element_id,
                "body": entry.body,
                "previous_hash": entry.previous_hash,
                "hash": entry.hash,
            }
            for entry in _entries_of(session, case)
        ],
        "intact": broken is None,
        "first_break": broken,
    }
