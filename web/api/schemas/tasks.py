"""Tasks (任务) in lists and with their form; what people send to them."""

import marshmallow as ma
from marshmallow import validate

from web.api import fields as a
from web.api.schemas.clocks import ClockData
from web.api.schemas.forms import FormData
from web.api.schemas.parts import Answer, Name, PageArgs, PageData, Somebody

MOST_OVERRIDES = 100


class TaskRef(Answer):
    """A task by its name and holder."""

    id = a.text()
    kind = a.text("user 任务 | message 收到的消息")
    name = a.text()
    element = a.text()
    item = a.text(null=True)
    holder = a.one(Somebody, null=True)


class TaskRow(TaskRef):
    """A task as lists show it (任务)."""

    state = a.text("open | completed | cancelled")
    case_number = a.text()
    case_title = a.text()
    applicant = a.text()
    matter = a.one(Name)
    section = a.one(Name)
    post = a.one(Name)
    opened_at = a.instant(null=False)
    claimed_at = a.instant()
    ended_at = a.instant()
    completed_by = a.one(Somebody, null=True)
    may_claim = a.truth("可签收 · you may claim it")
    may_complete = a.truth("可办理 · you hold it, or its post while nobody does")
    clock = a.one(ClockData, null=True, about="本环节或承诺时限 · the step's or the promised clock")
    statutory = a.one(ClockData, null=True, about="法定时限 · the statutory clock")


class TaskData(TaskRow):
    """A task with its form."""

    form = a.one(FormData, null=True)
    draft_at = a.instant("草稿时间 · when the draft was kept")


class TasksArgs(PageArgs):
    """Which list of tasks is asked for."""

    tab = a.text(
        "todo 我的待办 · pool 待签收 · done 已办",
        load_default="todo",
        validate=validate.OneOf(["todo", "pool", "done"]),
    )


class TasksData(PageData):
    """One page of tasks."""

    rows = a.many(TaskRow)


class ValuesArgs(ma.Schema):
    """What a person typed."""

    values = a.anything("按表单的字段 · by the form's fields", required=True)


class CompleteArgs(ValuesArgs):
    """A filled form."""

    overrides = a.texts(
        "校验码不符而放行的路径（须为负责人或监督员）· paths whose check digit you vouch for",
        load_default=list,
        validate=validate.Length(max=MOST_OVERRIDES),
    )


class ReassignArgs(ma.Schema):
    """Who is to have the task."""

    to = a.key("任该岗的人员 · a holder of the post", required=True)


class DraftData(Answer):
    """When the draft was kept."""

    draft_at = a.instant(null=False)
