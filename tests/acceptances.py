"""Joint acceptances brought to any state, through the forms, by the people who do the work."""

from collections.abc import Iterable, Mapping
from typing import Any

import acceptance_forms as forms
from snapshots import built_once
from towns import HERE, PNG, Town, moment

from engine.definitions import deploy_files, read_folder
from engine.store.database import transaction
from web.demo.experts import found_experts

MATTER = "joint_acceptance"
FOLDER = HERE.parent / "processes/joint_acceptance"
#: Who inspects for a department.
REVIEWER = {
    "planning": "linshu",
    "fire": "zhouhang",
    "quality": "sunlei",
    "archives": "lisi",
    "civil_defence": "dingyong",
}


def open_matter(town: Town) -> None:
    """Publish the matter and found the register of experts."""
    with transaction(town.database) as session:
        deploy_files(session, read_folder(FOLDER), at=moment("01-01 00:00"))
        found_experts(session)


@built_once
def applied(town: Town) -> int:
    """Return the application of a special project with a shelter, taken in."""
    open_matter(town)
    return apply(town)


@built_once
def applied_plain(town: Town) -> int:
    """Return the application of works that are neither special nor have a shelter, taken in."""
    open_matter(town)
    file = town.upload("chenting")
    return taken_in(town, forms.plain_works(file, town.today))


def apply(town: Town, **changed: Any) -> int:
    """Hand in an application and send it to the departments."""
    file = town.upload("chenting")
    return taken_in(town, forms.application(file, town.today, **changed))


def taken_in(town: Town, raw: Mapping[str, Any]) -> int:
    """Hand in an application as given and send it to the departments."""
    case = town.start(MATTER, raw)
    town.do(case, "intake_review", {"result": "check"}, by="chenting")
    return case


def check_all(town: Town, case: int) -> None:
    """Let every department that checks find the materials complete."""
    for step in sorted(town.steps(case)):
        if step.startswith("material_check:"):
            town.do(case, step, {"result": "complete"})


def accept(town: Town, case: int) -> None:
    """Let every department agree, and accept."""
    check_all(town, case)
    town.do(case, "accept", {"query_code": "100231", "delivery": "electronic"})


def on_site(town: Town, case: int, on: str, *seats: tuple[str, int], **how: Any) -> None:
    """Fix the day, such as "09-28", and let it come; the departments inspect in the morning."""
    town.do(case, "arrange", forms.arrange(f"2026-{on}", *seats, **how))
    town.sweep(f"{on} 09:00")


def inspect(
    town: Town, case: int, department: str, *items: Mapping[str, Any], result: str = ""
) -> None:
    """Record one department's inspection."""
    by = REVIEWER[department]
    photo = town.upload(by, PNG, "现场.png")
    found = [{**one, "photos": [photo]} for one in items]
    raw = forms.inspect(photo, by, town.today, *found, result=result)
    town.do(case, f"inspect:{department}", raw, by=by)


def pass_all(town: Town, case: int, departments: Iterable[str] = forms.FIVE) -> None:
    """Let departments find nothing."""
    for department in departments:
        inspect(town, case, department)


def summarise(town: Town, case: int, way: str, **changed: Any) -> None:
    """Sum up as the lead section's chief."""
    town.do(case, "summarise", {"way": way, "opinion": "已汇总各部门意见。", **changed})


def rectify(town: Town, case: int, *numbers: int) -> None:
    """Register the developer's report on items."""
    photo = town.upload("chenting", PNG, "整改.png")
    town.do(case, "await_rectify", forms.rectify(photo, town.today, *numbers), by="chenting")


def recheck(town: Town, case: int, department: str, *numbers: int, result: str = "closed") -> None:
    """Re-check items of a department."""
    by = REVIEWER[department]
    town.do(case, f"recheck:{department}", forms.recheck(by, *numbers, result=result), by=by)


@built_once
def inspected(town: Town) -> int:
    """Return an accepted case on the day of the site acceptance, before anybody inspects."""
    case = applied(town)
    accept(town, case)
    on_site(town, case, "09-28")
    return case


@built_once
def found_wanting(town: Town) -> int:
    """Return a case with item 1, serious, of the fire section, to be put right."""
    case = inspected(town)
    pass_all(town, case, [one for one in forms.FIVE if one != "fire"])
    inspect(town, case, "fire", forms.problem(""))
    summarise(town, case, "rectify")
    return case


def give_opinions(town: Town, case: int, fire: str = "pass") -> None:
    """Give every special opinion that waits."""
    for step in sorted(town.steps(case)):
        if step.startswith("special_opinion"):
            raw = {"result": "pass", "opinion": "符合要求。", "dayszt": "ready", "daysyj": "齐全。"}
            if not step.endswith("archives"):
                raw = {"result": "pass", "opinion": "符合要求。"}
            town.do(case, step, raw)
    report = {"number": "ZJ-2026-031", "result": "pass", "opinion": "程序符合规定。"}
    town.do(case, "quality_report", report, by="sunlei")
    if "fire_acceptance" in town.steps(case):
        why = {"reason": "防火门缺闭门器，不合格。"} if fire == "fail" else {}
        raw = {"assessed_on": town.today, "result": fire, "opinion": "已现场评定。", **why}
        town.do(case, "fire_acceptance", raw)
    else:
        town.do(case, "fire_filing", {"result": "filed"})


def conclude(town: Town, case: int, conclusion: str = "pass") -> None:
    """Draft the joint opinion and sign it."""
    why = {"reason": "整改三轮仍不合格。"} if conclusion == "fail" else {}
    opinion = "各部门意见一致，经审查作出如上结论。"
    town.do(case, "draft_joint", {"conclusion": conclusion, "opinion": opinion, **why})
    town.do(case, "leader_sign", {"result": "issue", "opinion": "同意。"})


@built_once
def signed(town: Town) -> int:
    """Return a case whose joint opinion is signed, to be served."""
    case = inspected(town)
    pass_all(town, case)
    summarise(town, case, "pass")
    give_opinions(town, case)
    conclude(town, case)
    return case


def serve(town: Town, case: int, key: str = "joint_opinion") -> None:
    """Serve what was issued."""
    town.do(case, "serve", forms.served(town.today, key), by="chenting")


def ask_to_file(town: Town, case: int, **changed: Any) -> None:
    """Register the developer's request to file."""
    warranty = [town.upload("chenting")]
    raw = {"requested_on": town.today, "handed_by": "何建平", "warranty": warranty, **changed}
    town.do(case, "await_filing", raw, by="chenting")


def file(town: Town, case: int, result: str = "file", **changed: Any) -> None:
    """Decide on the filing."""
    raw = {"result": result, "bajg": "江城市工程建设管理局", "barq": town.today, "bafw": "门诊楼"}
    town.do(case, "filing", {**raw, **changed})


def close(town: Town, case: int) -> None:
    """Rate the service and hand over the archive: the case closes."""
    town.do(case, "evaluation_await", {"level": "满意", "channel": "web"}, by="chenting")
    raw = {"volumes": "36", "number": "DA-2026-077", "handed_on": town.today}
    raw |= {"planning_on": town.today}
    town.do(case, "await_handover", raw, by="lisi")
