"""A version comes into force: at once, on its day, or when a second person agrees."""

from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from engine.days import day_of
from engine.definitions import put_in_force
from engine.store.drafts import Publication
from engine.store.publishing import Definition, Matter
from engine.studio.trail import add_matter_record


def due_publications(session: Session, *, at: datetime) -> list[Publication]:
    """Return what was agreed on and whose day has come, in the order of asking."""
    query = select(Publication).where(Publication.state == "due", Publication.from_on <= day_of(at))
    return list(session.scalars(query.order_by(Publication.from_on, Publication.id)))


def come_into_force(session: Session, *, at: datetime) -> int:
    """Put everything due in force; returns how many versions that were."""
    due = due_publications(session, at=at)
    for publication in due:
        bring_into_force(session, publication, at=at)
    return len(due)


def settle(session: Session, publication: Publication, *, at: datetime) -> None:
    """Put an agreed version in force today, or let it wait for its day."""
    publication.state = "due"
    if publication.from_on <= day_of(at):
        bring_into_force(session, publication, at=at)
    session.flush()


def bring_into_force(session: Session, publication: Publication, *, at: datetime) -> None:
    """Let new cases begin with a version; running cases keep theirs."""
    session.get_one(Matter, publication.matter_key, with_for_update=True, populate_existing=True)
    put_in_force(
        session, publication.definition_id, publication.limits, at=at, by=publication.asked_by
    )
    publication.state, publication.in_force_at = "in_force", at
    definition = session.get_one(Definition, publication.definition_id)
    add_matter_record(
        session,
        publication.matter_key,
        "in_force",
        at=at,
        by=publication.decided_by or publication.asked_by,
        reason=publication.reason,
        publication=publication.id,
        version=definition.version,
        definition=definition.id,
    )
