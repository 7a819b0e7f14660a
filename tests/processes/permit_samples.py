"""A whole application of the demo town, and what surrounds a form of the permit."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

from engine import materials
from engine.decisions import read_decisions
from engine.matters import read_matter
from forms.context import FormContext
from forms.fields import Form
from forms.reading import read_form

FOLDER = Path(__file__).parents[2] / "processes/construction_permit"
MATTER = read_matter((FOLDER / "matter.toml").read_bytes())
DECISIONS = read_decisions({path.name: path.read_bytes() for path in FOLDER.glob("*.dmn")})
NOW = datetime(2026, 11, 10, 1, 0, tzinfo=UTC)
LAST_DAY_TO_PROMISE = date(2026, 11, 18)
#: What the whole application does not need.
NOT_NEEDED = ("direct_award", "fire_drawings", "authorisation")
ID_NUMBER, MOBILE = "990102197803120110", "15400000001"


@dataclass(frozen=True)
class Found:
    """A certificate, person or file of the registers."""

    id: str = ""
    number: str = ""
    name: str = ""
    title: str = ""
    code: str = ""
    file_name: str = "scan.pdf"
    content_type: str = "application/pdf"
    size_bytes: int = 1
    valid_until_on: date | None = None
    certificate_until_on: date | None = None


class Registers:
    """Registers that know everything asked."""

    def certificate(self, kind: str, number: str) -> Found:
        return Found(number=number)

    def organisation(self, code: str) -> Found:
        return Found(code=code)

    def person(self, person_id: str) -> Found:
        until = date(2026, 9, 30) if person_id == "tianye" else date(2028, 12, 31)
        return Found(id=person_id, name=person_id, certificate_until_on=until)

    def attachment(self, attachment_id: str) -> Found:
        file_name = "photo.jpg" if attachment_id.startswith("photo") else "scan.pdf"
        return Found(id=attachment_id, file_name=file_name)


def form(key: str) -> Form:
    """Return a form of the permit."""
    return read_form((FOLDER / f"forms/{key}.form").read_bytes(), key)


def context(
    case: Mapping[str, Any] | None = None, *, grade: str = "A", **variables: object
) -> FormContext:
    """Return what surrounds a form of a case with this document."""
    document = {"round": 0, "application": application()} if case is None else dict(case)
    people = [
        {"id": "wugang", "name": "吴刚"},
        {"id": "sunlei", "name": "孙磊"},
        {"id": "tianye", "name": "田野"},
    ]
    around: dict[str, object] = {
        "case": document,
        "matter": MATTER.raw,
        "materials": materials.grid(MATTER, document, NOW),
        "applicant": {"credit_grade": grade},
        "people": people,
        **variables,
    }
    functions = {**DECISIONS.functions, "day_with_left": lambda limit, left: LAST_DAY_TO_PROMISE}
    return FormContext(now=NOW, variables=around, functions=functions, lookups=Registers())


def grid(**states: str) -> dict[str, dict[str, object]]:
    """Return a materials grid where everything is supplied but what `states` says."""
    return {
        each.code: {
            "state": states.get(each.code, "supplied"),
            "attachments": [f"file-{each.code}"],
        }
        for each in MATTER.materials
    }


def unit(kind: str, name: str, code: str) -> dict[str, object]:
    """Return one responsible unit."""
    return {
        "dwlx": kind,
        "dwmc": name,
        "dwtyshxydm": code,
        "zzdj": "甲级",
        "fddbr": "周建国",
        "fzrxm": "贺明",
        "fzrzjhm": ID_NUMBER,
        "fzrlxdh": MOBILE,
    }


def building(area: str) -> dict[str, object]:
    """Return one single building."""
    return {"dtmc": "门诊楼", "jgtx": "frame", "dscs": 12, "dxcs": 2, "jzgd": 49.5, "jzmj": area}


def application(**changed: object) -> dict[str, Any]:
    """Return a complete application: special, tendered, supervised building works."""
    complete: dict[str, Any] = {
        "xmdm": "2509-990102-04-01-100011",
        "gcmc": "滨江新区人民医院二期工程",
        "gcfl": "building",
        "jsxz": "new",
        "jsdz": "江城市滨江区滨江大道 88 号",
        "ssqx": "990102",
        "xmjwdzb": "114.305500,30.593100",
        "jsgm": "门诊楼一栋，床位 600 张",
        "jsdw": "江城市卫生基建服务中心",
        "jsdwdm": "12990100000000051P",
        "jsdwlx": "institution",
        "jsdwxmfzr": "何建平",
        "jsfzrzjlx": "id_card",
        "jsfzrzjhm": ID_NUMBER,
        "jsfzrlxdh": MOBILE,
        "lxr": "何建平",
        "lxdh": MOBILE,
        "ydghxkzbh": "地字第990102202500011号",
        "gcghxkzbh": "建字第990102202500011号",
        "sfgdzb": True,
        "zbtzsbh": "ZB-2026-0011",
        "sfjl": True,
        "schgsbh": "SC-2026-0011",
        "sfts": True,
        "xfscyjsbh": "XF-2026-0011",
        "zjzmj": "48,260.00",
        "dsjzmj": "36180.00",
        "dxjzmj": "12080.00",
        "rfmj": "4300.00",
        "htjg": "31560.800000",
        "jhkgrq": "2026-12-01",
        "jhjgrq": "2028-11-30",
        "units": [
            unit("survey", "江城岩土勘察有限公司", "9199010000000014XX"),
            unit("design", "江城市建筑设计研究院有限公司", "919901000000001316"),
            unit("construction", "江城建工集团有限公司", "91990100000000115G"),
            unit("supervision", "江城诚信监理有限公司", "91990100000000158X"),
        ],
        "buildings": [building("48260.00")],
        "materials": grid(
            direct_award="not_needed", fire_drawings="not_needed", authorisation="not_needed"
        ),
        "zjcn": True,
        "cdcn": True,
        "gzcn": True,
        "zscn": True,
        "qm": "何建平",
        "qmrq": "2026-11-10",
    }
    return {**complete, **changed}


def defect(material: str) -> dict[str, str]:
    """Return one row of what is missing."""
    return {
        "material": material,
        "problem": "absent",
        "missing_what": "尚未提交",
        "remedy": "请上传扫描件",
    }
