"""Acts on a case (撤件, 中止, 恢复, 终止, 更正): asked for by one person, decided by another."""

import marshmallow as ma
from marshmallow import validate

from engine.act_judging import DECISIONS
from engine.act_rules import KINDS
from web.api import fields as a
from web.api.schemas.parts import Answer, Somebody


class GroundData(Answer):
    """A ground of the matter's closed list."""

    key = a.text()
    name = a.text()
    article = a.text("依据 · source")
    mark = a.text("V 已核对 | K 待核对 | U 地方规定")


class FactToCorrect(Answer):
    """A fact that live clocks count from."""

    fact = a.text()
    label = a.text()
    value = a.text("现在的记载 · as it is now")


class OfferedActData(Answer):
    """An act you may ask for now."""

    kind = a.text(" | ".join(KINDS))
    grounds = a.many(GroundData)
    facts = a.many(FactToCorrect, "更正用 · for a correction")


class ActData(Answer):
    """An act that was asked for."""

    id = a.number()
    kind = a.text(" | ".join(KINDS))
    ground = a.text()
    ground_name = a.text()
    reason = a.text()
    basis = a.text("所依据的文书 · the paper it rests on")
    attachment = a.text("附件 · id of its file", null=True)
    details = a.anything("预计日数，或更正的事实及新旧值 · days told, or the fact with old and new")
    asked_by = a.one(Somebody, null=True)
    asked_at = a.instant(null=False)
    decision = a.text("approved | refused", null=True)
    decided_by = a.one(Somebody, null=True)
    decided_at = a.instant()
    decided_reason = a.text()
    document_number = a.text("告知申请人的文书 · paper that told the applicant", null=True)
    may_decide = a.truth("您现在可以决定 · you may decide it now")


class ActsData(Answer):
    """The acts of a case, the newest first, and those you may ask for."""

    rows = a.many(ActData)
    offered = a.many(OfferedActData)


class ActArgs(ma.Schema):
    """What is asked for."""

    kind = a.text(" | ".join(KINDS), required=True, validate=validate.OneOf(KINDS))
    ground = a.key("事由 · key of a ground", load_default="")
    reason = a.text("理由", load_default="")
    basis = a.text("文书名称或文号 · name or number of a paper", load_default="")
    attachment = a.key("附件 · id of a file", load_default=None, allow_none=True)
    days = a.number("中止：预计工作日 · working days told", load_default=None, null=True)
    fact = a.key("更正：事实 · the fact", load_default="")
    new = a.key("更正为 · its new value, a day or a moment", load_default="")


class ActDecisionArgs(ma.Schema):
    """How an act is decided."""

    decision = a.text(" | ".join(DECISIONS), required=True, validate=validate.OneOf(DECISIONS))
    reason = a.text("不批准须写明 · demanded of a refusal", load_default="")
