"""Attachments: allowed types and sizes, kept once by their hash."""

import hashlib
from pathlib import Path

import pytest
from towns import PDF, PNG

from engine import attachments
from engine.attachments import FileRefused, FileStore, add_attachment, get_attachment
from engine.errors import NotFound
from engine.store.cases import Attachment
from engine.store.database import Database, transaction

ZIP = b"PK\x03\x04 rest"


@pytest.fixture
def store(tmp_path: Path) -> FileStore:
    return FileStore(tmp_path / "attachments")


def keep(database: Database, store: FileStore, name: str, content: bytes) -> Attachment:
    from towns import moment

    with transaction(database) as session:
        return add_attachment(
            session, store, file_name=name, content=content, by="ann", at=moment("11-10 09:00")
        )


@pytest.mark.parametrize(
    ("name", "content", "content_type"),
    [
        ("申请表.pdf", PDF, "application/pdf"),
        ("照片.PNG", PNG, "image/png"),
        ("照片.jpeg", b"\xff\xd8\xff rest", "image/jpeg"),
        ("图纸.zip", ZIP, "application/zip"),
        ("版式.ofd", ZIP, "application/ofd"),
    ],
)
def test_a_file_is_what_its_first_bytes_say(
    database: Database, store: FileStore, name: str, content: bytes, content_type: str
) -> None:
    kept = keep(database, store, name, content)

    assert (kept.content_type, kept.size_bytes, kept.file_name) == (
        content_type,
        len(content),
        name,
    )
    assert kept.sha256 == hashlib.sha256(content).hexdigest()
    assert store.read(kept.sha256) == content


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("a.exe", b"MZ"),
        ("a.html", b"<script>"),
        ("a.svg", b"<svg/>"),
        ("a.pdf", b"<html>"),
        ("a.png", PDF),
        ("a.pdf", b""),
        ("pdf", PDF),
        ("", PDF),
    ],
    ids=["program", "page", "svg", "disguised", "wrong ending", "empty", "no ending", "no name"],
)
def test_anything_else_is_refused_with_what_is_allowed(
    database: Database, store: FileStore, name: str, content: bytes
) -> None:
    with pytest.raises(FileRefused) as caught:
        keep(database, store, name, content)
    assert "PDF" in caught.value.zh
    assert "PDF" in caught.value.en
    assert not store.folder.exists()


def test_a_file_too_large_is_refused_before_it_is_written(
    database: Database, store: FileStore, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(attachments, "MAX_BYTES", len(PDF) - 1)

    with pytest.raises(FileRefused, match="more than"):
        keep(database, store, "a.pdf", PDF)
    assert not store.folder.exists()


@pytest.mark.parametrize("name", ["../../etc/a.pdf", "C:\\temp\\a.pdf", "/a.pdf"])
def test_a_path_in_a_name_is_dropped(database: Database, store: FileStore, name: str) -> None:
    assert keep(database, store, name, PDF).file_name == "a.pdf"


def test_the_same_content_lies_there_once(database: Database, store: FileStore) -> None:
    first, second = (keep(database, store, name, PDF) for name in ("a.pdf", "b.pdf"))

    assert first.sha256 == second.sha256
    assert [path.name for path in store.folder.rglob("*") if path.is_file()] == [first.sha256]


def test_what_is_gone_or_unknown_is_said(database: Database, store: FileStore) -> None:
    kept = keep(database, store, "a.pdf", PDF)
    store.path_of(kept.sha256).unlink()

    with pytest.raises(NotFound):
        store.read(kept.sha256)
    with transaction(database) as session, pytest.raises(NotFound):
        get_attachment(session, "nothing")


def test_a_changed_content_is_not_handed_out(database: Database, store: FileStore) -> None:
    kept = keep(database, store, "a.pdf", PDF)
    store.path_of(kept.sha256).write_bytes(PDF + b"changed")

    with pytest.raises(NotFound):
        store.read(kept.sha256)
