"""Joint acceptances: on site today, putting a problem right, and about to be filed."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from engine.days import day_of
from web.demo.acts import Act, Receive, Submit, moment
from web.demo.finished import FACTORIES, HOSPITAL, STAND, acceptance_of, paper
from web.demo.works import Lot

MATTER = "joint_acceptance"
#: Who checks and inspects for a department.
REVIEWERS = {
    "planning": "linshu",
    "fire": "zhouhang",
    "quality": "sunlei",
    "archives": "lisi",
    "civil_defence": "dingyong",
}
SEEN = {
    "planning": "建筑位置、高度、面积与规划许可一致。",
    "fire": "消防车道、疏散、设施联动正常。",
    "quality": "实体质量和观感符合标准，程序合法。",
    "archives": "案卷齐全，可以移交。",
    "civil_defence": "防护设备安装到位，功能正常。",
}
SECOND_OFFICER = "shenruoxi"


@dataclass(frozen=True)
class Acceptance:
    """A joint acceptance being told; each method returns the acts of one scene."""

    number: str
    lot: Lot = field(repr=False)
    permit: str

    @property
    def departments(self) -> tuple[str, ...]:
        """Return who takes part."""
        four = ("planning", "fire", "quality", "archives")
        return four if self.lot.civil_defence == "0" else (*four, "civil_defence")

    def did(
        self, when: str, element: str, values: Mapping[str, Any], *, by: str, item: str = ""
    ) -> Act:
        """Return a submission."""
        return Submit(moment(when), self.number, by, element, values, item or None)

    def accepted(self, received: str, checked: str, accepted: str) -> tuple[Act, ...]:
        """Return receipt, every department's check, and acceptance."""
        at = moment(received)
        values = acceptance_of(self.lot, on=day_of(at), permit=self.permit)
        accept = {"query_code": "205518", "delivery": "electronic"}
        return (
            Receive(at, self.number, "chenting", values, MATTER),
            self.did(received, "intake_review", {"result": "check"}, by="chenting"),
            *(
                self.did(checked, "material_check", {"result": "complete"}, by=by, item=key)
                for key, by in REVIEWERS.items()
                if key in self.departments
            ),
            self.did(accepted, "accept", accept, by="shenruoxi"),
        )

    def arranged(self, when: str, on: str, **experts: Any) -> Act:
        """Return the day of the site acceptance."""
        values = {
            "site_on": f"2026-{on}",
            "place": "项目部会议室",
            "agreed_with": self.lot.project.lead.name,
            **experts,
        }
        return self.did(when, "arrange", values, by="shenruoxi")

    def inspected(self, when: str, department: str, *found: Mapping[str, Any]) -> Act:
        """Return a department's record of the site."""
        by, at = REVIEWERS[department], moment(when)
        photo = paper(self.lot, "现场照片", "Photo of the site", day_of(at), "jpg")
        values = {
            "seen_on": day_of(at).isoformat(),
            "place": self.lot.project.address,
            "officer_1": by,
            "officer_2": SECOND_OFFICER,
            "present": f"{self.lot.project.lead.name}、总承包项目经理",
            "looked_at": "各层公共部位、屋面、设备用房",
            "photos": [photo],
            "result": "rectify" if found else "pass",
            "found": [{**one, "photos": [photo]} for one in found],
            "opinion": "列出的问题整改后复验。" if found else SEEN[department],
            "signed": True,
        }
        return self.did(when, "inspect", values, by=by, item=department)

    def summed_up(self, when: str, way: str) -> Act:
        """Return what the lead section's chief makes of it."""
        said = "各部门意见已汇总。"
        return self.did(when, "summarise", {"way": way, "opinion": said}, by="yuanbo")

    def signed(self, given: str, drafted: str, signed: str, served: str) -> tuple[Act, ...]:
        """Return the special opinions, the joint opinion, its signature and its service."""
        passed = {"result": "pass", "opinion": "符合要求。"}
        archive = {**passed, "dayszt": "ready", "daysyj": "案卷齐全，符合归档要求。"}
        report = {**passed, "number": "ZJ-2026-0119"}
        fire = {**passed, "assessed_on": day_of(moment(given)).isoformat()}
        joint = {"conclusion": "pass", "opinion": "各部门专项意见均为合格，通过竣工联合验收。"}
        receipt = {
            "served_documents": ["joint_opinion"],
            "method": "electronic",
            "served_on": day_of(moment(served)).isoformat(),
            "recipient": self.lot.project.lead.name,
            "tracking": f"DZSD-{self.number[-4:]}",
        }
        return (
            self.did(given, "special_opinions", passed, by="linshu", item="planning"),
            self.did(given, "special_opinions", archive, by="lisi", item="archives"),
            self.did(given, "quality_report", report, by="sunlei"),
            self.did(given, "fire_acceptance", fire, by="zhouhang"),
            self.did(drafted, "draft_joint", joint, by="shenruoxi"),
            self.did(
                signed, "leader_sign", {"result": "issue", "opinion": "同意。"}, by="wanghaibin"
            ),
            self.did(served, "serve", receipt, by="chenting"),
        )


