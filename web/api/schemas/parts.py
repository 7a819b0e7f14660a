"""What several answers share: names, persons, problems, pages."""

import marshmallow as ma
from marshmallow import fields, validate

from web.api import fields as a


class Answer(ma.Schema):
    """Something the API gives; readers bear with more than is described."""

    class Meta:
        """Options of marshmallow."""

        unknown = ma.EXCLUDE


class Name(Answer):
    """A thing by its key and its name in the language of the request."""

    key = a.text()
    name = a.text()


class Somebody(Answer):
    """A person (人员)."""

    id = a.text("登录名 · sign-in name")
    name = a.text()


class Message(Answer):
    """A message in both languages."""

    zh = a.text()
    en = a.text()


class ProblemSchema(Answer):
    """An error, by RFC 9457 (application/problem+json)."""

    type = a.text("urn:banjie:<code>")
    title = a.text()
    status = fields.Integer(metadata={"description": "HTTP 状态 · HTTP status"})
    detail = a.text("说明，语言随 Accept-Language · what happened and what to do")
    code = a.text("不变的代码 · the code that never changes")
    errors = fields.Dict(
        keys=fields.String(),
        values=fields.List(fields.Nested(Message)),
        metadata={"description": "按字段路径 · by path of the field, such as units.0.name"},
    )
    overridable = a.texts("负责人可放行的路径 · paths a chief or supervisor may let pass")


class PageArgs(ma.Schema):
    """Which part of a list is asked for."""

    q = a.key("办件编号、标题或申请单位 · number, title or applicant", load_default="")
    matter = a.key("事项 · key of the matter", load_default="")
    page = fields.Integer(load_default=1, validate=validate.Range(min=1, max=1_000_000))


class PageData(Answer):
    """How many there are, and which part this is."""

    total = a.number("最多数到 1000，即“多于 999” · counted up to 1000, which means over 999")
    page = a.number()
    pages = a.number("已知的页数 · how many pages are known of")
