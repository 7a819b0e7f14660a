"""The accountability of a person, from a clue to its remedies, through forms and use cases only."""

from collections.abc import Mapping
from typing import Any

import pytest
from builders import accepted, review_all
from towns import HERE, Town, moment

from engine import announcing
from engine.definitions import deploy_files, read_folder
from engine.delivering import deliver_due
from engine.errors import Conflict
from engine.store.cases import Case
from engine.store.database import reading, transaction
from engine.sweep import open_case
from engine.tasks import claim_task

MATTER = "accountability"
FOLDER = HERE.parent / "processes" / MATTER
VOTERS = ("wanghaibin", "songweimin", "shenguohua", "liangjing", "pengzhigang")
#: Whom the cases concern: the handler of the permit.
CONCERNED = "hexiaoyu"
FACTS = "经查，承办人在受理后未按期提出审查意见，致许可决定超过法定期限两个工作日。"

CLUE: Mapping[str, Any] = {
    "clue_source": "tip",
    "received_on": "2026-09-24",
    "tip_named": "named",
    "reporter": "某建设单位工作人员",
    "subject": CONCERNED,
    "clue_category": "overdue",
    "facts": "办件长期无人办理，催办没有答复。",
    "secrecy": "internal",
}
CHECK: Mapping[str, Any] = {
    "officer_1": "hanxue",
    "officer_2": "guoming",
    "no_conflict": True,
    "findings": "调阅留痕，超期两个工作日，期间没有停表。",
    "exemption": "none",
    "result": "file",
    "opinion": "建议立案",
}
FILING = {"result": "approve", "officer_1": "hanxue", "officer_2": "guoming", "opinion": "同意立案"}
INVESTIGATION: Mapping[str, Any] = {
    "officer_1": "hanxue",
    "officer_2": "guoming",
    "result": "report",
    "evidence": [
        {"evidence_kind": "record", "evidence_name": "办理留痕清单", "proves": "超期两个工作日"}
    ],
    "facts": FACTS,
    "breaches": ["licence_74", "discipline_20"],
    "responsibility": "direct",
}
PROPOSAL = {"measure_kind": "demerit", "reasons": FACTS, "hearing_offered": True}
STATEMENT = {"made": "yes", "made_on": "2026-09-24", "gist": "期间同时承办多件，请求从轻。"}
CONSIDERED = {
    "adopted": "part",
    "reasons": "同时承办多件属实，酌情从轻。",
    "measure_kind": "warning",
}
LEGAL = {
    "points": ["facts", "law", "procedure", "measure"],
    "result": "pass",
    "opinion": "程序合法，处理适当。",
}
DECISION = {
    "measure_kind": "warning",
    "facts": FACTS,
    "legal_ground": "《行政机关公务员处分条例》第二十条",
    "reasons": "部分采纳，已从轻。",
}


def deploy(town: Town, *, is_open: bool = False) -> None:
    """Publish the matter in the town, open to every officer if so wanted."""
    files: Mapping[str, bytes] = read_folder(FOLDER)
    if is_open:
        plain = files["matter.toml"].replace(b'access = "closed"', b"")
        files = {**files, "matter.toml": plain}
    with transaction(town.database) as session:
        deploy_files(session, files, at=moment("01-01 00:00"), by="luyi")


def post(town: Town) -> int:
    """Deliver what waits in the outbox."""
    return deliver_due(town.database, {}, town.clock)


def opened_by_cards(town: Town) -> list[Case]:
    """Return the cases of the matter, oldest first."""
    with reading(town.database) as session:
        query = session.query(Case).where(Case.matter_key == MATTER).order_by(Case.id)
        return list(query)


def overdue(town: Town) -> int:
    """Return a permit case whose statutory limit ran out while 何晓雨 held it."""
    case = accepted(town)
    review_all(town, case)
    task = town.task(case, "draft_opinion")
    with transaction(town.database) as session:
        claim_task(session, task.id, by=CONCERNED, at=town.now)
    town.sweep("10-13 08:00")
    return case


def clue(town: Town, **changed: Any) -> int:
    """Return a case whose clue the supervisor registered."""
    return town.start(MATTER, {**CLUE, "received_on": town.today, **changed}, by="qinlan")


def assessed(town: Town, nature: str = "ours", **changed: Any) -> int:
    """Return a case whose clue was assessed."""
    case = clue(town, **changed)
    assess(town, case, nature)
    return case


def assess(town: Town, case: int, nature: str = "ours", person: str = CONCERNED) -> None:
    """Assess the clue of a case."""
    raw = {"nature": nature, "opinion": "属本机关管辖，初步核查。"}
    town.do(case, "assess_clue", raw | ({"subject": person} if nature == "ours" else {}))