WARD = Acceptance("LHYS-2026-0021", HOSPITAL, "990100202411120101")
SHEDS = Acceptance("LHYS-2026-0018", FACTORIES, "990100202411050101")
GYM = Acceptance("LHYS-2026-0015", STAND, "990100202410300101")

DOOR = {
    "text": "2# 厂房二层疏散门净宽 0.78 米，小于 0.90 米。",
    "clause": "GB 55037-2022 第 7.1.4 条",
    "place": "2# 厂房二层东侧楼梯间",
    "severity": "serious",
    "period": "15ND",
}
RAIL = {
    "text": "屋面检修口护栏高度 0.95 米，小于 1.10 米。",
    "clause": "GB 55031-2022 第 6.6.1 条",
    "place": "3# 厂房屋面",
    "severity": "general",
    "period": "10WD",
}

#: On site today with three experts: planning and archives are done, the others are at it.
ON_SITE: tuple[Act, ...] = (
    *WARD.accepted("10-29 10:10", "11-02 15:00", "11-03 09:30"),
    WARD.arranged(
        "11-04 10:20",
        "11-10",
        needs_experts=True,
        panel_seats=[
            {"discipline": "structure", "number": 2},
            {"discipline": "electrical", "number": 1},
        ],
    ),
    WARD.inspected("11-10 08:40", "planning"),
    WARD.inspected("11-10 08:50", "archives"),
)

#: Two items to be put right; the whole limit stands still since 10-30.
RECTIFYING: tuple[Act, ...] = (
    *SHEDS.accepted("10-19 14:00", "10-21 10:00", "10-22 09:20"),
    SHEDS.arranged("10-23 11:00", "10-29"),
    SHEDS.inspected("10-29 10:00", "planning"),
    SHEDS.inspected("10-29 10:30", "archives"),
    SHEDS.inspected("10-29 11:00", "fire", DOOR),
    SHEDS.inspected("10-29 11:20", "quality", RAIL),
    SHEDS.summed_up("10-30 09:40", "rectify"),
)

#: Passed on 10-28: the developer has until 11-12 to ask for the filing.
TO_FILE: tuple[Act, ...] = (
    *GYM.accepted("10-10 09:00", "10-12 16:00", "10-13 09:10"),
    GYM.arranged("10-14 10:00", "10-20"),
    *(GYM.inspected(f"10-20 1{hour}:00", key) for hour, key in enumerate(GYM.departments)),
    GYM.summed_up("10-21 09:30", "pass"),
    *GYM.signed("10-23 15:00", "10-26 10:00", "10-28 09:30", "10-29 10:00"),
)

STORIES = (ON_SITE, RECTIFYING, TO_FILE)
