"""The versions of a matter a designer compares: published ones by number, and the draft.

What a version's limits are changes by day; a version is compared with the limits of the last day
it was the current one.
"""

from collections.abc import Mapping
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from engine.comparing.change import Change, Names, Words
from engine.comparing.comparison import compare
from engine.days import day_of
from engine.errors import NotFound
from engine.store.people import Post, Section
from engine.store.publishing import Definition
from engine.studio import drafts
from engine.studio.source import source_of_version

DRAFT = "draft"


def versions_of(session: Session, matter_key: str) -> list[Definition]:
    """Return the published versions of a matter, the latest first."""
    query = select(Definition).where(Definition.matter_key == matter_key)
    return list(session.scalars(query.order_by(Definition.version.desc())))


def files_of(session: Session, matter_key: str, which: str, *, at: datetime) -> Mapping[str, bytes]:
    """Return the files of a version by its number, or of the draft; raises NotFound."""
    if which == DRAFT:
        return drafts.files_now(session, matter_key, at=at)
    versions = versions_of(session, matter_key)
    found = next((one for one in versions if str(one.version) == which), None)
    if found is None:
        raise NotFound(
            f"事项 {matter_key} 没有第 {which} 版", f"Matter {matter_key} has no version {which}."
        )
    later = [one.published_at for one in versions if one.version > found.version]
    return source_of_version(session, found.id, on=day_of(min(later, default=at)))


def names_of(session: Session) -> Names:
    """Return the names of sections and posts, as a comparison says them."""
    return Names(
        {s.key: Words(s.name, s.name_en or s.name) for s in session.scalars(select(Section))},
        {p.key: Words(p.name, p.name_en or p.name) for p in session.scalars(select(Post))},
    )


def compare_versions(
    session: Session, matter_key: str, old: str, new: str, *, at: datetime
) -> list[Change]:
    """Return what differs between two versions; raises NotFound."""
    one = files_of(session, matter_key, old, at=at)
    other = files_of(session, matter_key, new, at=at)
    return compare(one, other, names_of(session))
