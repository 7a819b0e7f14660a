"""Taking back a version no case has begun with: new cases begin with the one before it again."""

from datetime import datetime

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from engine.errors import Conflict
from engine.limit_changes import refuse_silence
from engine.store.cases import Case
from engine.store.drafts import Publication
from engine.store.publishing import Definition, Matter
from engine.studio.trail import add_matter_record


def cases_of(session: Session, definition_id: str) -> int:
    """Return how many cases, open or closed, have a version."""
    counted = select(func.count()).where(Case.definition_id == definition_id)
    return session.scalar(counted) or 0


def version_before(session: Session, definition: Definition) -> Definition | None:
    """Return the version that would be in force without this one, if there is one."""
    never = select(Publication.definition_id).where(
        Publication.matter_key == definition.matter_key, Publication.in_force_at.is_(None)
    )
    return session.scalar(
        select(Definition)
        .where(
            Definition.matter_key == definition.matter_key,
            Definition.version < definition.version,
            Definition.taken_back_at.is_(None),
            Definition.id.not_in(never),
        )
        .order_by(Definition.version.desc())
        .limit(1)
    )


def take_back(
    session: Session, matter_key: str, version: int, *, reason: str, by: str, at: datetime
) -> Definition:
    """Take back the version in force; returns the one new cases begin with again.

    Raises Conflict when it is not in force, has a case, or is the first; InvalidSubmission without
    a reason.
    """
    refuse_silence(reason)
    matter = session.get(Matter, matter_key, with_for_update=True, populate_existing=True)
    current = session.get(Definition, matter.current_definition_id) if matter else None
    if matter is None or current is None or current.version != version:
        raise Conflict(
            f"版本 {version} 不是现行版本，不用撤回。",
            f"Version {version} is not in force; there is nothing to take back.",
            code="not_in_force",
        )
    number = cases_of(session, current.id)
    if number:
        raise Conflict(
            f"版本 {version} 已有 {number} 个办件，不能撤回；请改好后发布新版本。",
            f"Version {version} has {number} case(s) and stays; publish a corrected one instead.",
            code="has_cases",
        )
    before = version_before(session, current)
    if before is None:
        raise Conflict(
            f"版本 {version} 之前没有版本，不能撤回。",
            f"There is no version before {version} to go back to.",
            code="first_version",
        )
    current.taken_back_at, matter.current_definition_id = at, before.id
    for publication in session.scalars(
        select(Publication).where(
            Publication.definition_id == current.id, Publication.state == "in_force"
        )
    ):
        publication.state = "taken_back"
    add_matter_record(
        session,
        matter_key,
        "version_taken_back",
        at=at,
        by=by,
        reason=reason.strip(),
        version=version,
        again=before.version,
    )
    return before
