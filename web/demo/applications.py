"""What applicants of the demo fill in: complete application forms, lot by lot."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import date, timedelta
from typing import Any

from forms.identifiers import id_check_digit
from web.demo.companies import COMPANY, LEADERS
from web.demo.papers import Paper
from web.demo.works import Building, Lot

#: Materials the applicant hands in: code, title, English title, file ending.
HANDED_IN = (
    ("application_form", "建筑工程施工许可证申请表", "Application form", "pdf"),
    ("direct_award", "直接发包情况说明", "Statement on the direct award", "pdf"),
    ("contract", "建设工程施工合同", "Construction contract", "pdf"),
    ("fire_drawings", "消防设计图纸及技术资料", "Fire-safety drawings", "pdf"),
    ("funds_promise", "建设资金已经落实承诺书", "Promise that funds are in place", "pdf"),
    ("quality_and_safety", "质量安全措施资料", "Quality and safety measures", "pdf"),
    ("supervision_contract", "建设工程监理合同", "Supervision contract", "pdf"),
    ("wage_guarantee", "工资专用账户和保证金承诺", "Wage account and deposit", "jpg"),
    ("injury_insurance", "工伤保险参保证明", "Proof of work injury insurance", "jpg"),
)
#: Material and the kind of shared certificate that stands for it.
SHARED = (
    ("land_approval", "land_use"),
    ("planning_permit", "planning_permit"),
    ("bid_award", "bid_award"),
    ("drawing_review", "drawing_review"),
    ("fire_design_review", "fire_design_review"),
)
#: Works begin so long after the application is signed.
UNTIL_START = timedelta(days=40)


def application(lot: Lot, *, on: date, missing: tuple[str, ...] = ()) -> dict[str, Any]:
    """Return the values of a lot's application signed on a day; `missing` materials are not in."""
    project, developer = lot.project, COMPANY[lot.project.developer]
    return {
        "xmdm": project.code,
        "gcmc": lot.name,
        "gcfl": "municipal" if project.is_municipal else "building",
        "jsxz": lot.nature,
        "jsdz": project.address,
        "ssqx": project.region,
        "xmjwdzb": project.coordinates,
        "jsgm": lot.scale,
        "jsdw": developer.name,
        "jsdwdm": developer.code,
        "jsdwlx": developer.kind,
        "jsdwxmfzr": project.lead.name,
        "jsfzrzjlx": "id_card",
        "jsfzrzjhm": project.lead.id_number,
        "jsfzrlxdh": project.lead.mobile,
        "lxr": project.lead.name,
        "lxdh": project.lead.mobile,
        **_earlier_permits(lot),
        **_size(lot),
        "jhkgrq": (on + UNTIL_START).isoformat(),
        "jhjgrq": lot.ends_on.isoformat(),
        "units": _units(lot),
        "buildings": [_building(each) for each in lot.buildings],
        "materials": _materials(lot, on, missing),
        **dict.fromkeys(("zjcn", "cdcn", "gzcn", "zscn"), True),
        "qm": project.lead.name,
        "qmrq": on.isoformat(),
    }


def _earlier_permits(lot: Lot) -> dict[str, Any]:
    project = lot.project
    values: dict[str, Any] = {
        "ydghxkzbh": lot.certificate("land_use"),
        "gcghxkzbh": lot.certificate("planning_permit"),
        "sfgdzb": project.is_tendered,
        "sfjl": project.is_supervised,
        "sfts": project.is_special,
        "schgsbh": lot.certificate("drawing_review"),
    }
    if project.is_tendered:
        values["zbtzsbh"] = lot.certificate("bid_award")
    if project.is_special:
        values["xfscyjsbh"] = lot.certificate("fire_design_review")
    return values


def _size(lot: Lot) -> dict[str, str]:
    return {
        "zjzmj": lot.area,
        "dsjzmj": lot.above,
        "dxjzmj": lot.below,
        "rfmj": lot.civil_defence,
        "htjg": lot.price,
    }


def _units(lot: Lot) -> list[dict[str, str]]:
    contractor = "华中路桥工程有限公司" if lot.project.is_municipal else "江城建工集团有限公司"
    units = [
        _unit("survey", "江城岩土勘察有限公司", 21),
        _unit("design", "江城市建筑设计研究院有限公司", 22),
        _unit("construction", contractor, 23),
    ]
    if lot.project.is_supervised:
        units.append(_unit("supervision", "江城诚信监理有限公司", 24))
    return units


def _unit(kind: str, name: str, mobile: int) -> dict[str, str]:
    company, (leader, first_17) = COMPANY[name], LEADERS[name]
    return {
        "dwlx": kind,
        "dwmc": name,
        "dwtyshxydm": company.code,
        "zzdj": company.qualification,
        "fddbr": company.legal_person,
        "fzrxm": leader,
        "fzrzjhm": first_17 + id_check_digit(first_17),
        "fzrlxdh": f"154000000{mobile}",
    }


def _building(building: Building) -> dict[str, Any]:
    return {
        "dtmc": building.name,
        "jgtx": building.structure,
        "dscs": building.storeys_up,
        "dxcs": building.storeys_down,
        "jzgd": building.height,
        "jzmj": building.area,
    }


def _materials(lot: Lot, on: date, missing: tuple[str, ...]) -> dict[str, Any]:
    unneeded = not_needed(lot)
    rows: dict[str, Any] = {
        code: handed_in(paper_of(lot, code, on)) for code, *_ in HANDED_IN if code not in unneeded
    }
    rows |= {code: _shared(lot, code, kind, on) for code, kind in SHARED if code not in unneeded}
    rows |= {code: {"state": "not_needed"} for code in unneeded}
    return rows | {code: {"state": "missing"} for code in missing}


def not_needed(lot: Lot) -> tuple[str, ...]:
    """Return the materials a lot's situation does not ask for."""
    project = lot.project
    codes = ["direct_award" if project.is_tendered else "bid_award", "authorisation"]
    codes.append("fire_drawings" if project.is_special else "fire_design_review")
    codes += [] if project.is_supervised else ["supervision_contract"]
    return tuple(codes)


def _shared(lot: Lot, code: str, kind: str, on: date) -> dict[str, Any]:
    if kind not in lot.not_passed:
        return {"state": "shared", "certificate": lot.certificate(kind)}
    # What departments did not grant they do not share: the applicant hands in what it got.
    opinion = Paper(
        "消防设计审查意见书",
        "Fire design review",
        lot.name,
        lot.project.code,
        "江城市工程建设管理局",
        on - timedelta(days=20),
    )
    return handed_in(opinion)


def handed_in(*papers: Paper) -> dict[str, Any]:
    """Return the row of a material that is supplied with papers."""
    return {"state": "supplied", "attachments": list(papers)}


def paper_of(lot: Lot, code: str, on: date) -> Paper:
    """Return the paper of a lot for one material."""
    title, title_en, ending = next(row[1:] for row in HANDED_IN if row[0] == code)
    made_on = on - timedelta(days=6)
    return Paper(
        title, title_en, lot.name, lot.project.code, lot.project.developer, made_on, ending
    )


def bound_in_one(values: Mapping[str, Any]) -> dict[str, Any]:
    """Return an application whose papers are one file: quick to make where there are many."""
    first = next(
        row["attachments"][0] for row in values["materials"].values() if row.get("attachments")
    )
    bound = replace(first, title="申请材料（合订）", title_en="All materials, bound")
    rows = {
        code: handed_in(bound) if row.get("attachments") else row
        for code, row in values["materials"].items()
    }
    return {**values, "materials": rows}
