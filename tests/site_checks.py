"""The test matter of a site's inspection, with a register of experts to draw from."""

from collections.abc import Mapping
from typing import Any

from snapshots import built_once
from towns import HERE, Town, moment

from engine.definitions import deploy_files, read_folder
from engine.experts import Entry, import_experts, name_speciality
from engine.store.database import Database, transaction

MATTER = "site_check"
DEVELOPER, CONTRACTOR = "9199010000000006XA", "91990100000000115G"
INSTITUTE, COLLEGE = "12990100000000078F", "919901000000000865"
SPECIALITIES = (("structure", "结构", "Structures"), ("fire", "消防", "Fire safety"))
EXPERTS = (
    Entry("顾长风", "江城建筑设计院", INSTITUTE, ("structure",), "正高级工程师", "15400000301"),
    Entry("梁思远", "江城建筑设计院", INSTITUTE, ("structure",), "高级工程师", "15400000302"),
    Entry("苏婉清", "江城理工学院", COLLEGE, ("structure", "fire"), "教授", "15400000303"),
    Entry("石磊", "江城建工集团有限公司", CONTRACTOR, ("structure",), "高级工程师", "15400000304"),
    Entry("韩雪", "江城理工学院", COLLEGE, ("fire",), "副教授", "15400000305"),
    Entry("白云飞", "江城建筑设计院", INSTITUTE, ("fire",), "高级工程师", "15400000306"),
    Entry("唐糖", "江城理工学院", COLLEGE, ("structure",), "教授", "15400000307"),
    Entry("秦朗", "江城云栖置业有限公司", DEVELOPER, ("fire",), "工程师", "15400000308"),
    Entry("罗晋", "江城建筑设计院", INSTITUTE, ("structure",), "高级工程师", "15400000309"),
    Entry("叶青", "江城建筑设计院", INSTITUTE, ("structure",), "高级工程师", "15400000310"),
)
APPLICATION = {
    "works": "云栖花园 3 号楼",
    "project_code": "2509-990102-04-01-100022",
    "developer": "江城云栖置业有限公司",
    "developer_code": DEVELOPER,
    "contractor": "江城建工集团有限公司",
    "contractor_code": CONTRACTOR,
    "interested": "唐糖",
    "site_on": "2026-09-28",
}
PROBLEM = {
    "text": "疏散门宽度不足",
    "clause": "GB 55037-2022 7.1.4",
    "place": "3 层东侧楼梯间",
    "severity": "serious",
    "period": "5WD",
}


def found_register(database: Database) -> None:
    """Publish the matter and enter the experts, ZJ-0001 on."""
    with transaction(database) as session:
        deploy_files(session, read_folder(HERE / "matters/site_check"), at=moment("01-01 00:00"))
        for key, name, name_en in SPECIALITIES:
            name_speciality(session, key, name, name_en)
        import_experts(session, EXPERTS)


@built_once
def drawn(town: Town) -> int:
    """Return a case whose experts are drawn and whose site waits to be inspected."""
    found_register(town.database)
    return town.start(MATTER, APPLICATION)


def inspect(town: Town, case: int, department: str, *items: Mapping[str, Any]) -> None:
    """Record a department's inspection with the problem items it found."""
    town.do(case, f"inspect:{department}", {"opinion": "已到场检查", "items": list(items)})


@built_once
def found_wanting(town: Town) -> int:
    """Return a case with items 1 (quality) and 2 (fire, serious) to be put right."""
    case = drawn(town)
    inspect(town, case, "quality", {**PROBLEM, "text": "栏杆高度不足", "severity": "general"})
    inspect(town, case, "fire", PROBLEM)
    return case


def rectify(town: Town, case: int, *numbers: int, by: str = "chenting") -> None:
    """Report how items were put right."""
    answers = [{"number": str(n), "answer": "已按规范更换"} for n in numbers]
    town.do(case, "rectify", {"answers": answers, "requests": []}, by=by)


def recheck(town: Town, case: int, department: str, number: int, result: str = "closed") -> None:
    """Re-check one item of a department."""
    row = {"number": str(number), "result": result, "reason": "宽度仍不足 0.9 m"}
    town.do(case, f"recheck:{department}", {"results": [row], "grants": []})
