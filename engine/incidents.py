"""Incidents: automatic steps that could not be done, listed for the administrators, tried again."""

from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from engine import flow
from engine.errors import NotFound
from engine.handling import save
from engine.store.records import Incident
from engine.sweep import open_case


def open_incidents(session: Session) -> list[Incident]:
    """Return every open incident, the oldest first."""
    return list(session.scalars(select(Incident).order_by(Incident.since_at)))


def retry_incident(session: Session, activity_id: str, *, by: str, at: datetime) -> bool:
    """Try the step of an incident again now; says whether it was done. Raises NotFound."""
    incident = session.get(Incident, activity_id)
    if incident is None:
        raise NotFound(
            "该事项已处理或不存在。", "This incident is settled already, or does not exist."
        )
    handling = open_case(session, incident.case_id, at=at, by=by)
    waiting = handling.rows.incident(activity_id)
    if waiting is not None:
        waiting.retry_at = at
        handling.by = None
        flow.advance(handling)
        save(handling)
    return handling.rows.incident(activity_id) is None
