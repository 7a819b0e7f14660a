"""Forms: the designer's JSON, and what it comes to for these values; files."""

import marshmallow as ma
from marshmallow import fields

from web.api import fields as a
from web.api.schemas.parts import Answer


class OptionData(Answer):
    """One thing to choose."""

    value = a.text()
    label = a.text()
    chosen = a.truth()


class FileData(Answer):
    """A stored file (附件)."""

    id = a.text()
    name = a.text()
    content_type = a.text()


class MaterialRowData(Answer):
    """A row of the materials grid; send {code: {state, attachments, certificate, note}}."""

    code = a.text()
    label = a.text()
    necessity = a.text("main 主审要件 | promise 可容缺 | statement 承诺说明")
    needed = a.truth()
    state = a.text()
    states = a.many(OptionData)
    certificate = a.text()
    note = a.text()
    files = a.many(FileData)


class FieldData(Answer):
    """A visible field with everything a page needs to show it."""

    path = a.text("values 中的路径；__index__ 为新增行 · path in values; __index__: a new row")
    widget = a.text()
    kind = a.text()
    label = a.text()
    help = a.text()
    unit = a.text()
    note = a.text()
    required = a.truth()
    readonly = a.truth()
    value = a.text()
    ticked = a.truth()
    options = a.many(OptionData)
    files = a.many(FileData)
    materials = a.many(MaterialRowData)
    can_add_rows = a.truth()
    html = a.text()


class FormData(Answer):
    """A form: the designer's JSON, what was typed so far, and what it comes to here."""

    key = a.text()
    title = a.text()
    form_js = a.anything("form-js JSON（schemaVersion 19），原样 · as it was designed")
    values = a.anything("草稿加默认值 · the draft, with defaults")
    inputs = a.many(FieldData, "按此刻的值算出的可见字段 · the visible fields, options worked out")
    hidden = a.texts("此刻隐藏的路径 · paths hidden for these values")


class UploadArgs(ma.Schema):
    """One file."""

    file = fields.Raw(required=True, metadata={"type": "string", "format": "binary"})


class AttachmentData(FileData):
    """A kept file; name its id in the values of a form."""

    size_bytes = a.number()
    sha256 = a.text()
    taken = a.anything(
        "照片的拍摄时间和地点 · of a photo: at, latitude, longitude, accuracy_m, by",
        allow_none=True,
    )
