"""Publishing a draft (发布): why, from which day, and with a second person where one is asked for.

What is asked for is kept as a version at once, so that what is approved is what was shown. New
cases begin with it when it comes into force; running cases keep the version they began with.
"""

import tomllib
from collections.abc import Mapping
from datetime import date, datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from engine import people, shared
from engine.days import day_of
from engine.definitions import LIMITS, add_version
from engine.errors import Conflict, InvalidSubmission, NotAllowed, NotFound
from engine.limit_changes import refuse_silence
from engine.matters import FILE as MATTER_FILE
from engine.notices import notify
from engine.proposals import APPROVERS, MATTER, asks_for_second
from engine.store.drafts import Draft, Publication
from engine.store.people import Person
from engine.store.publishing import Definition, DefinitionFile, Matter
from engine.studio import drafts
from engine.studio.coming import settle
from engine.studio.naming import key_in_file
from engine.studio.trail import add_matter_record

#: States in which a version has not come into force yet.
OPEN = ("waiting", "due")


def needs_second(session: Session, files: Mapping[str, bytes]) -> bool:
    """Say whether a second person must agree: `[publishing] approval`, or the bureau asks."""
    raw = tomllib.loads(files[MATTER_FILE].decode())
    return bool(raw.get("publishing", {}).get("approval")) or asks_for_second(session, MATTER)


def open_publication(session: Session, matter_key: str) -> Publication | None:
    """Return the publication of a matter that is not in force yet, if there is one."""
    query = select(Publication).where(
        Publication.matter_key == matter_key, Publication.state.in_(OPEN)
    )
    return session.scalar(query.order_by(Publication.id.desc()))


def publications_of(session: Session, matter_key: str) -> dict[str, Publication]:
    """Return the latest publication of each version of a matter, by id of the definition."""
    query = select(Publication).where(Publication.matter_key == matter_key)
    return {one.definition_id: one for one in session.scalars(query.order_by(Publication.id))}


def waiting_publications(session: Session) -> list[Publication]:
    """Return what waits for a second person, oldest first."""
    query = select(Publication).where(Publication.state == "waiting").order_by(Publication.id)
    return list(session.scalars(query))


def publish_draft(
    session: Session,
    matter_key: str,
    *,
    revision: int,
    over: str | None,
    reason: str,
    from_on: date,
    by: str,
    at: datetime,
) -> Publication:
    """Publish the draft somebody looked at: its revision, over the version then in force.

    Raises NotFound without a draft, Conflict when either changed since or another publication
    waits, InvalidSubmission without a reason or for a day that is past, InvalidMatter.
    """
    draft = _locked_draft(session, matter_key)
    _refuse_stale(session, draft, revision, over)
    refuse_silence(reason)
    if from_on < day_of(at):
        raise InvalidSubmission({"from_on": [("生效日不能早于今天。", "The day is past already.")]})
    files = {path: one.content for path, one in drafts.read_draft(session, matter_key).items()}
    _refuse_other_key(matter_key, files)
    identity = add_version(session, files, at=at, by=by)
    if identity == over:
        raise InvalidSubmission({"": [("草稿与现行版本相同，没有改动。", "Nothing was changed.")]})
    publication = Publication(
        matter_key=matter_key,
        definition_id=identity,
        replaces=over,
        limits=shared.unfold(files).get(LIMITS, b""),
        from_on=from_on,
        reason=reason.strip(),
        asked_by=by,
        asked_at=at,
        state="waiting",
    )
    session.add(publication)
    session.flush()
    _record(session, publication, "publication_asked", by=by, at=at, reason=publication.reason)
    drafts.end_draft(session, draft)
    if needs_second(session, files):
        _tell(
            session,
            _approvers(session, but=by, at=at),
            publication,
            "待您批准",
            "waits for you",
            at,
        )
    else:
        settle(session, publication, at=at)
    return publication


def _locked_draft(session: Session, matter_key: str) -> Draft:
    if drafts.find_draft(session, matter_key) is None:
        raise drafts.no_draft(matter_key)
    return session.get_one(Draft, matter_key, with_for_update=True, populate_existing=True)


def _refuse_stale(session: Session, draft: Draft, revision: int, over: str | None) -> None:
    if draft.revision != revision:
        raise Conflict(
            f"草稿在您查看之后又被 {draft.changed_by} 改过，请看过改动再发布。",
            f"The draft was changed by {draft.changed_by} since you looked; look again first.",
            code="draft_changed",
        )
    matter = session.get(Matter, draft.matter_key)
    if (matter.current_definition_id if matter else None) != over:
        raise Conflict(
            "现行版本在您查看之后变了，请比较后再发布。",
            "Another version came into force since you looked; compare, then publish.",
            code="version_changed",
        )
    if open_publication(session, draft.matter_key) is not None:
        raise Conflict(
            "已有一个版本在等批准或等生效日，请先处理它。",
            "Another version waits for its approval or its day; settle that one first.",
            code="publication_waits",
        )


def _refuse_other_key(matter_key: str, files: Mapping[str, bytes]) -> None:
    found = key_in_file(files.get(MATTER_FILE, b""))
    if found != matter_key:
        zh = f"matter.toml 的 key 是“{found}”，应为“{matter_key}”；事项的键不能改。"
        en = f"matter.toml says key = {found!r} instead of {matter_key!r}; a key never changes."
        raise InvalidSubmission({MATTER_FILE: [(zh, en)]})


