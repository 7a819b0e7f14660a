"""Attachments: upload, preview, download."""

from pathlib import Path
from typing import Any, cast

from flask import Blueprint, Response, current_app, jsonify, request, url_for
from werkzeug.datastructures import FileStorage

from engine.attachments import FileRefused, FileStore, add_attachment, get_attachment
from engine.photos import read_taken
from engine.store import json
from engine.store.cases import Attachment
from web.access import person
from web.session import commits, db, now, reads

bp = Blueprint("attachments", __name__, url_prefix="/attachments")

#: Shown inside the browser; anything else is downloaded.
PREVIEWED = frozenset({"application/pdf", "image/jpeg", "image/png"})


def files() -> FileStore:
    """Return the store of attachments."""
    return cast(FileStore, current_app.extensions["banjie.files"])


def keep_upload(upload: FileStorage) -> Attachment:
    """Check and keep an uploaded file of the signed-in person."""
    upload.stream.seek(0)  # a refused form is read a second time, so that no file of it is lost
    return add_attachment(
        db(),
        files(),
        file_name=upload.filename or "",
        content=upload.read(),
        by=person().id,
        at=now(),
        taken=_taken(),
    )


def _taken() -> dict[str, Any] | None:
    """Return when and where the photo of this request was taken: its field `taken`, JSON."""
    try:
        told = json.loads(request.form.get("taken", "") or "{}")
    except ValueError:
        told = {"at": "taken"}
    return read_taken(told) if isinstance(told, dict) else None


@bp.post("")
@commits
def upload() -> Response:
    """Keep one file; answers {id, name, size_bytes, url}."""
    sent = request.files.get("file")
    if sent is None or not sent.filename:
        raise FileRefused("没有收到文件。", "No file was received.")
    kept = keep_upload(sent)
    return jsonify(
        id=kept.id,
        name=kept.file_name,
        size_bytes=kept.size_bytes,
        content_type=kept.content_type,
        url=url_for("attachments.show", attachment_id=kept.id),
    )


@bp.get("/<attachment_id>")
@reads
def show(attachment_id: str) -> Response:
    """Return the file, for preview where browsers can show it safely."""
    found = get_attachment(db(), attachment_id)
    answer = Response(files().read(found.sha256), mimetype=found.content_type)
    inline = found.content_type in PREVIEWED and "download" not in request.args
    answer.headers.set(
        "Content-Disposition",
        "inline" if inline else "attachment",
        filename=f"{found.id[:8]}{Path(found.file_name).suffix}",
    )
    answer.headers["Content-Security-Policy"] = "default-src 'none'; sandbox"
    return answer
