"""What people enter in the forms of a joint acceptance; each takes what differs from the plain."""

from collections.abc import Mapping
from typing import Any

Raw = dict[str, Any]

DEVELOPER = "12990100000000051P"
CONTRACTOR, DESIGNER = "91990100000000115G", "919901000000001316"
PARTIES = (
    ("survey", "江城岩土勘察有限公司", "9199010000000014XX", "岩松"),
    ("design", "江城市建筑设计研究院有限公司", DESIGNER, "简明"),
    ("construction", "江城建工集团有限公司", CONTRACTOR, "熊大庆"),
    ("supervision", "江城诚信监理有限公司", "91990100000000158X", "万里"),
)
MATERIALS = (
    "application_form",
    "as_built",
    "survey",
    "completion_report",
    "fire_test",
    "fire_papers",
    "civil_defence_papers",
    "warranty",
    "archive_list",
)
#: Of a special fire project without a shelter, and with one.
FOUR = ("planning", "fire", "quality", "archives")
FIVE = (*FOUR, "civil_defence")
#: Who inspects beside the department's own reviewer.
SECOND = "shenruoxi"


def application(file: str, on: str, **changed: Any) -> Raw:
    """Return a whole application: a special project with a shelter, signed on a day."""
    raw: Raw = {
        "xmdm": "2509-990102-04-01-100011",
        "gcmc": "滨江新区人民医院二期工程（门诊楼）",
        "gcfl": "building",
        "sgxkzbh": "990100202410160101",
        "gcghxkzbh": "建字第990102202500011号",
        "jsdz": "江城市滨江区滨江大道 88 号",
        "ssqx": "990102",
        "jsgm": "门诊楼一栋，床位 600 张",
        "jsdw": "江城市卫生基建服务中心",
        "jsdwdm": DEVELOPER,
        "jsdwlx": "institution",
        "jsdwxmfzr": "何建平",
        "jsfzrzjhm": "990102197803120110",
        "jsfzrlxdh": "15400000001",
        "lxr": "何建平",
        "lxrsjh": "15400000001",
        "sfsxlhys": True,
        "ysfs": "whole",
        "sfts": True,
        "zjzmj": "48260.00",
        "dsjzmj": "36180.00",
        "dxjzmj": "12080.00",
        "rfmj": "4300.00",
        "kgrq": "2024-10-20",
        "jgrq": on,
        "sjzj": "31560.800000",
        "buildings": [building("门诊楼", "48260.00")],
        "five_parties": [party(*one, on) for one in PARTIES],
        "materials": grid(file),
        "jsdwyj": "竣工验收条件具备，申请联合验收。",
        "zscn": True,
        "qm": "何建平",
        "qmrq": on,
    }
    raw |= changed
    return raw


def plain_works(file: str, on: str, **changed: Any) -> Raw:
    """Return an application of works that are not special and have no shelter."""
    usual = {"sfts": False, "xflb": "small", "rfmj": "0", "materials": grid(file, shelter=False)}
    return application(file, on, **{**usual, **changed})


def building(name: str, area: str, **changed: Any) -> Raw:
    """Return one single building."""
    raw = {"dtmc": name, "jgtx": "frame", "dscs": "12", "dxcs": "2", "jzgd": "49.5", "jzmj": area}
    return {**raw, **changed}


def party(kind: str, name: str, code: str, lead: str, on: str, opinion: str = "pass") -> Raw:
    """Return the opinion of one responsible unit."""
    return {
        "dwlx": kind,
        "dwmc": name,
        "dwtyshxydm": code,
        "fzrxm": lead,
        "jl": opinion,
        "qzrq": on,
    }


def grid(file: str, *, shelter: bool = True) -> dict[str, Raw]:
    """Return a materials grid where everything needed is supplied."""
    supplied: Raw = {"state": "supplied", "attachments": [file]}
    rows = dict.fromkeys(MATERIALS, supplied)
    unneeded: Raw = {"state": "not_needed"}
    if not shelter:
        rows["civil_defence_papers"] = unneeded
    return rows | {"planning_permit": supplied, "units_change": unneeded}


def lacking(*materials: str) -> Raw:
    """Return a department's check that finds materials wanting."""
    lacks = [
        {"material": m, "missing_what": f"{m} 缺签章", "remedy": "补签章后重新上传"}
        for m in materials
    ]
    return {"result": "lacking", "lacks": lacks}


def arrange(on: str, *seats: tuple[str, int], interested: tuple[str, ...] = ()) -> Raw:
    """Return the day of the site acceptance, with seats for experts if any are given."""
    raw: Raw = {"site_on": on, "place": "项目部会议室", "agreed_with": "何建平"}
    if not seats:
        return raw
    avoided = [{"avoided": one, "reason": "曾任本项目顾问"} for one in interested]
    rows = [{"discipline": key, "number": str(number)} for key, number in seats]
    return {**raw, "needs_experts": True, "panel_seats": rows, "interested": avoided}


def problem(photo: str, severity: str = "serious", **changed: Any) -> Raw:
    """Return one problem item."""
    raw = {
        "text": "疏散门净宽不足 0.9 米",
        "clause": "GB 55037-2022 第 7.1.4 条",
        "place": "3 层东侧楼梯间",
        "severity": severity,
        "period": "10WD",
        "photos": [photo],
    }
    return {**raw, **changed}


def inspect(photo: str, by: str, on: str, *items: Mapping[str, Any], result: str = "") -> Raw:
    """Return a department's record of the site; with items it asks for rectification."""
    raw: Raw = {
        "seen_on": on,
        "place": "项目部会议室",
        "officer_1": by,
        "officer_2": SECOND,
        "present": "何建平、熊大庆",
        "looked_at": "一至三层、屋面、消防控制室",
        "photos": [photo],
        "result": result or ("rectify" if items else "pass"),
        "found": [dict(one) for one in items],
        "opinion": "已现场查验。",
        "signed": True,
    }
    if result == "fail":
        raw["reason"] = "擅自加建夹层，与规划许可严重不符。"
    return raw


def rectify(photo: str, on: str, *numbers: int, **changed: Any) -> Raw:
    """Return a rectification report on items."""
    answers = [{"number": str(n), "answer": "已按规范更换", "photos": [photo]} for n in numbers]
    signed = {"supervisor_name": "万里", "signed_on": on}
    return {"rectified": answers, "requests": [], **signed, **changed}


def recheck(by: str, *numbers: int, result: str = "closed") -> Raw:
    """Return a department's re-check on site."""
    rows = [{"number": str(n), "result": result, "reason": "宽度仍不足 0.9 米"} for n in numbers]
    return {
        "manner": "site",
        "officer_1": by,
        "officer_2": SECOND,
        "results": rows,
        "extensions_decided": [],
    }


def served(on: str, key: str = "joint_opinion") -> Raw:
    """Return an electronic service."""
    return {
        "served_documents": [key],
        "method": "electronic",
        "served_on": on,
        "recipient": "何建平",
        "tracking": "READ-0001",
    }
