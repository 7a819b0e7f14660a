"""Notices: messages to persons (通知)."""

from collections.abc import Iterable
from datetime import datetime

from sqlalchemy import update
from sqlalchemy.orm import Session

from engine.store.cases import Case
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
    """Write one notice for each person."""
    session.add_all(
        Notice(
            person_id=person_id,
            case_id=case.id if case else None,
            level=level,
            text=zh,
            text_en=en,
            made_at=at,
        )
        for person_id in person_ids
    )


def mark_read(session: Session, person_id: str, *, at: datetime) -> None:
    """Mark everything a person has not read as read."""
    session.execute(
        update(Notice)
        .where(Notice.person_id == person_id, Notice.read_at.is_(None))
        .values(read_at=at)
    )
