"""The outbox (发件箱), and answers to calls."""

import marshmallow as ma

from web.api import fields as a
from web.api.schemas.parts import Answer


class OutboxRow(Answer):
    """An effect that is laid aside, or failed and is tried again."""

    id = a.number()
    key = a.text("幂等键 · its idempotency key")
    kind = a.text("mail | webhook | call")
    case = a.text("办件编号 · number of the case", null=True)
    state = a.text("waiting | dead")
    attempts = a.number()
    last_error = a.text()
    due_at = a.instant("下次重试 · the next try")


class OutboxData(Answer):
    """What could not be sent."""

    rows = a.many(OutboxRow)


class QuietHoursData(ma.Schema):
    """Quiet hours of mail (免打扰时段); both times empty: none."""

    begins = a.key("21:00", data_key="from", required=True)
    ends = a.key("08:00", data_key="until", required=True)
    days_off = a.truth("休息日全天免打扰 · days off are quiet all day")


class AnswerArgs(ma.Schema):
    """What a service answers: its values, or the code of an error."""

    values = a.anything("写到 case.<环节> · written to case.<element>", load_default=dict)
    error = a.key(
        "错误代码，由流程图的错误边界事件接住 · code of an error the diagram catches",
        load_default=None,
        allow_none=True,
    )


class AnsweredData(Answer):
    """The case whose step was answered."""

    case = a.text("办件编号 · its number")
    state = a.text("open | closed")
