"""The whole history of a case (全部经过), and an administrator's moves (移动办件)."""

import marshmallow as ma
from marshmallow import fields, validate

from web.api import fields as a
from web.api.schemas.parts import Answer, Somebody


class NodeData(Answer):
    """A node a case came to, with what went on inside of it."""

    number = a.number("先后，未离开的为空 · its place; null while live", null=True)
    activity = a.text()
    element = a.text()
    name = a.text()
    outcome = a.text("completed | cancelled | live")
    ended_at = a.instant()
    person = a.one(Somebody, null=True)
    inside = fields.List(fields.Nested(lambda: NodeData()))


class HistoryData(Answer):
    """The outermost nodes in the order they were left, the live ones last."""

    nodes = a.many(NodeData)


class MovableData(Answer):
    """A live activity and where it could go."""

    activity = a.text()
    element = a.text()
    name = a.text()
    item = a.text("多实例的项 · key of its item", null=True)
    back_to = a.text("退回到的环节 · where a step back leads", null=True)
    can_withdraw = a.truth("可撤销 · whether it can be taken away")
    targets = a.texts("可移到的环节 · elements it can be moved to")


class MovesData(Answer):
    """What can be moved."""

    rows = a.many(MovableData)


class MoveArgs(ma.Schema):
    """A move: which live activities, and how."""

    kind = a.text(
        "back | move | withdraw",
        required=True,
        validate=validate.OneOf(["back", "move", "withdraw"]),
    )
    activities = a.texts(
        "在办环节 · live activities", required=True, validate=validate.Length(min=1)
    )
    element = a.key("移到 · where to, for a move", load_default="")
    reason = a.text("原因，留痕 · why; recorded", required=True, validate=validate.Length(max=1000))
