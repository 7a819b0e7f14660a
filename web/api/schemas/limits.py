"""Limits (时限规则), their versions, and changes of them."""

import marshmallow as ma
from marshmallow import fields

from web.api import fields as a
from web.api.schemas.effects import LONGEST_REASON, ChangedData, EffectsData, ProposalData
from web.api.schemas.parts import Answer, Name, Somebody


class ExtensionData(Answer):
    """How far a limit may be lengthened (延期)."""

    most = a.number("每次至多 · units each time", null=True)
    times = a.number()
    by = a.text("批准的岗位 · the post that decides")


class RungData(Answer):
    """A rung of a ladder (档); without `left` and `share` it lies at the end."""

    key = a.text()
    level = a.text("warn | yellow | red | none")
    left = a.number(null=True)
    share = fields.Decimal(allow_none=True)
    told = a.texts("告知 · holder, chief, applicant, or a section")


class LimitRuleData(Answer):
    """A limit as it holds today."""

    matter = a.one(Name)
    key = a.text()
    name = a.text()
    kind = a.text("statutory | promised | step")
    amount = a.text("7WD…，“=”后为表达式 · FEEL after =")
    unit = a.text("WD | ND | MO | YR | NH | WH")
    start = a.text("起算事实 · FEEL")
    ends = a.text("midnight | office_close")
    law = a.text("时限目录的行 · its row of the catalogue")
    article = a.text()
    mark = a.text("V 已核对 | K 待核对 | U 地方规定")
    stop = a.texts("停表事由 · grounds that stop it")
    extension = a.one(ExtensionData, null=True)
    ladder = a.many(RungData)
    from_on = a.day("现行版本的生效日 · since when", null=False)


class LimitsData(Answer):
    """Limits of one matter or of all."""

    rows = a.many(LimitRuleData)


class VersionData(Answer):
    """One version of a limit."""

    id = a.number()
    number = a.number()
    from_on = a.day(null=False)
    rule = a.anything("limits.toml 中的一表 · a table of limits.toml")
    reach = a.text("keep | since | all")
    reason = a.text()
    changed_by = a.one(Somebody, null=True)
    changed_at = a.instant(null=False)
    approved_by = a.one(Somebody, null=True)
    taken_back_at = a.instant()
    taken_back_by = a.one(Somebody, null=True)
    taken_back_reason = a.text()


class LimitPageData(LimitRuleData):
    """A limit with all its versions, the newest first."""

    versions = a.many(VersionData)


class StatuteData(Answer):
    """A statutory limit of the catalogue (时限目录)."""

    id = a.text()
    matter = a.text("事项代码，* 为全部 · code of the matter")
    name = a.text()
    amount = a.text()
    start = a.text()
    direction = a.text("F 向后 | B 倒推 | MIN 至少 · forward, backward, minimum")
    stop = a.text()
    extend = a.text()
    article = a.text("今天的条文 · as cited today")
    mark = a.text("V 已核对 | K 待核对 | U 地方规定")
    consequence = a.text()


class CatalogueData(Answer):
    """Every statutory limit."""

    rows = a.many(StatuteData)


class LimitsArgs(ma.Schema):
    """Whose limits are asked for."""

    matter = a.key("事项 · key of the matter", load_default="")


class CompareArgs(ma.Schema):
    """The versions to compare, by id."""

    old = fields.Integer(required=True)
    new = fields.Integer(required=True)


class ComparedData(Answer):
    """The entries in which two versions differ."""

    entries = a.many(ChangedData)


class DraftArgs(ma.Schema):
    """A change of a limit from a day on; an entry set to null is removed."""

    changes = a.anything(
        "amount、stop、extension、ladder、article… · entries of its table", required=True
    )
    from_on = a.day("生效日 · from this day on", null=False, required=True)
    reach = a.text(
        "在办件：keep 不变、since 生效日及以后起算的、all 全部 · which open cases follow",
        load_default="keep",
    )


class ChangeArgs(DraftArgs):
    """A change with its reason."""

    reason = fields.String(required=True, validate=ma.validate.Length(max=LONGEST_REASON))


class PreviewData(EffectsData):
    """What a change would do, with the entries it alters."""

    entries = a.many(ChangedData)


class MadeData(Answer):
    """The version or notice that was made, or the proposal that waits for a second person."""

    version = a.one(VersionData, null=True)
    proposal = a.one(ProposalData, null=True)
