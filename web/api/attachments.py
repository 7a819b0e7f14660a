"""Attachments: keep a file, whose id a form's values then name; read one back."""

from typing import Any

from flask import Response
from werkzeug.datastructures import FileStorage

from engine.attachments import get_attachment
from engine.store.cases import Attachment
from web.api.blueprint import Blueprint
from web.api.schemas.forms import AttachmentData, UploadArgs
from web.pages.attachments import files, keep_upload
from web.session import commits, db, reads

bp = Blueprint(
    "attachments", __name__, path="/attachments", zh="附件", en="Attachments"
).for_persons()


@bp.post("", zh="上传附件")
@bp.takes(UploadArgs, location="files", content_type="multipart/form-data")
@bp.gives(AttachmentData, status=201)
@commits
def upload(sent: dict[str, FileStorage]) -> dict[str, Any]:
    """Keep one file (multipart field `file`) until a form names it.

    Of a photo the field `taken` may tell when and where, as JSON:
    {at, latitude, longitude, accuracy_m}.
    """
    return _data(keep_upload(sent["file"]))


@bp.get("/<attachment_id>", zh="附件的说明")
@bp.gives(AttachmentData)
@reads
def one(attachment_id: str) -> dict[str, Any]:
    """Read what a file is."""
    return _data(get_attachment(db(), attachment_id))


@bp.get("/<attachment_id>/content", zh="附件的内容")
@bp.gives(None)
@reads
def content(attachment_id: str) -> Response:
    """Read a file's bytes."""
    found = get_attachment(db(), attachment_id)
    return Response(files().read(found.sha256), mimetype=found.content_type)


def _data(kept: Attachment) -> dict[str, Any]:
    return {
        "id": kept.id,
        "name": kept.file_name,
        "content_type": kept.content_type,
        "size_bytes": kept.size_bytes,
        "sha256": kept.sha256,
        "taken": kept.taken,
    }