def find_publication(session: Session, matter_key: str, publication_id: int) -> Publication:
    """Return a publication of a matter; raises NotFound."""
    found = session.get(Publication, publication_id)
    if found is None or found.matter_key != matter_key:
        raise NotFound(f"没有发布 {publication_id}", f"There is no publication {publication_id}.")
    return found


def approve(session: Session, publication: Publication, *, by: str, at: datetime) -> None:
    """Agree to a version as its second person; raises NotAllowed, Conflict."""
    _lock_waiting(session, publication)
    refuse_approval(session, publication, by=by, at=at)
    matter = session.get_one(Matter, publication.matter_key)
    if matter.current_definition_id != publication.replaces:
        raise Conflict(
            "提出之后另一个版本已经生效，请不批准本次发布，由设计员重新比较。",
            "Another version came into force meanwhile; refuse this one, so that it is compared.",
            code="version_changed",
        )
    _decide(publication, "due", "", by=by, at=at)
    _record(session, publication, "publication_approved", by=by, at=at)
    settle(session, publication, at=at)
    _tell(session, [publication.asked_by], publication, "已批准", "was approved", at)


def refuse_approval(session: Session, publication: Publication, *, by: str, at: datetime) -> None:
    """Raise NotAllowed unless a person may be the second one of a publication."""
    if by == publication.asked_by:
        raise NotAllowed(
            "提出人不能批准自己的发布，请由另一人批准。",
            "Whoever asked to publish cannot approve it; another person does.",
            code="same_person",
        )
    if not people.holds_post(session, by, APPROVERS, day_of(at)):
        raise NotAllowed("您的岗位不能批准发布。", "Your post may not approve a publication.")


def refuse(
    session: Session, publication: Publication, reason: str, *, by: str, at: datetime
) -> None:
    """Refuse a version as its second person; its files become the draft again."""
    _lock_waiting(session, publication)
    refuse_approval(session, publication, by=by, at=at)
    if not reason.strip():
        raise InvalidSubmission({"reason": [("请说明不批准的理由。", "Say why it is refused.")]})
    _decide(publication, "refused", reason.strip(), by=by, at=at)
    _record(session, publication, "publication_refused", by=by, at=at, reason=reason.strip())
    _draft_again(session, publication, at=at)
    _tell(session, [publication.asked_by], publication, "未获批准", "was refused", at)


def withdraw(session: Session, publication: Publication, *, by: str, at: datetime) -> None:
    """Take back what was asked for before it is in force; its files become the draft again."""
    session.refresh(publication, with_for_update=True)
    if publication.state not in OPEN:
        raise _settled()
    _decide(publication, "withdrawn", "", by=by, at=at)
    _record(session, publication, "publication_withdrawn", by=by, at=at)
    _draft_again(session, publication, at=at)


def _lock_waiting(session: Session, publication: Publication) -> None:
    session.refresh(publication, with_for_update=True)
    if publication.state != "waiting":
        raise _settled()


def _settled() -> Conflict:
    return Conflict("这次发布已经处理过。", "This publication was settled already.")


def _draft_again(session: Session, publication: Publication, *, at: datetime) -> None:
    """Let a version that does not come into force be worked on, unless a new draft was begun."""
    if drafts.find_draft(session, publication.matter_key) is not None:
        return
    rows = session.scalars(
        select(DefinitionFile).where(DefinitionFile.definition_id == publication.definition_id)
    )
    files = {row.path: row.content for row in rows}
    if publication.limits:
        files[LIMITS] = publication.limits
    drafts.begin(
        session,
        publication.matter_key,
        files,
        based_on=publication.replaces,
        by=publication.asked_by,
        at=at,
    )


def _decide(publication: Publication, state: str, reason: str, *, by: str, at: datetime) -> None:
    publication.state, publication.decided_reason = state, reason
    publication.decided_by, publication.decided_at = by, at


def _record(
    session: Session,
    publication: Publication,
    kind: str,
    *,
    by: str,
    at: datetime,
    reason: str = "",
) -> None:
    version = session.get_one(Definition, publication.definition_id).version
    add_matter_record(
        session,
        publication.matter_key,
        kind,
        at=at,
        by=by,
        reason=reason,
        publication=publication.id,
        version=version,
        from_on=publication.from_on.isoformat(),
    )


def _approvers(session: Session, *, but: str, at: datetime) -> list[str]:
    found = [one for post in APPROVERS for one in people.holders_of_post(session, post, day_of(at))]
    return [one for one in dict.fromkeys(found) if one != but]


def _tell(
    session: Session, persons: list[str], publication: Publication, zh: str, en: str, at: datetime
) -> None:
    matter = session.get_one(Matter, publication.matter_key)
    version = session.get_one(Definition, publication.definition_id).version
    notify(
        session,
        [one for one in persons if session.get(Person, one)],
        case=None,
        at=at,
        zh=f"{matter.name} 版本 {version} 的发布{zh}：{publication.reason}",
        en=f"Publishing {matter.name_en or matter.name}, version {version}, {en}: "
        f"{publication.reason}",
    )