def filed(town: Town, **changed: Any) -> int:
    """Return a case that was filed."""
    case = assessed(town, **changed)
    file(town, case)
    return case


def file(town: Town, case: int) -> None:
    """Check and file a case."""
    town.do(case, "check", CHECK, by="hanxue")
    town.do(case, "approve_filing", FILING, by="songweimin")


def told(town: Town, **changed: Any) -> int:
    """Return a case whose proposal was told to the person concerned."""
    case = filed(town, **changed)
    town.do(case, "investigate", INVESTIGATION, by="hanxue")
    town.do(case, "propose", PROPOSAL, by="hanxue")
    return case


def defended(town: Town, **changed: Any) -> int:
    """Return a case in which the statement was made."""
    case = told(town, **changed)
    town.do(case, "await_statement", {**STATEMENT, "made_on": town.today}, by="qinlan")
    return case


def at_the_vote(town: Town, **changed: Any) -> int:
    """Return a case in which the vote has begun."""
    case = defended(town, **changed)
    town.do(case, "review_statement", CONSIDERED, by="hanxue")
    town.do(case, "legal_review", LEGAL, by="fangzheng")
    return case


def vote(town: Town, case: int, opinion: str = "yes", voters: tuple[str, ...] = VOTERS) -> None:
    """Let members of the council vote."""
    for who in voters:
        reason = {"reason": "事实尚待查清"} if opinion == "no" else {}
        town.do(case, f"deliberate:{who}", {"opinion": opinion, **reason}, by=who)


def decided(town: Town, **changed: Any) -> int:
    """Return a case that was decided."""
    case = at_the_vote(town, **changed)
    vote(town, case)
    town.do(case, "decide", DECISION, by="songweimin")
    return case


def served(town: Town, **changed: Any) -> int:
    """Return a case whose decision was served."""
    case = decided(town, **changed)
    proof = town.upload("qinlan")
    town.do(
        case,
        "serve",
        {
            "served_on": town.today,
            "method": "in_person",
            "announced_on": town.today,
            "announced_to": "审批科",
            "proof": [proof],
        },
        by="qinlan",
    )
    return case


def raise_card(town: Town, case: int, *, card: int, person: str = CONCERNED) -> None:
    """Send what another red card of a case would."""
    announce(
        town,
        case,
        "card_raised",
        colour="red",
        person=person,
        card=card,
        title="滨江新区人民医院二期工程",
        limit_name="送达",
        article="行政许可法 第四十四条",
        instant="2026-10-14T00:00:00+08:00",
    )


def announce(town: Town, case: int, name: str, **values: Any) -> None:
    """Send a message of a case to whoever subscribes."""
    key = f"{name}-{values.get('card', 0)}"
    with transaction(town.database) as session:
        handling = open_case(session, case, at=town.now)
        announcing.announce(handling, name, key, values)
        session.autoflush = True


def extend(town: Town, case: int, months: int, *, is_refused: bool = False) -> None:
    """Ask for more months and have them granted, or refused by the limit itself."""
    asked = {"result": "extend", "extra_months": months, "extend_reason": "案情复杂，尚需鉴定。"}
    town.do(case, "investigate", {**INVESTIGATION, **asked}, by="hanxue")
    granted = {"result": "approve", "extra_months": months, "opinion": "同意"}
    if not is_refused:
        town.do(case, "approve_extension", granted, by="songweimin")
        return
    with pytest.raises(Conflict, match="no \\(further\\) extension"):
        town.do(case, "approve_extension", granted, by="songweimin")


def closing(town: Town, case: int) -> None:
    """Do what follows the service: circular, advice, its check."""
    town.do(case, "publicise", {"circular_scope": "none"}, by="qinlan")
    advice = {"advised_section": "审批科", "gist": "请完善收件核对清单。", "due_on": town.today}
    town.do(case, "advise", advice, by="qinlan")
    town.do(case, "check_rectified", {"result": "done", "remark": "已落实"}, by="qinlan")


def filed_away(town: Town) -> dict[str, Any]:
    """Return what the personnel section enters at the end."""
    return {"personal_file": True, "reported": True, "done_on": town.today}


def transfer(town: Town) -> dict[str, Any]:
    """Return what a transfer to the supervision organ says."""
    return {
        "organ": "派驻纪检监察组",
        "reason": "涉嫌职务违法",
        "transfer_list": "调查报告、证据一册",
        "sent_on": town.today,
    }
