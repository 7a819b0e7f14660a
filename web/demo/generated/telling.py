"""One generated case: chance decides who and when, never what is allowed."""

import random
from collections.abc import Generator, Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from engine.days import day_of
from web.demo import answers
from web.demo.acts import Act, Answer, Claim, ReceiveGenerated, Submit
from web.demo.answers import Values
from web.demo.applications import application, bound_in_one, handed_in, paper_of
from web.demo.generated.office import DAY, WorkingTime
from web.demo.papers import Paper
from web.demo.stories.telling import OPINIONS
from web.demo.works import Lot

#: Minutes before the end of the stretch at which the last case is closed.
LAST_MINUTE_LEFT = 20
#: Counted days a plain grant takes from acceptance: the promise is three, the law allows seven.
DAYS_TAKEN = (1, 1, 1, 2, 2, 2, 2, 2, 3, 3, 3, 3, 4, 5, 6, 7)
PROMISED_DAYS = 3
RATINGS = ("非常满意",) * 8 + ("满意",) * 2 + ("基本满意",)
LATE_REASONS = (
    "联审意见汇总后与申请人核对技术参数，超过承诺时限，将在法定时限内办结。",
    "图纸与规划指标须逐项核对，用时较长，已安排专人跟进。",
    "月末收件集中，未能按承诺时限办结，已调整承办分工。",
)
REVIEWERS = {
    "planning": ("linshu",),
    "quality": ("sunlei", "gaojie"),
    "safety": ("wugang", "tianye"),
    "wage": ("xuqing",),
    "fire": ("zhouhang",),
}
#: Reason and law of a refusal for want of safety measures.
NO_MEASURES = (
    "施工组织设计未含深基坑和起重机械的安全专项措施，经指出仍未完善。",
    "建设工程安全生产管理条例第四十二条",
)


