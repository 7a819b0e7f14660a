"""Who is who in the demo town: sections, posts, persons and the periods they hold posts for."""

from dataclasses import dataclass
from datetime import date

#: Region codes begin with 99, which GB/T 2260 does not use: no code here can be a real one.
REGIONS = (
    ("990100", "市本级", "City proper"),
    ("990102", "滨江区", "Binjiang District"),
    ("990103", "高新区", "High-tech Zone"),
)
BUREAU = {
    "name": "江城市工程建设管理局",
    "name_en": "Jiangcheng Construction Administration Bureau",
    "code": "11990100000000019F",
}

#: key, name, English name, whether it is a section of the bureau; in the order of screens.
SECTIONS = (
    ("window", "综合窗口", "Counter", True),
    ("approval", "审批科", "Approval Section", True),
    ("fire", "消防审验科", "Fire Safety Section", True),
    ("quality", "质监科", "Quality Supervision Section", True),
    ("safety", "安监科", "Safety Supervision Section", True),
    ("planning", "市自然资源和规划局", "Natural Resources and Planning Bureau", False),
    ("wage", "市人力资源和社会保障局", "Human Resources and Social Security Bureau", False),
    ("civil_defence", "市国防动员办公室", "National Defence Mobilisation Office", False),
    ("legal", "法制科", "Legal Section", True),
    ("leaders", "局领导", "Bureau Leaders", True),
    ("supervision", "监督室", "Supervision Office", True),
    ("discipline", "机关纪委", "Discipline Committee", True),
    ("personnel", "人事科", "Personnel Section", True),
    ("council", "局党组", "Party Leadership Group", True),
    ("info", "信息科", "Information Section", True),
    ("acceptance", "联合验收科", "Joint Acceptance Section", True),
    ("filing", "备案科", "Filing Section", True),
    ("archives", "市城建档案馆", "Municipal Construction Archive", False),
)
POSTS = (
    ("clerk", "窗口受理员", "Counter clerk"),
    ("handler", "承办人", "Handler"),
    ("reviewer", "审查员", "Reviewer"),
    ("chief", "负责人", "Chief"),
    ("legal_reviewer", "法制审核员", "Legal reviewer"),
    ("deputy_director", "分管副局长", "Deputy director"),
    ("director", "局长", "Director"),
    ("supervisor", "监督员", "Supervisor"),
    ("investigator", "办案人员", "Investigator"),
    ("personnel_officer", "人事干事", "Personnel officer"),
    ("council_member", "党组成员", "Member of the leadership group"),
    ("designer", "流程设计员", "Process designer"),
    ("administrator", "时限管理员", "Limits administrator"),
)

#: Since when the posts are held that nobody changed.
LONG_AGO = date(2025, 1, 1)
LAST_OF_OCTOBER, ROTATED_ON = date(2026, 10, 31), date(2026, 11, 1)
CERTIFIED_UNTIL = date(2028, 12, 31)


@dataclass(frozen=True)
class Served:
    """A post held in a section for a period, both days included."""

    section: str
    post: str
    from_on: date = LONG_AGO
    until_on: date | None = None


@dataclass(frozen=True)
class Staff:
    """A person of the town."""

    id: str
    name: str
    posts: tuple[Served, ...]
    #: Last day of the 执法证; None without one.
    certified_until: date | None = None


def _one(
    person_id: str, name: str, section: str, post: str, certified_until: date | None = None
) -> Staff:
    return Staff(person_id, name, (Served(section, post),), certified_until)


PERSONS = (
    _one("chenting", "陈婷", "window", "clerk"),
    _one("liuyang", "刘洋", "window", "clerk"),
    _one("zhouhong", "周红", "window", "chief"),
    _one("limingyuan", "李明远", "approval", "handler"),
    _one("hexiaoyu", "何晓雨", "approval", "handler"),
    # 轮岗: on 2026-11-01 the two chiefs changed places.
    Staff(
        "zhaoguodong",
        "赵国栋",
        (
            Served("quality", "chief", until_on=LAST_OF_OCTOBER),
            Served("approval", "chief", ROTATED_ON),
        ),
    ),
    Staff(
        "zhengkai",
        "郑凯",
        (
            Served("approval", "chief", until_on=LAST_OF_OCTOBER),
            Served("quality", "chief", ROTATED_ON),
        ),
    ),
    _one("zhouhang", "周航", "fire", "reviewer", CERTIFIED_UNTIL),
    _one("sunlei", "孙磊", "quality", "reviewer", CERTIFIED_UNTIL),
    _one("gaojie", "高洁", "quality", "reviewer", CERTIFIED_UNTIL),
    _one("wugang", "吴刚", "safety", "reviewer", CERTIFIED_UNTIL),
    _one("tianye", "田野", "safety", "reviewer", date(2026, 9, 30)),  # expired: no second officer
    _one("linshu", "林树", "planning", "reviewer"),
    _one("xuqing", "徐青", "wage", "reviewer"),
    _one("dingyong", "丁勇", "civil_defence", "reviewer"),
    _one("fangzheng", "方正", "legal", "legal_reviewer"),
    _one("wanghaibin", "王海滨", "leaders", "deputy_director"),
    _one("songweimin", "宋为民", "leaders", "director"),
    _one("qinlan", "秦岚", "supervision", "supervisor"),
    _one("luyi", "陆毅", "info", "designer"),
    _one("maqian", "马倩", "info", "administrator"),
    _one("shenruoxi", "沈若溪", "acceptance", "handler", CERTIFIED_UNTIL),
    _one("yuanbo", "袁博", "acceptance", "chief", CERTIFIED_UNTIL),
    _one("gumin", "顾敏", "filing", "handler"),
    _one("lisi", "黎思", "archives", "reviewer"),
    _one("hanxue", "韩雪", "discipline", "investigator"),
    _one("guoming", "郭铭", "discipline", "investigator"),
    _one("luomin", "罗敏", "personnel", "personnel_officer"),
    _one("shenguohua", "沈国华", "council", "council_member"),
    _one("liangjing", "梁静", "council", "council_member"),
    _one("pengzhigang", "彭志刚", "council", "council_member"),
)
