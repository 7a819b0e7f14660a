"""Cases (办件) in lists and whole, with timeline, papers, cards and record."""

from marshmallow import validate

from web.api import fields as a
from web.api.schemas.clocks import ClockData, ExplainedClockData
from web.api.schemas.messages import MessageRef
from web.api.schemas.parts import Answer, Name, PageArgs, PageData, Somebody
from web.api.schemas.submissions import SubmissionData
from web.api.schemas.tasks import CompleteArgs, TaskRef, TaskRow


class CaseRow(Answer):
    """A case as lists show it (办件)."""

    number = a.text()
    title = a.text()
    matter = a.one(Name)
    state = a.text("open | closed")
    state_text = a.text()
    outcome = a.one(Name, null=True)
    applicant = a.text()
    project_code = a.text(null=True)
    opened_at = a.instant(null=False)
    closed_at = a.instant()
    suspended_at = a.instant("中止自何时起；null：没有中止 · since when it is suspended")
    open_tasks = a.many(TaskRef)
    clocks = a.many(ClockData, "在走的计时，法定在前 · clocks that run, the statutory first")


class CasesArgs(PageArgs):
    """Which cases are asked for."""

    state = a.text(load_default="", validate=validate.OneOf(["", "open", "closed"]))
    outcome = a.key("办结结果 · key of an outcome", load_default="")


class CasesData(PageData):
    """One page of cases."""

    rows = a.many(CaseRow)


class StartArgs(CompleteArgs):
    """An application."""

    matter = a.key("事项 · key of the matter", required=True)


class CompletedData(Answer):
    """A completed task and where its case stands now."""

    task = a.one(TaskRow)
    case = a.one(CaseRow)


class FactData(Answer):
    """A labelled value of the case."""

    label = a.text()
    value = a.text()


class EntryData(Answer):
    """An entry of the timeline."""

    number = a.number()
    at = a.instant(null=False)
    kind = a.text()
    phase = a.text()
    title = a.text()
    text = a.text()
    element = a.text(null=True)
    level = a.text("none | warn | yellow | red")
    person = a.one(Somebody, null=True)


class DocumentData(Answer):
    """A paper the case produced (文书)."""

    id = a.number()
    key = a.text()
    title = a.text()
    number = a.text()
    issued_on = a.day(null=False)
    sha256 = a.text()


class DocumentPageData(DocumentData):
    """A paper with its page as it was issued."""

    html = a.text()


class CardData(Answer):
    """A yellow or red card (黄牌 红牌)."""

    id = a.number()
    colour = a.text("yellow | red")
    limit_name = a.text()
    article = a.text()
    at = a.instant("到档的法定时刻 · the legal instant of its rung", null=False)
    at_text = a.text("2026-11-10 24:00")
    section = a.one(Name, null=True)
    person = a.one(Somebody, null=True)
    reason = a.text(null=True)
    reason_due_on = a.day()


class MaterialData(Answer):
    """A needed material with what the case has of it."""

    code = a.text()
    name = a.text()
    necessity = a.text("main | promise | statement")
    necessity_text = a.text()
    state = a.text("supplied | shared | promised | missing")
    state_text = a.text()
    number = a.text("共享证照编号 · number of the shared certificate")
    attachments = a.texts("附件 · ids of its files")


class CaseData(CaseRow):
    """A case with everything its page shows."""

    version = a.number("流程版本 · version of the definition")
    definition = a.text("sha256")
    applicant_code = a.text(null=True)
    facts = a.many(FactData)
    tasks = a.many(TaskRow, "在办的在前 · open ones first")
    clocks = a.many(ExplainedClockData)
    timeline = a.many(EntryData)
    messages = a.many(MessageRef, "可先行提交的消息 · messages you may send already")
    submissions = a.many(SubmissionData, "最近的在前 · newest first")
    materials = a.many(MaterialData)
    documents = a.many(DocumentData)
    cards = a.many(CardData)


class RecordData(Answer):
    """An entry of the record (留痕)."""

    number = a.number()
    kind = a.text()
    kind_text = a.text()
    at = a.instant("事实发生 · when the fact counts from", null=False)
    written_at = a.instant("记录 · when it was written", null=False)
    person = a.one(Somebody, null=True)
    element = a.text(null=True)
    body = a.anything()
    previous_hash = a.text()
    hash = a.text()


class RecordsData(Answer):
    """A case's record, and whether its chain is whole."""

    rows = a.many(RecordData)
    intact = a.truth()
    first_break = a.number("第一处断裂 · number of the first entry that does not fit", null=True)
