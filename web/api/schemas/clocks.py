"""Clocks (计时) with what they show, and the count behind them."""

from datetime import UTC, datetime

import marshmallow as ma
from marshmallow import fields, validate

from web.api import fields as a
from web.api.schemas.parts import Answer

#: Later days could never be counted to, and a demo's clock never goes back.
LAST_MOMENT = datetime(2100, 1, 1, tzinfo=UTC)


class StopData(Answer):
    """A legal stop of a clock (停表)."""

    ground = a.text()
    ground_name = a.text()
    document_number = a.text(null=True)
    stopped_at = a.instant(null=False)
    resumed_at = a.instant("null：仍在停表 · null while it stands")


class LampData(Answer):
    """What a clock shows on a screen."""

    level = a.text("green | warn | yellow | red | stopped | none")
    text = a.text()


class ClockData(Answer):
    """A limit running for a case (计时); used and left are counted at this moment."""

    id = a.number()
    limit = a.text("时限 · key of the limit")
    name = a.text()
    kind = a.text("statutory 法定 | promised 承诺 | step 步骤")
    article = a.text("依据 · source")
    mark = a.text("V 已核对 | K 待核对 | U 地方规定")
    element = a.text("环节 · the element it hangs on")
    item = a.text("并联的一份 · item of a multi-instance", null=True)
    amount = a.text("7WD、30ND…")
    extensions = fields.List(fields.Integer())
    state = a.text("running | suspended | ended")
    level = a.text("已到的最重一档 · worst rung reached: none | warn | yellow | red")
    lamp = a.one(LampData)
    start_on = a.day(null=False)
    last_on = a.day("最后一日；停表时为 null · last day; null while stopped")
    due_at = a.instant("逾期的第一刻 · the first moment that is late; null while stopped")
    used = a.number(null=True)
    remaining = a.number(null=True)
    overdue = a.number(null=True)
    provisional = a.truth("暂定：所涉年度的放假安排未公布 · a holiday notice is still missing")
    last_on_if_resumed = a.day("若今日恢复 · the last day if it were resumed today")
    ended_at = a.instant()
    stops = a.many(StopData)


class DayData(Answer):
    """One calendar day of a count."""

    date = fields.String(metadata={"format": "date"})
    weekday = a.text()
    kind = a.text("start | counted | rest | stop | roll | overdue")
    number = a.number(
        "时限的第几日；不计为 null · which day of the limit; null when not counted", null=True
    )
    reason = a.text()


class ExplanationData(Answer):
    """Why a clock is due that day."""

    header = a.texts()
    rows = a.many(DayData)
    summary = a.text()


class ExplainedClockData(ClockData):
    """A clock with its count, day by day."""

    explanation = a.one(ExplanationData)


class ClockArgs(ma.Schema):
    """The moment to which the demo's clock is moved."""

    now = a.instant(
        "带时区，只能向前 · with offset, forward only",
        null=False,
        required=True,
        validate=validate.Range(max=LAST_MOMENT, error="Must be before {max:%Y}."),
    )


class DemoClockData(Answer):
    """The demo's present and what comes next."""

    now = a.instant(null=False)
    next_due_at = a.instant("下一档 · the next rung or timer")


class MovedClockData(DemoClockData):
    """The demo's new present."""

    moved = a.number("有变化的办件数 · how many cases moved")
