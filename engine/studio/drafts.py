"""The draft of a matter (草稿): one at a time, changed file by file, by several designers at once.

Whoever saves says which content the change began from. Was the file changed meanwhile, nothing is
overwritten: the second to save is told who and when, and what was to be saved is kept as a copy.
"""

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from engine.days import day_of
from engine.errors import Conflict, NotFound
from engine.store.drafts import Draft, DraftCopy, DraftFile
from engine.store.publishing import Matter
from engine.studio.paths import check_content, check_key, check_path
from engine.studio.source import source_of
from engine.studio.trail import add_matter_record


@dataclass(frozen=True)
class DraftedFile:
    """One file of a draft: its bytes, their sha256 in hexadecimal, who changed it last and when."""

    path: str
    content: bytes
    sha256: str
    changed_by: str
    changed_at: datetime


class FileChanged(Conflict):
    """Another designer saved this file first."""

    code = "file_changed"

    def __init__(self, path: str, standing: DraftedFile | None) -> None:
        """Keep what stands there now; None: the file was removed."""
        self.path = path
        self.standing = standing
        who = f"{standing.changed_by} " if standing else ""
        super().__init__(
            f"{path} 已被{who or '别人'}改过；您的内容另存了一份，请比较后再保存。",
            f"{path} was changed by {who or 'somebody '}meanwhile; your content was kept as a "
            "copy: compare, then save again.",
        )


def sha256_of(content: bytes) -> str:
    """Return the sha256 of a file's bytes in hexadecimal: its ETag."""
    return hashlib.sha256(content).hexdigest()


def find_draft(session: Session, matter_key: str) -> Draft | None:
    """Return the draft of a matter, if there is one."""
    return session.get(Draft, matter_key)


def all_drafts(session: Session) -> list[Draft]:
    """Return every draft, by the key of its matter."""
    return list(session.scalars(select(Draft).order_by(Draft.matter_key)))


def read_draft(session: Session, matter_key: str) -> dict[str, DraftedFile]:
    """Return the files of a draft by path; raises NotFound when there is no draft."""
    if find_draft(session, matter_key) is None:
        raise no_draft(matter_key)
    rows = session.scalars(
        select(DraftFile).where(DraftFile.matter_key == matter_key).order_by(DraftFile.path)
    )
    return {row.path: _drafted(row) for row in rows}


def find_file(session: Session, matter_key: str, path: str) -> DraftedFile | None:
    """Return one file of a draft, if it is there."""
    row = session.get(DraftFile, (matter_key, path))
    return _drafted(row) if row else None


def files_now(session: Session, matter_key: str, *, at: datetime) -> dict[str, bytes]:
    """Return what a designer sees: the draft's files, or those of the version in force.

    Raises NotFound when the matter has neither.
    """
    if find_draft(session, matter_key) is None:
        return source_of(session, matter_key, on=day_of(at))
    return {path: file.content for path, file in read_draft(session, matter_key).items()}


def open_draft(session: Session, matter_key: str, *, by: str, at: datetime) -> Draft:
    """Return the draft of a published matter, begun from the version in force when there is none.

    Raises NotFound.
    """
    found = _locked(session, matter_key)
    if found is not None:
        return found
    matter = session.get(Matter, matter_key, with_for_update=True)
    if again := _locked(session, matter_key):
        return again  # another designer was faster while this one waited
    files = source_of(session, matter_key, on=day_of(at))
    based_on = matter.current_definition_id if matter else None
    draft = begin(session, matter_key, files, based_on=based_on, by=by, at=at)
    add_matter_record(session, matter_key, "draft_opened", at=at, by=by, based_on=based_on)
    return draft


def begin_matter(
    session: Session, matter_key: str, files: Mapping[str, bytes], *, by: str, at: datetime
) -> Draft:
    """Begin the draft of a matter that does not exist yet; raises InvalidSubmission, Conflict."""
    check_key(matter_key)
    if session.get(Matter, matter_key) or find_draft(session, matter_key):
        raise Conflict(
            f"已经有事项或草稿 {matter_key}，请换一个键。",
            f"There is a matter or a draft {matter_key} already; choose another key.",
            code="matter_taken",
        )
    for path, content in files.items():
        check_path(path)
        check_content(path, content)
    draft = begin(session, matter_key, files, based_on=None, by=by, at=at)
    add_matter_record(session, matter_key, "matter_begun", at=at, by=by, files=sorted(files))
    return draft


def begin(
    session: Session,
    matter_key: str,
    files: Mapping[str, bytes],
    *,
    based_on: str | None,
    by: str,
    at: datetime,
) -> Draft:
    """Begin the draft of a matter that has none, with these files."""
    draft = Draft(
        matter_key=matter_key,
        based_on=based_on,
        opened_by=by,
        opened_at=at,
        changed_by=by,
        changed_at=at,
    )
    session.add(draft)
    session.flush()
    session.add_all(_row(matter_key, path, files[path], by=by, at=at) for path in files)
    session.flush()
    return draft


