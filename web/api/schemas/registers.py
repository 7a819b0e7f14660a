"""Experts, draws, projects, organisations and problem items."""

from marshmallow import Schema, validate
from marshmallow import fields as ma_fields

from engine.draw_replies import REPLIES
from web.api import fields as a
from web.api.schemas.cases import CaseRow
from web.api.schemas.parts import Answer, Name, PageData


class ExpertsArgs(Schema):
    """Which experts are asked for."""

    q = a.key("姓名、编号、单位或代码 · name, number, unit or code", load_default="")
    speciality = a.key("专业代码 · key of a speciality", load_default="")
    state = a.text(load_default="", validate=validate.OneOf(["", "current", "ended"]))


class ExpertArgs(Schema):
    """An expert as entered."""

    id = a.key("留空由系统编号 · empty: the next number is given", load_default="")
    name = a.text(required=True)
    unit = a.text(required=True)
    unit_code = a.text("统一社会信用代码", required=True)
    title = a.text(load_default="")
    mobile = a.text(load_default="")
    specialities = a.texts("专业代码 · keys of specialities", required=True)
    until_on = a.text("最后一日 YYYY-MM-DD · the last day in the register", load_default="")


class ExpertData(Answer):
    """An expert of the register; the mobile number is masked."""

    id = a.text()
    name = a.text()
    unit = a.text()
    unit_code = a.text()
    title = a.text()
    mobile = a.text("已脱敏 · masked")
    specialities = a.many(Name)
    until_on = a.day()
    is_current = a.truth("现在可以抽取 · may be drawn now")


class ExpertsData(Answer):
    """Experts by number."""

    rows = a.many(ExpertData)


class SeatData(Answer):
    """A seat of a draw; the expert's name is empty before the day."""

    number = a.number()
    field = a.text("专业 · speciality")
    name = a.text()
    unit = a.text()
    title = a.text()
    is_vacant = a.truth()
    reply = a.text("accepted，或空 · or empty while none is known")
    redrawn = a.number("递补次数 · how often somebody followed")


class DrawData(Answer):
    """A draw of experts (专家抽取)."""

    id = a.number()
    case_number = a.text()
    step = a.text()
    reveal_on = a.text("自该日起公布姓名 · names are shown from this day on")
    is_revealed = a.truth()
    seats = a.many(SeatData)
    commitment = a.anything("抽取时写入留痕的校验值 · what the record committed to")
    differences = a.texts("按记录重做后的不同 · where repeating it differs; [] when it does not")
    log = a.anything(
        "公布后：种子、名单、次序、答复 · the whole log, once revealed", allow_none=True
    )


class DrawsData(Answer):
    """The draws of a case."""

    rows = a.many(DrawData)


class ReplyArgs(Schema):
    """What an expert replied."""

    seat = ma_fields.Integer(required=True, strict=True, validate=validate.Range(min=1, max=99))
    reply = a.text(required=True, validate=validate.OneOf(list(REPLIES)))
    reason = a.text("不能参加的须写明 · required for a refusal", load_default="")


class PhotoData(Answer):
    """A photo, with when and where it was taken as far as it is known."""

    url = a.text()
    name = a.text()
    taken = a.text()


class ProblemData(Answer):
    """A problem item of a case (问题项)."""

    number = a.number()
    text = a.text()
    clause = a.text()
    place = a.text()
    severity = a.text()
    department = a.text()
    due = a.text()
    is_overdue = a.truth()
    state = a.text("open | rectifying | answered | closed")
    state_text = a.text()
    round = a.number()
    answer = a.text()
    recheck_reason = a.text()
    extension = a.text()
    photos = a.many(PhotoData)
    answer_photos = a.many(PhotoData)


class ProblemsData(Answer):
    """The problem items of a case, those not struck off first."""

    rows = a.many(ProblemData)


class ProjectsArgs(Schema):
    """Which projects are asked for."""

    q = a.key("项目代码、名称或建设单位 · code, name or developer", load_default="")
    page = ma_fields.Integer(load_default=1, validate=validate.Range(min=1, max=1_000_000))


class ProjectRow(Answer):
    """A project by its 项目代码."""

    code = a.text()
    name = a.text()
    developer = a.text()
    developer_code = a.text()


class ProjectsData(PageData):
    """One page of projects."""

    rows = a.many(ProjectRow)


class PartyData(Answer):
    """An organisation and what it is in the project."""

    role = a.text()
    code = a.text()
    name = a.text()
    grade = a.text("信用等级 · credit grade")


class ProjectData(ProjectRow):
    """A project with its parties and all its cases."""

    parties = a.many(PartyData)
    cases = a.many(CaseRow)


class OrganisationData(Answer):
    """An organisation with its projects and cases."""

    code = a.text()
    name = a.text()
    role = a.text()
    qualification = a.text()
    credit_grade = a.text()
    projects = a.many(ProjectRow)
    cases = a.many(CaseRow)
