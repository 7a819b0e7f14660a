"""Urging (催办) and orders of supervision (督办)."""

import marshmallow as ma
from marshmallow import validate

from web.api import fields as a
from web.api.schemas.parts import Answer, Somebody


class UrgeData(Answer):
    """A reminder, or an order with its last day and its answer."""

    id = a.number()
    kind = a.text("urge | order")
    person = a.one(Somebody, null=True, about="被催办、督办的人 · whom it names")
    text = a.text()
    by = a.one(Somebody, null=True)
    made_at = a.instant(null=False)
    due_on = a.day("督办期限 · last day of an order")
    answer = a.text(null=True)
    answered_at = a.instant()


class UrgesData(Answer):
    """Everything a case was urged and ordered, the newest first."""

    rows = a.many(UrgeData)


class UrgeArgs(ma.Schema):
    """A reminder; an order when it has a last day."""

    person = a.key("经办人 · who is to act", required=True)
    text = a.text("要求 · what is asked for", required=True, validate=validate.Length(max=500))
    due_on = ma.fields.Date(
        allow_none=True,
        load_default=None,
        metadata={"description": "有期限的是督办 · an order has a last day"},
    )


class OrderAnswerArgs(ma.Schema):
    """What was done about an order."""

    text = a.text(required=True, validate=validate.Length(max=1000))