@dataclass
class Telling:
    """One generated case while it is being told; times are working minutes."""

    office: WorkingTime
    chance: random.Random
    number: str
    lot: Lot
    turn: str
    received: int

    def __post_init__(self) -> None:
        """Choose who deals with it."""
        self.clerk = self.chance.choice(("chenting", "liuyang"))
        self.handler = self.chance.choice(("limingyuan", "hexiaoyu"))
        self.lead = self.lot.project.lead.name

    def acts(self) -> Iterator[Act]:
        """Yield the acts from receipt to archive."""
        yield self._receipt()
        reviewed = self.received + self.chance.randrange(40, 200)
        if self.turn == "returned":
            yield self._told(reviewed)
            return
        if self.turn == "not_ours":
            yield from self._not_ours(reviewed)
            return
        accepted = reviewed + self.chance.randrange(5, 30)
        if self.turn == "supplemented":
            yield self._told(reviewed)
            accepted = reviewed + self.chance.randrange(500, 900)
            yield from self._supplemented(accepted)
        elif self.turn == "promised":
            yield from self._promised(reviewed, accepted)
        else:
            yield self._submit(reviewed, "intake_review", answers.COMPLETE, self.clerk)
            yield self._submit(accepted, "accept", answers.ACCEPT, self.clerk)
        yield from self._decided(accepted)

    # ---- intake ---------------------------------------------------------------------------------

    def _receipt(self) -> Act:
        at = self.office.moment(self.received)
        lacks = {"returned": ("wage_guarantee",), "supplemented": ("wage_guarantee",)}
        lacks["promised"] = ("injury_insurance",)
        values = application(self.lot, on=day_of(at), missing=lacks.get(self.turn, ()))
        return ReceiveGenerated(at, self.number, self.clerk, bound_in_one(values))

    def _told(self, minute: int) -> Act:
        defect = answers.defect(
            "wage_guarantee",
            "absent",
            "未提交工资专用账户和保证金承诺。",
            "请上传加盖公章的承诺书。",
        )
        return self._submit(minute, "intake_review", answers.missing(defect), self.clerk)

    def _supplemented(self, accepted: int) -> Iterator[Act]:
        supplied = self._material("wage_guarantee", accepted - 60)
        values = {"materials": supplied, "way": "online", "handed_by": self.lead}
        yield self._submit(accepted - 60, "await_supplement", values, self.clerk)
        yield self._submit(accepted - 20, "intake_review", answers.COMPLETE, self.clerk)
        yield self._submit(accepted, "accept", answers.ACCEPT_CORRECTED, self.clerk)

    def _promised(self, reviewed: int, accepted: int) -> Iterator[Act]:
        today = self._day(accepted)
        due_on = self.office.days[accepted // DAY + 3]
        defect = answers.defect(
            "injury_insurance", "absent", "工伤保险参保证明尚未出具。", "请在承诺期限内补交。"
        )
        signed = answers.promise(
            ["injury_insurance"], due_on, by=self.lead, company=self.lot.project.developer, on=today
        )
        yield self._submit(reviewed, "intake_review", answers.on_promise(defect), self.clerk)
        yield self._submit(accepted - 2, "sign_promise", signed, self.clerk)
        yield self._submit(accepted, "accept", answers.ACCEPT_ON_PROMISE, self.clerk)

    def _not_ours(self, reviewed: int) -> Iterator[Act]:
        reason = "该工程由高新区管委会委托审批，不属本机关受理范围。"
        review = {"result": "not_ours", "reason": reason}
        decision = {
            "ground": "not_ours",
            "right_organ": "江城高新技术产业开发区管理委员会",
            "reason": reason,
            "legal_ground": "行政许可法第三十二条第一款第二项",
            "told_on_spot": True,
        }
        yield self._submit(reviewed, "intake_review", review, self.clerk)
        yield self._submit(reviewed + 90, "refuse_accept", decision, "zhengkai")

    # ---- review and decision --------------------------------------------------------------------

    def _decided(self, accepted: int) -> Iterator[Act]:
        taken = self._days_taken(accepted)
        decided = (accepted // DAY + taken) * DAY + self.chance.randrange(330, 400)
        # Departments have two working days, and the handler needs the rest.
        until = min((accepted // DAY + min(taken, 2)) * DAY + 100, decided - 120)
        reviewed = yield from self._reviewed(accepted + 20, until)
        if self.turn == "promised":
            reviewed += 10
            supplied = {"materials": self._material("injury_insurance", reviewed)}
            values = {**supplied, "handed_by": self.lead}
            yield self._submit(reviewed, "await_promised", values, self.clerk)
        yield Claim(self._at(reviewed + 5), self.number, self.handler, "draft_opinion")
        drafted = reviewed + (decided - reviewed) // 3
        if taken > PROMISED_DAYS:
            late = (accepted // DAY + PROMISED_DAYS + 1) * DAY + self.chance.randrange(20, 60)
            reason = self.chance.choice(LATE_REASONS)
            yield Answer(self._at(late), self.number, self.handler, "decide_promise", reason)
            drafted = max(drafted, late + 30)
        yield from self._proposed(drafted, (drafted + decided) // 2, decided)
        yield from self._closed(decided)

    def _days_taken(self, accepted: int) -> int:
        if self.turn == "promised":
            return 3
        left = len(self.office.days) - 2 - accepted // DAY
        return max(1, min(self.chance.choice(DAYS_TAKEN), left))

    def _reviewed(self, first: int, last: int) -> Generator[Act, None, int]:
        departments = ["planning", "quality", "safety", "wage"]
        departments += ["fire"] if self.lot.project.is_special else []
        times = sorted(self.chance.randrange(first, last) for _ in departments)
        self.chance.shuffle(departments)
        for minute, department in zip(times, departments, strict=True):
            by = self.chance.choice(REVIEWERS[department])
            if self.turn == "visited" and department == "quality":
                yield from self._visited(first, minute, by)
            opinion = self._opinion(department)
            yield self._submit(minute, "review", opinion, by, department)
        return times[-1]

    def _opinion(self, department: str) -> Values:
        if self.turn == "refused" and department == "safety":
            return answers.disagree("安全措施不符合要求，不同意。", *NO_MEASURES)
        return answers.agree(OPINIONS[department])

    def _visited(self, asked: int, concluded: int, by: str) -> Iterator[Act]:
        visited = (asked + concluded) // 2
        purpose = {"result": "site_visit", "visit_purpose": "核实现场是否具备施工条件。"}
        at = self._at(visited)
        photo = Paper(
            "现场照片",
            "Site photo",
            self.lot.name,
            self.lot.project.code,
            "质监科",
            at.date(),
            "jpg",
        )
        record = {
            "visited_on": day_of(at).isoformat(),
            "place": self.lot.project.address,
            "officer_1": "sunlei",
            "officer_2": "gaojie",
            "present": self.lead,
            "findings": "现场已围挡，三通一平完成，未发现擅自开工。",
            "conclusion": "conforms",
            "photos": [photo],
            "signed": True,
        }
        yield self._submit(asked, "review", purpose, by, "quality")
        yield self._submit(visited, "site_visit", record, by, "quality")

    def _proposed(self, drafted: int, reviewed: int, decided: int) -> Iterator[Act]:
        refused = self.turn == "refused"
        draft = answers.PROPOSE_GRANT
        decision = answers.GRANT
        if refused:
            draft = answers.propose_refusal("安全部门不同意，拟不予许可。", *NO_MEASURES)
            decision = answers.refuse("没有符合要求的安全施工措施。", *NO_MEASURES)
        yield self._submit(drafted, "draft_opinion", draft, self.handler)
        yield self._submit(reviewed, "chief_review", answers.CHIEF_AGREES, "zhengkai")
        if refused:
            between = (reviewed + decided) // 2
            yield self._submit(between, "legal_review", answers.LEGAL_AGREES, "fangzheng")
        yield self._submit(decided, "leader_decide", decision, "wanghaibin")

    def _closed(self, decided: int) -> Iterator[Act]:
        last = len(self.office.days) * DAY - LAST_MINUTE_LEFT
        served = min(decided + self.chance.randrange(30, 600), last - 30)
        papers = answers.REFUSED_PAPERS if self.turn == "refused" else answers.GRANTED_PAPERS
        at = self._at(served)
        receipt = f"DZSD-{at:%Y%m%d}-{self.number[-4:]}"
        values = answers.serve(papers, on=day_of(at), to=self.lead, number=receipt)
        yield self._submit(served, "serve", values, self.clerk)
        if self._is_left_unrated(at):
            return
        rated = min(served + self.chance.randrange(20, 900), last)
        level = "基本满意" if self.turn == "refused" else self.chance.choice(RATINGS)
        yield self._submit(rated, "await_rating", answers.rate(level, self.lead), self.clerk)

    def _is_left_unrated(self, served_at: datetime) -> bool:
        """Say whether nobody rates it, so that it is archived fifteen days later, in October."""
        in_time = day_of(served_at) + timedelta(days=16) <= self.office.days[-1]
        return in_time and self.chance.random() < 0.25

    # ---- parts ----------------------------------------------------------------------------------

    def _material(self, code: str, minute: int) -> dict[str, Any]:
        return {code: handed_in(paper_of(self.lot, code, self._day(minute)))}

    def _submit(
        self, minute: int, element: str, values: Values, by: str, item: str | None = None
    ) -> Act:
        return Submit(self._at(minute), self.number, by, element, values, item)

    def _at(self, minute: int) -> datetime:
        return self.office.moment(minute)

    def _day(self, minute: int) -> date:
        return day_of(self._at(minute))
