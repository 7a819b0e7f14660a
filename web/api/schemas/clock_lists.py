"""Running clocks in a list, stops, cards, and whether stored clocks are what they derive to."""

import marshmallow as ma
from marshmallow import fields, validate

from web.api import fields as a
from web.api.schemas.cases import CardData
from web.api.schemas.clocks import ClockData, ExplainedClockData, StopData
from web.api.schemas.effects import LONGEST_REASON
from web.api.schemas.parts import Answer, Name, PageData, Somebody

LEVELS = ("", "red", "yellow", "warn", "green", "stopped")


class ClocksArgs(ma.Schema):
    """Which clocks are asked for."""

    matter = a.key(load_default="")
    section = a.key("持有科室 · section that holds the work", load_default="")
    person = a.key("办理人 · who holds the work", load_default="")
    lamp = fields.String(load_default="", validate=validate.OneOf(LEVELS))
    page = fields.Integer(load_default=1, validate=validate.Range(min=1, max=1_000_000))


class RunningClockData(ClockData):
    """A running clock with its case and who holds the work."""

    case = a.text("办件编号 · number of the case")
    title = a.text()
    matter = a.one(Name)
    person = a.one(Somebody, null=True)
    section = a.one(Name, null=True)


class ClocksData(PageData):
    """Running clocks, the most urgent first."""

    rows = a.many(RunningClockData)
    levels = fields.Dict(keys=fields.String(), values=fields.Integer())


class ClockPageData(ExplainedClockData):
    """One clock with its case and its count, day by day."""

    case = a.text("办件编号 · number of the case")
    title = a.text()


class DifferenceData(Answer):
    """A stored projection that its facts do not give."""

    clock = a.number()
    case = a.number()
    limit = a.text()
    field = a.text()
    stored = a.text()
    derived = a.text()


class DifferencesData(Answer):
    """Every difference; none is right."""

    rows = a.many(DifferenceData)


class RebuiltData(Answer):
    """What a rebuild came to."""

    marked = a.number("待重算 · clocks marked")
    recounted = a.number("本次已重算，其余分批进行 · recounted now; the rest follow in batches")


class StopsArgs(ma.Schema):
    """Which stops are asked for."""

    state = fields.String(load_default="open", validate=validate.OneOf(("open", "ended", "all")))
    page = fields.Integer(load_default=1, validate=validate.Range(min=1, max=1_000_000))


class StopRowData(StopData):
    """A stop with its case, who asked for it and who approved it."""

    id = a.number()
    case = a.text()
    told = a.text("告知的所需时间 · the time told to the applicant")
    asked_by = a.one(Somebody, null=True)
    approved_by = a.one(Somebody, null=True)
    limits = a.texts("停着的时限 · the limits it holds")


class StopsData(PageData):
    """Stops, the newest first."""

    rows = a.many(StopRowData)


class CardsArgs(ma.Schema):
    """Which cards are asked for."""

    state = fields.String(
        load_default="",
        validate=validate.OneOf(("", "red", "yellow", "answered", "revoked")),
        metadata={"description": "red、yellow 为待说明的 · red and yellow: no reason yet"},
    )
    page = fields.Integer(load_default=1, validate=validate.Range(min=1, max=1_000_000))


class CardRowData(CardData):
    """A card with its case, its appeal and whether it stands."""

    case = a.text()
    title = a.text()
    reason_by = a.one(Somebody, null=True)
    appeal_until = a.day("申诉的最后一日 · last day to appeal")
    appeal = a.text("申诉 · what was said against it", null=True)
    decision = a.text("upheld | revoked", null=True)
    decided_reason = a.text()
    revoked_at = a.instant()
    revoked_reason = a.text()


class CardsData(PageData):
    """Cards one may see, the newest first."""

    rows = a.many(CardRowData)


class CardReasonArgs(ma.Schema):
    """The reason for a card, or what is said against it."""

    reason = fields.String(required=True, validate=validate.Length(max=LONGEST_REASON * 4))


class DecisionArgs(CardReasonArgs):
    """The decision on an appeal."""

    decision = fields.String(required=True, validate=validate.OneOf(("upheld", "revoked")))
