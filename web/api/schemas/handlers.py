"""Several handlers of a step (会签与表决), recusal (回避), who reads closed cases (在案人员)."""

import marshmallow as ma
from marshmallow import fields, validate

from engine.reasons import LONGEST
from web.api import fields as a
from web.api.schemas.parts import Answer, Somebody


class NamedData(Answer):
    """One of those called, and what became of it."""

    person = a.one(Somebody)
    vote = a.text("yes | no | abstain | acted | absent | recused | waiting")
    reason = a.text()


class RoundData(Answer):
    """A step that several do: the newest round."""

    element = a.text()
    name = a.text()
    is_vote = a.truth("表决 · whether it is voted on")
    is_open = a.truth("尚有人未办 · whether somebody may still act")
    eligible = a.number("应到 · called, without who keeps away")
    present = a.number("已办理 · who acted")
    absent = a.number()
    recused = a.number()
    waiting = a.number()
    yes = a.number()
    no = a.number()
    abstain = a.number()
    share = fields.Float(metadata={"description": "同意的比例 · part of those called who agreed"})
    quorum_met = a.truth()
    passed = a.truth()
    named = a.many(NamedData)


class RoundsData(Answer):
    """The steps of a case that several do."""

    rows = a.many(RoundData)


class ReaderData(Answer):
    """A person or post that a closed case is open to, or shut to."""

    person = a.one(Somebody, null=True)
    post = a.text("科室/岗位 · section/post", null=True)
    how = a.text("opened | held | added | supervises | recused")
    reason = a.text()
    since = a.instant(null=False)


class ReadersData(Answer):
    """Who a closed case is open to; nobody is named of an open one."""

    is_closed = a.truth()
    rows = a.many(ReaderData)


class AwayArgs(ma.Schema):
    """Why."""

    reason = a.text(required=True, validate=validate.Length(max=LONGEST))


class ConcernedArgs(AwayArgs):
    """Who, and why."""

    person = a.key("登录名 · sign-in name", required=True)
