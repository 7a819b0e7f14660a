"""Works of the demo town that are complete: what joint acceptances are asked for."""

from datetime import date
from typing import Any

from web.demo.companies import COMPANY, LEADERS
from web.demo.papers import Paper
from web.demo.works import Building, Contact, Lot, Project

HOSPITAL = Lot(
    "P7-1",
    Project(
        77,
        "2403-990102-04-01-100077",
        "滨江新区人民医院一期工程",
        "江城市卫生基建服务中心",
        Contact("何建平", "990102197803120110", "15400000001"),
        "江城市滨江区滨江大道 86 号",
        "990102",
        "114.304900,30.592700",
        is_special=True,
        is_supervised=True,
    ),
    "滨江新区人民医院一期工程（住院楼）",
    "住院楼一栋，床位 800 张",
    "42600.00",
    "9800.00",
    "3600.00",
    "36480.000000",
    (Building("住院楼", "frame_shear_wall", 18, 2, "76.20", "52400.00"),),
    date(2026, 9, 30),
)
FACTORIES = Lot(
    "P8-1",
    Project(
        88,
        "2405-990103-04-01-100088",
        "高新区标准厂房 A 区",
        "江城高新产业投资有限公司",
        Contact("贺磊", "990102198509180416", "15400000004"),
        "江城市高新区创新大道 199 号",
        "990103",
        "114.401800,30.511900",
        is_supervised=True,
    ),
    "高新区标准厂房 A 区 1#–3# 厂房",
    "标准厂房三栋",
    "16200.00",
    "0",
    "0",
    "5280.000000",
    tuple(Building(f"{number}# 厂房", "steel", 3, 0, "18.60", "5400.00") for number in range(1, 4)),
    date(2026, 9, 20),
)
STAND = Lot(
    "P9-1",
    Project(
        99,
        "2404-990102-04-01-100099",
        "第十四中学体育馆",
        "江城市教育基建管理中心",
        Contact("邵文", "990102197906260319", "15400000003"),
        "江城市滨江区书院街 5 号",
        "990102",
        "114.297900,30.589300",
        is_special=True,
        is_supervised=True,
    ),
    "第十四中学体育馆",
    "体育馆一座，看台 1800 座",
    "7200.00",
    "0",
    "0",
    "4120.000000",
    (Building("体育馆", "steel", 2, 0, "21.40", "7200.00"),),
    date(2026, 8, 31),
)
FINISHED = (HOSPITAL, FACTORIES, STAND)

#: Materials of an acceptance: code, title, English title.
PAPERS = (
    ("application_form", "竣工联合验收申请表", "Application form"),
    ("as_built", "竣工图", "As-built drawings"),
    ("survey", "多测合一成果报告", "Unified survey report"),
    ("completion_report", "工程竣工验收报告", "Completion report"),
    ("fire_test", "消防设施检测报告", "Test of the fire-safety systems"),
    ("fire_papers", "消防竣工图", "As-built fire drawings"),
    ("civil_defence_papers", "人防工程竣工验收资料", "Papers on civil defence"),
    ("warranty", "工程质量保修书", "Quality warranty"),
    ("archive_list", "建设工程档案案卷目录", "List of the archive"),
)
UNITS = (
    ("survey", "江城岩土勘察有限公司"),
    ("design", "江城市建筑设计研究院有限公司"),
    ("construction", "江城建工集团有限公司"),
    ("supervision", "江城诚信监理有限公司"),
)


def acceptance_of(lot: Lot, *, on: date, permit: str) -> dict[str, Any]:
    """Return the values of an application for joint acceptance signed on a day."""
    project, developer = lot.project, COMPANY[lot.project.developer]
    values: dict[str, Any] = {
        "xmdm": project.code,
        "gcmc": lot.name,
        "gcfl": "building",
        "sgxkzbh": permit,
        "gcghxkzbh": lot.certificate("planning_permit"),
        "schgsbh": lot.certificate("drawing_review"),
        "jsdz": project.address,
        "ssqx": project.region,
        "xmjwdzb": project.coordinates,
        "jsgm": lot.scale,
        "jsdw": developer.name,
        "jsdwdm": developer.code,
        "jsdwlx": developer.kind,
        "jsdwxmfzr": project.lead.name,
        "jsfzrzjhm": project.lead.id_number,
        "jsfzrlxdh": project.lead.mobile,
        "lxr": project.lead.name,
        "lxrsjh": project.lead.mobile,
        "sfsxlhys": True,
        "ysfs": "whole",
        "sfts": project.is_special,
        "zjzmj": lot.area,
        "dsjzmj": lot.above,
        "dxjzmj": lot.below,
        "rfmj": lot.civil_defence,
        "kgrq": "2024-11-18",
        "jgrq": lot.ends_on.isoformat(),
        "sjzj": lot.price,
        "buildings": [_building(one) for one in lot.buildings],
        "five_parties": [_party(kind, name, lot.ends_on) for kind, name in UNITS],
        "materials": _materials(lot, on),
        "jsdwyj": "已完成设计和合同约定的各项内容，竣工验收条件具备，申请联合验收。",
        "zscn": True,
        "qm": project.lead.name,
        "qmrq": on.isoformat(),
    }
    return values if project.is_special else {**values, "xflb": "general"}


def paper(lot: Lot, title: str, title_en: str, on: date, ending: str = "pdf") -> Paper:
    """Return a paper or photo about the works."""
    return Paper(title, title_en, lot.name, lot.project.code, lot.project.developer, on, ending)


def _building(one: Building) -> dict[str, Any]:
    return {
        "dtmc": one.name,
        "jgtx": one.structure,
        "dscs": one.storeys_up,
        "dxcs": one.storeys_down,
        "jzgd": one.height,
        "jzmj": one.area,
    }


def _party(kind: str, name: str, on: date) -> dict[str, str]:
    return {
        "dwlx": kind,
        "dwmc": name,
        "dwtyshxydm": COMPANY[name].code,
        "fzrxm": LEADERS[name][0],
        "jl": "pass",
        "qzrq": on.isoformat(),
    }


def _materials(lot: Lot, on: date) -> dict[str, Any]:
    has_shelter = lot.civil_defence != "0"
    rows: dict[str, Any] = {
        code: {"state": "supplied", "attachments": [paper(lot, title, title_en, on)]}
        for code, title, title_en in PAPERS
        if has_shelter or code != "civil_defence_papers"
    }
    unneeded = ["units_change"] + ([] if has_shelter else ["civil_defence_papers"])
    shared = {"planning_permit": {"state": "shared"}}
    return rows | shared | {code: {"state": "not_needed"} for code in unneeded}
