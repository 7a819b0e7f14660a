"""Attachments (附件): kept by their hash, with limits on type and size."""

import errno
import hashlib
import os
import uuid
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

from sqlalchemy.orm import Session

from engine import access
from engine.errors import BanjieError, NotFound
from engine.store.cases import Attachment
from engine.store.failures import disk_full

MAX_BYTES = 50 * 1024 * 1024
MIB = 1024 * 1024
NO_ROOM = (errno.ENOSPC, errno.EDQUOT)

#: What a file's first bytes must be, by its ending.
KINDS: dict[str, tuple[str, tuple[bytes, ...]]] = {
    ".pdf": ("application/pdf", (b"%PDF-",)),
    ".jpg": ("image/jpeg", (b"\xff\xd8\xff",)),
    ".jpeg": ("image/jpeg", (b"\xff\xd8\xff",)),
    ".png": ("image/png", (b"\x89PNG\r\n\x1a\n",)),
    ".ofd": ("application/ofd", (b"PK\x03\x04",)),
    ".docx": (
        "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
        (b"PK\x03\x04",),
    ),
    ".xlsx": (
        "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
        (b"PK\x03\x04",),
    ),
    ".zip": ("application/zip", (b"PK\x03\x04",)),
}


class FileRefused(BanjieError):
    """A file is too large, empty, or not of an allowed type."""

    code = "file_refused"


@dataclass(frozen=True)
class FileStore:
    """The folder that holds the contents of attachments by their sha256."""

    folder: Path

    def path_of(self, sha256: str) -> Path:
        """Return where a content lies."""
        return self.folder / sha256[:2] / sha256

    def keep(self, content: bytes) -> str:
        """Write a content once and return its sha256; raises Unavailable when there is no room."""
        sha256 = hashlib.sha256(content).hexdigest()
        path = self.path_of(sha256)
        if not path.exists():
            part = path.with_suffix(f".{uuid.uuid4().hex}")
            try:
                path.parent.mkdir(parents=True, exist_ok=True)
                _write_through(part, content)
                part.replace(path)
            except OSError as error:
                part.unlink(missing_ok=True)
                if error.errno not in NO_ROOM:
                    raise
                raise disk_full() from error
        return sha256

    def read(self, sha256: str) -> bytes:
        """Return a content; raises NotFound when it is gone or no longer what it was."""
        path = self.path_of(sha256)
        if not path.exists():
            raise NotFound("附件文件不存在。", "The attachment's file is missing.")
        content = path.read_bytes()
        if hashlib.sha256(content).hexdigest() != sha256:
            raise NotFound(
                "附件内容与留存的校验值不符，请联系管理员。",
                "The attachment is no longer what was kept; ask an administrator.",
                code="attachment_changed",
            )
        return content


def _write_through(path: Path, content: bytes) -> None:
    """Write a file so that it outlives a power cut, as the row that will name it does."""
    with path.open("wb") as file:
        file.write(content)
        file.flush()
        os.fsync(file.fileno())


def add_attachment(
    session: Session,
    store: FileStore,
    *,
    file_name: str,
    content: bytes,
    by: str,
    at: datetime,
    case_id: int | None = None,
    taken: dict[str, Any] | None = None,
) -> Attachment:
    """Check a file and keep it; raises FileRefused naming what is allowed.

    `taken` is when and where a photo was taken, see `engine.photos`.
    """
    name = Path(file_name.replace("\\", "/")).name.strip()[-200:]
    content_type = _content_type(name, content)
    attachment = Attachment(
        id=uuid.uuid4().hex,
        case_id=case_id,
        file_name=name,
        content_type=content_type,
        size_bytes=len(content),
        sha256=store.keep(content),
        uploaded_by=by,
        uploaded_at=at,
        taken=taken,
    )
    session.add(attachment)
    session.flush()
    return attachment


def _content_type(name: str, content: bytes) -> str:
    kind = KINDS.get(Path(name).suffix.lower())
    if kind is None or not content.startswith(kind[1]):
        allowed = "、".join(sorted({ending.lstrip(".").upper() for ending in KINDS}))
        raise FileRefused(
            f"文件“{name}”的类型不被接受，或内容与扩展名不符。可上传：{allowed}。",
            f"The file {name} is of no accepted type, or not what its ending says. "
            f"Accepted: {allowed}.",
        )
    if len(content) > MAX_BYTES:
        raise FileRefused(
            f"文件“{name}”有 {len(content) / MIB:.1f} MB，超过 {MAX_BYTES // MIB} MB。"
            "请压缩或分拆后上传。",
            f"The file {name} has {len(content) / MIB:.1f} MB, more than {MAX_BYTES // MIB} MB; "
            "compress or split it.",
        )
    return kind[0]


def get_attachment(session: Session, attachment_id: str) -> Attachment:
    """Return an attachment; raises NotFound, also where its case is closed to who asks.

    What belongs to no case yet is its uploader's alone.
    """
    missing = NotFound(
        "没有这个附件，或者它未对您公开。", "There is no such attachment, or it is not open to you."
    )
    found = access.find(session, Attachment, Attachment.id, attachment_id, missing)
    viewer = session.info.get(access.VIEWER)
    if found.case_id is None and viewer is not None and found.uploaded_by != viewer.id:
        raise missing
    return found