def save_file(
    session: Session,
    matter_key: str,
    path: str,
    content: bytes,
    *,
    expected: str | None,
    by: str,
    at: datetime,
) -> DraftedFile:
    """Save one file of a draft, which is opened when there is none; the same bytes change nothing.

    `expected` is the sha256 of the content the change began from; None: the file is new. Raises
    FileChanged before anything is written when another content stands there, InvalidSubmission for
    a path or a size that cannot be.
    """
    check_path(path)
    check_content(path, content)
    draft = open_draft(session, matter_key, by=by, at=at)
    row = session.get(DraftFile, (matter_key, path), populate_existing=True)
    identity = sha256_of(content)
    if row is not None and row.sha256 == identity:
        return _drafted(row)
    _refuse_overwriting(path, row, expected)
    was = row.sha256 if row else None
    if row is None:
        row = _row(matter_key, path, content, by=by, at=at)
        session.add(row)
    row.content, row.sha256, row.changed_by, row.changed_at = content, identity, by, at
    _note_change(session, draft, "file_saved", path, was, identity, by=by, at=at)
    return _drafted(row)


def remove_file(
    session: Session, matter_key: str, path: str, *, expected: str, by: str, at: datetime
) -> None:
    """Remove one file from a draft; raises NotFound, FileChanged."""
    draft = open_draft(session, matter_key, by=by, at=at)
    row = session.get(DraftFile, (matter_key, path), populate_existing=True)
    if row is None:
        raise no_file(matter_key, path)
    _refuse_overwriting(path, row, expected)
    session.delete(row)
    _note_change(session, draft, "file_removed", path, row.sha256, None, by=by, at=at)


def discard_draft(session: Session, matter_key: str, *, by: str, at: datetime) -> None:
    """Throw a draft away; what was published stands. Raises NotFound."""
    draft = _locked(session, matter_key)
    if draft is None:
        raise no_draft(matter_key)
    files = {path: file.sha256 for path, file in read_draft(session, matter_key).items()}
    end_draft(session, draft)
    add_matter_record(session, matter_key, "draft_discarded", at=at, by=by, files=files)


def end_draft(session: Session, draft: Draft) -> None:
    """Remove a draft that was thrown away or published."""
    session.execute(delete(DraftFile).where(DraftFile.matter_key == draft.matter_key))
    session.delete(draft)
    session.flush()


def keep_copy(
    session: Session, matter_key: str, path: str, content: bytes, *, by: str, at: datetime
) -> DraftCopy:
    """Keep what could not be saved, to be compared and fetched."""
    copy = DraftCopy(
        matter_key=matter_key,
        path=path,
        content=content,
        sha256=sha256_of(content),
        kept_by=by,
        kept_at=at,
    )
    session.add(copy)
    session.flush()
    add_matter_record(session, matter_key, "copy_kept", at=at, by=by, path=path, copy=copy.id)
    return copy


def copies_of(session: Session, matter_key: str) -> list[DraftCopy]:
    """Return what could not be saved of a matter's files, newest first."""
    query = select(DraftCopy).where(DraftCopy.matter_key == matter_key)
    return list(session.scalars(query.order_by(DraftCopy.id.desc())))


def find_copy(session: Session, matter_key: str, copy_id: int) -> DraftCopy:
    """Return one kept copy of a matter; raises NotFound."""
    copy = session.get(DraftCopy, copy_id)
    if copy is None or copy.matter_key != matter_key:
        raise NotFound(f"没有另存稿 {copy_id}", f"There is no kept copy {copy_id}.")
    return copy


def no_file(matter_key: str, path: str) -> NotFound:
    """Return the error that says which file of which matter does not exist."""
    return NotFound(
        f"事项 {matter_key} 没有文件 {path}", f"Matter {matter_key} has no file {path}."
    )


def _refuse_overwriting(path: str, row: DraftFile | None, expected: str | None) -> None:
    standing = row.sha256 if row else None
    if standing != expected:
        raise FileChanged(path, _drafted(row) if row else None)


def _note_change(
    session: Session,
    draft: Draft,
    kind: str,
    path: str,
    was: str | None,
    became: str | None,
    *,
    by: str,
    at: datetime,
) -> None:
    draft.revision += 1
    draft.changed_by, draft.changed_at = by, at
    body: dict[str, Any] = {"path": path, "was": was, "became": became, "revision": draft.revision}
    add_matter_record(session, draft.matter_key, kind, at=at, by=by, **body)


def _locked(session: Session, matter_key: str) -> Draft | None:
    session.flush()
    return session.get(Draft, matter_key, with_for_update=True, populate_existing=True)


def _row(matter_key: str, path: str, content: bytes, *, by: str, at: datetime) -> DraftFile:
    return DraftFile(
        matter_key=matter_key,
        path=path,
        content=content,
        sha256=sha256_of(content),
        changed_by=by,
        changed_at=at,
    )


def _drafted(row: DraftFile) -> DraftedFile:
    return DraftedFile(row.path, row.content, row.sha256, row.changed_by, row.changed_at)


def no_draft(matter_key: str) -> NotFound:
    """Return the error that says that a matter has no draft."""
    return NotFound(
        f"事项 {matter_key} 没有草稿，请先开始修改。",
        f"Matter {matter_key} has no draft; begin one first.",
    )
