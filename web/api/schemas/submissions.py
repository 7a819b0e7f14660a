"""Submissions (填报) as people read them."""

import marshmallow as ma
from marshmallow import validate

from web.api import fields as a
from web.api.schemas.forms import FileData
from web.api.schemas.parts import Answer, Somebody

LONGEST_PATH = 200


class LineData(Answer):
    """One filled field."""

    path = a.text()
    label = a.text()
    is_masked = a.truth("个人号码已遮挡 · a personal number with its middle hidden")
    files = a.many(FileData)
    text = a.text()


class SubmissionData(Answer):
    """What a form has accepted."""

    id = a.number()
    element = a.text()
    name = a.text()
    form = a.text()
    item = a.text(null=True)
    person = a.one(Somebody, null=True)
    at = a.instant(null=False)
    lines = a.many(LineData)


class UnmaskArgs(ma.Schema):
    """Which number is asked for."""

    path = a.text(required=True, validate=validate.Length(max=LONGEST_PATH))
