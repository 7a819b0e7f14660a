"""Acts: one thing one person does to one case at one moment, by the use case for it.

A story is a list of acts. Values may hold a `Paper` where a form wants an attachment's id: it is
drawn and kept as the act is played.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from engine import card_replies, notices, tasks
from engine.attachments import FileStore, add_attachment
from engine.cases import find_case
from engine.days import ZONE, day_of
from engine.errors import NotFound
from engine.store.cases import Case, Task
from engine.store.clocks import Card, Clock
from engine.store.locking import continue_numbers
from forms.submit import submit_start, submit_task
from web.demo.papers import Paper, draw

MATTER = "construction_permit"
YEAR = 2026


def moment(text: str) -> datetime:
    """Return the moment of "11-09 16:20" in the demo's year."""
    return datetime.fromisoformat(f"{YEAR}-{text}").replace(tzinfo=ZONE)


@dataclass(frozen=True)
class Act:
    """What is common to all acts."""

    at: datetime
    #: The case's number, whole: "SGXK-2026-0412".
    number: str
    by: str

    def play(self, session: Session, files: FileStore) -> None:
        """Do it, in the caller's transaction; raises what the use case raises."""
        raise NotImplementedError


@dataclass(frozen=True)
class Receive(Act):
    """An application comes in: a case begins and gets the number the story has for it."""

    values: Mapping[str, Any] = field(default_factory=dict)
    matter: str = MATTER

    def play(self, session: Session, files: FileStore) -> None:
        """Start the case; numbers before it were given outside of the demo."""
        self.start(session, files)

    def start(self, session: Session, files: FileStore) -> Case:
        """Start the case and return it; raises Conflict when its number is given already."""
        last = int(self.number.rpartition("-")[2]) - 1
        continue_numbers(session, f"case:{self.matter}:{day_of(self.at).year}", last=last)
        values = kept(session, files, self.values, by=self.by, at=self.at)
        return submit_start(session, self.matter, values, by=self.by, at=self.at)


@dataclass(frozen=True)
class ReceiveGenerated(Receive):
    """As Receive, for a case the generator made: it is marked so."""

    def play(self, session: Session, files: FileStore) -> None:
        """Start the case and mark it."""
        self.start(session, files).is_generated = True


@dataclass(frozen=True)
class Claim(Act):
    """Somebody takes a task out of the pool."""

    element: str
    item: str | None = None

    def play(self, session: Session, files: FileStore) -> None:
        """Claim the task."""
        task = open_task(session, self.number, self.element, self.item)
        tasks.claim_task(session, task.id, by=self.by, at=self.at)


@dataclass(frozen=True)
class Submit(Act):
    """Somebody completes a task, or registers the message a case waits for."""

    element: str
    values: Mapping[str, Any]
    item: str | None = None

    def play(self, session: Session, files: FileStore) -> None:
        """Submit the task's form."""
        task = open_task(session, self.number, self.element, self.item)
        case = find_case(session, self.number)
        values = kept(session, files, self.values, by=self.by, at=self.at, case_id=case.id)
        submit_task(session, task.id, values, by=self.by, at=self.at)


@dataclass(frozen=True)
class Answer(Act):
    """Somebody files the reason for a card of a limit."""

    limit: str
    reason: str

    def play(self, session: Session, files: FileStore) -> None:
        """Answer the card."""
        case = find_case(session, self.number)
        card = session.scalars(
            select(Card)
            .join(Clock, Clock.id == Card.clock_id)
            .where(Card.case_id == case.id, Clock.limit_key == self.limit, Card.reason.is_(None))
        ).one()
        card_replies.answer_card(session, card.id, self.reason, by=self.by, at=self.at)


@dataclass(frozen=True)
class ReadNotices(Act):
    """Somebody reads everything told so far; it concerns no one case."""

    def play(self, session: Session, files: FileStore) -> None:
        """Mark the person's notices as read."""
        notices.mark_read(session, self.by, at=self.at)


def open_task(session: Session, number: str, element: str, item: str | None = None) -> Task:
    """Return the open task of an element, in a multi-instance of one item; raises NotFound."""
    task = session.scalar(
        select(Task)
        .join(Task.case)
        .where(Case.number == number, Task.element_id == element, Task.state == "open")
        .where(Task.item_key.is_(None) if item is None else Task.item_key == item)
    )
    if task is None:
        where = f"{element}({item})" if item else element
        raise NotFound(f"{number} 没有待办环节 {where}", f"{number} has no open task {where}.")
    return task


def kept(
    session: Session,
    files: FileStore,
    value: Any,
    *,
    by: str,
    at: datetime,
    case_id: int | None = None,
) -> Any:
    """Return values with each Paper kept as an attachment and replaced by its id."""
    ids: dict[Paper, str] = {}

    def keep(value: Any) -> Any:
        if isinstance(value, Paper):
            if value not in ids:
                ids[value] = add_attachment(
                    session,
                    files,
                    file_name=value.file_name,
                    content=draw(value),
                    by=by,
                    at=at,
                    case_id=case_id,
                ).id
            return ids[value]
        if isinstance(value, Mapping):
            return {key: keep(inner) for key, inner in value.items()}
        return [keep(inner) for inner in value] if isinstance(value, list) else value

    return keep(value)
