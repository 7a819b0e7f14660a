"""Notices: messages to persons (通知), mailed besides to those who have an address."""

from collections.abc import Iterable
from datetime import datetime

from sqlalchemy import select, update
from sqlalchemy.orm import Session

from engine import access, outbox
from engine.definitions import load_definition
from engine.outbox import Effect
from engine.store.cases import Case
from engine.store.people import Person
from engine.store.records import Notice


def notify(
    session: Session,
    person_ids: Iterable[str],
    *,
    case: Case | None,
    at: datetime,
    zh: str,
    en: str,
    level: str = "none",
) -> None:
    """Write one notice for each person, and a mail for each who has an address."""
    written = [
        Notice(
            person_id=person_id,
            case_id=case.id if case else None,
            level=level,
            text=zh,
            text_en=en,
            made_at=at,
        )
        for person_id in person_ids
    ]
    session.add_all(written)
    _mail(session, written, case=case, at=at)


def _mail(session: Session, written: list[Notice], *, case: Case | None, at: datetime) -> None:
    told = {notice.person_id for notice in written}
    query = select(Person).where(Person.id.in_(told), Person.mail != "", Person.is_active)
    with session.no_autoflush:  # what is pending is written together, at the end
        reached = {person.id: person for person in session.scalars(query)} if told else {}
    if not reached:
        return
    session.flush()
    is_closed = case is not None and access.is_closed(
        load_definition(session, case.definition_id).matter
    )
    letter = _closed_letter if is_closed else _letter
    effects = [
        letter(notice, reached[notice.person_id], case)
        for notice in written
        if notice.person_id in reached
    ]
    outbox.put(session, effects, case_id=case.id if case else None, made_at=at)


def _letter(notice: Notice, person: Person, case: Case | None) -> Effect:
    text = notice.text_en if person.language == "en" and notice.text_en else notice.text
    subject = case.number if case else "办结 Banjie"
    return Effect(
        "mail", f"notice-{notice.id}", {"to": person.mail, "subject": subject, "text": text}
    )


def _closed_letter(notice: Notice, person: Person, case: Case | None) -> Effect:
    """Return a mail that says nothing of a closed case: a mailbox is open to others."""
    text = (
        "You have a notice about a closed case; sign in to read it."
        if person.language == "en"
        else "您有一条封闭办件的通知，请登录后查看。"
    )
    return Effect(
        "mail",
        f"notice-{notice.id}",
        {"to": person.mail, "subject": "办结 Banjie", "text": text},
    )


def mark_read(session: Session, person_id: str, *, at: datetime) -> None:
    """Mark everything a person has not read as read."""
    session.execute(
        update(Notice)
        .where(Notice.person_id == person_id, Notice.read_at.is_(None))
        .values(read_at=at)
    )
