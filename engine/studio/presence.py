"""Who has a matter open for editing right now, by the real clock."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from engine.store.drafts import DraftEditor
from engine.store.people import Person

#: An editor reports every 20 seconds; whoever missed two reports has left.
GONE_AFTER = timedelta(seconds=50)


@dataclass(frozen=True)
class Editor:
    """A person at a matter, what is open, and when last seen."""

    person_id: str
    name: str
    #: A file's path; empty for the workbench.
    place: str
    seen_at: datetime


def note_editor(
    session: Session, matter_key: str, person_id: str, place: str, *, seen_at: datetime
) -> None:
    """Note that a person has a part of a matter open; forget who left long ago."""
    session.execute(delete(DraftEditor).where(DraftEditor.seen_at < seen_at - 10 * GONE_AFTER))
    session.merge(
        DraftEditor(matter_key=matter_key, person_id=person_id, place=place[:200], seen_at=seen_at)
    )
    session.flush()


def editors_now(session: Session, *, seen_at: datetime) -> dict[str, list[Editor]]:
    """Return by matter who has it open, by name."""
    rows = session.execute(
        select(DraftEditor, Person.name)
        .join(Person, Person.id == DraftEditor.person_id)
        .where(DraftEditor.seen_at >= seen_at - GONE_AFTER)
        .order_by(Person.name)
    )
    found: dict[str, list[Editor]] = {}
    for row, name in rows:
        editor = Editor(row.person_id, name, row.place, row.seen_at)
        found.setdefault(row.matter_key, []).append(editor)
    return found
