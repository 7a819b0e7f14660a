"""What a draft would do (推演), and changes that wait for a second person."""

import marshmallow as ma
from marshmallow import fields

from web.api import fields as a
from web.api.schemas.parts import Answer, Name, Somebody

LONGEST_REASON = 500


class ReasonArgs(ma.Schema):
    """Why something is done."""

    reason = fields.String(required=True, validate=ma.validate.Length(max=LONGEST_REASON))


class TurnData(Answer):
    """An open clock that would show something else."""

    clock = a.number("计时 · id of the clock")
    case = a.text("办件编号 · number of the case")
    title = a.text()
    limit = a.text()
    item = a.text("并联的一份 · item of a multi-instance")
    old_level = a.text("green | warn | yellow | red | stopped")
    new_level = a.text()
    old_on = a.day()
    new_on = a.day()
    was_provisional = a.truth()
    is_provisional = a.truth("改后暂定 · rests on a year without notice")
    is_worse = a.truth()
    person = a.one(Somebody, null=True)
    section = a.one(Name, null=True)


class TallyData(Answer):
    """How many open clocks of one group turn."""

    key = a.text()
    name = a.text()
    total = a.number()
    worse = a.number()
    better = a.number()
    levels = fields.Dict(keys=fields.String(), values=fields.Integer())


class PastData(Answer):
    """What a period came to for one limit."""

    number = a.number("办结数 · how many ended")
    on_time = a.number()
    rate = fields.Float(allow_none=True, metadata={"description": "按时率 · share in time"})
    average = fields.Float(allow_none=True, metadata={"description": "平均用时 · in its unit"})
    yellow = a.number()
    red = a.number()


class ReplayData(Answer):
    """One limit over the last year, as it was and as it would have been."""

    matter = a.text()
    limit = a.text()
    name = a.text()
    was = a.one(PastData)
    would_be = a.one(PastData)


class EffectsData(Answer):
    """What a draft would do to open clocks, and would have done to the last year."""

    running = a.number("受影响范围内在计的计时 · clocks that run")
    turning = a.number()
    worse = a.number()
    turns = a.many(TurnData)
    by_matter = a.many(TallyData)
    by_section = a.many(TallyData)
    by_person = a.many(TallyData)
    replays = a.many(ReplayData)


class ChangedData(Answer):
    """An entry in which two versions differ."""

    field = a.text()
    old = fields.Raw(allow_none=True)
    new = fields.Raw(allow_none=True)


class ProposalData(Answer):
    """A change that waits for a second person, or waited (待批准)."""

    id = a.number()
    kind = a.text("limit | notice")
    content = a.anything("草案 · the draft")
    reason = a.text()
    made_by = a.one(Somebody, null=True)
    made_at = a.instant(null=False)
    state = a.text("waiting | approved | refused | withdrawn")
    decided_by = a.one(Somebody, null=True)
    decided_at = a.instant()
    decided_reason = a.text()
    result = a.number("生效后的版本或通知 · the version or notice it became", null=True)


class ProposalsData(Answer):
    """What waits for a second person."""

    rows = a.many(ProposalData)
