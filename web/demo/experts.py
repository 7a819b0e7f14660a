"""The demo town's register of experts; some belong to units that build here, and keep away."""

from sqlalchemy.orm import Session

from engine.experts import Entry, import_experts, name_speciality
from web.demo.companies import COMPANY

SPECIALITIES = (
    ("structure", "结构", "Structures"),
    ("fire", "消防", "Fire safety"),
    ("electrical", "电气", "Electrical"),
    ("drainage", "给排水", "Water supply and drainage"),
    ("hvac", "暖通", "Heating and ventilation"),
    ("geotechnics", "岩土", "Geotechnics"),
)
#: Units of experts that build nothing here: name and code.
COLLEGE = ("江城理工学院土木工程学院", "12990100000000201X")
INSTITUTE = ("江城建筑科学研究院", "129901000000002021")
SOCIETY = ("江城市消防协会", "519901000000002033")
#: (name, unit, title, specialities)
ROWS = (
    ("顾长风", INSTITUTE, "正高级工程师", ("structure",)),
    ("苏婉清", COLLEGE, "教授", ("structure", "geotechnics")),
    ("梁思远", INSTITUTE, "高级工程师", ("structure",)),
    ("唐牧之", COLLEGE, "副教授", ("structure",)),
    ("韩雪松", SOCIETY, "高级工程师", ("fire",)),
    ("白云飞", SOCIETY, "高级工程师", ("fire", "hvac")),
    ("尹若兰", INSTITUTE, "高级工程师", ("fire", "electrical")),
    ("罗晋南", COLLEGE, "教授", ("electrical",)),
    ("叶青禾", INSTITUTE, "高级工程师", ("electrical",)),
    ("柳闻莺", COLLEGE, "副教授", ("drainage",)),
    ("段明河", INSTITUTE, "正高级工程师", ("drainage",)),
    ("江一帆", COLLEGE, "教授", ("hvac",)),
    ("卫青山", INSTITUTE, "正高级工程师", ("geotechnics",)),
)
#: Experts of units that take part in works of the town.
OF_COMPANIES = (
    ("简明", "江城市建筑设计研究院有限公司", "高级工程师", ("structure", "fire")),
    ("熊大庆", "江城建工集团有限公司", "高级工程师", ("structure",)),
    ("岩松", "江城岩土勘察有限公司", "高级工程师", ("geotechnics",)),
)


def found_experts(session: Session) -> None:
    """Enter specialities and experts into an empty register."""
    for key, name, name_en in SPECIALITIES:
        name_speciality(session, key, name, name_en)
    companies = tuple(
        (name, (unit, COMPANY[unit].code), title, fields)
        for name, unit, title, fields in OF_COMPANIES
    )
    import_experts(
        session,
        [
            Entry(name, unit, code, fields, title, f"154000003{number:02}")
            for number, (name, (unit, code), title, fields) in enumerate((*ROWS, *companies), 1)
        ],
    )
