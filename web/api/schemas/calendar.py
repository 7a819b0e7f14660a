"""The working calendar (工作日历) and the notices that change it."""

import marshmallow as ma
from marshmallow import fields

from web.api import fields as a
from web.api.schemas.effects import LONGEST_REASON, EffectsData, ProposalData
from web.api.schemas.parts import Answer, Somebody

#: Ten times the longest notice.
LONGEST_NOTICE = 100_000


class SpecialDayData(Answer):
    """A day that differs from the plain week."""

    day = a.day(null=False)
    kind = a.text("rest 休 | work 班")
    name = a.text()
    notice = a.text("文号 · number of the notice")


class YearData(Answer):
    """One year of the calendar of a region."""

    year = a.number()
    region = a.text("行政区划代码，空为本局所在地 · code of the region")
    provisional = a.truth("暂定：放假安排未公布 · its notice is still missing")
    working_days = a.number()
    days = a.many(SpecialDayData)


class YearArgs(ma.Schema):
    """Whose calendar is asked for."""

    region = a.key("行政区划代码 · code of the region", load_default="")


class NoticeArgs(ma.Schema):
    """A notice: of the whole country with its year, or of one region."""

    number = fields.String(required=True, validate=ma.validate.Length(max=120))
    year = fields.Integer(
        load_default=None, allow_none=True, validate=ma.validate.Range(min=2004, max=9998)
    )
    region = a.key("地方通知的行政区划代码 · code of the region it lies over", load_default="")
    text = fields.String(
        required=True,
        validate=ma.validate.Length(max=LONGEST_NOTICE),
        metadata={
            "description": "每行一日，或年度 JSON 文件 · a day a line, or a year file in JSON"
        },
    )


class ApplyNoticeArgs(NoticeArgs):
    """A notice with why it is applied."""

    reason = fields.String(required=True, validate=ma.validate.Length(max=LONGEST_REASON))


class MoveData(Answer):
    """An open clock whose last day a notice moves or makes firm."""

    case = a.text()
    limit = a.text()
    name = a.text()
    old_on = a.day()
    new_on = a.day()
    was_provisional = a.truth()
    is_provisional = a.truth()


class NoticePreviewData(EffectsData):
    """What a notice would do."""

    days = a.many(SpecialDayData)
    moves = a.many(MoveData)


class NoticeData(Answer):
    """A notice applied here."""

    id = a.number()
    number = a.text()
    year = a.number(null=True)
    region = a.text()
    days = a.many(SpecialDayData)
    reason = a.text()
    applied_by = a.one(Somebody, null=True)
    applied_at = a.instant(null=False)
    approved_by = a.one(Somebody, null=True)
    taken_back_at = a.instant()
    taken_back_by = a.one(Somebody, null=True)
    taken_back_reason = a.text()


class NoticesData(Answer):
    """Every notice applied here, the newest first."""

    rows = a.many(NoticeData)
    missing_year = a.number("十月起尚无通知的下一年 · next year without notice", null=True)


class NoticeMadeData(Answer):
    """The notice that was applied, or the proposal that waits for a second person."""

    notice = a.one(NoticeData, null=True)
    proposal = a.one(ProposalData, null=True)
