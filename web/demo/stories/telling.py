"""Short ways to say what every story says: received, accepted, reviewed, decided."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from engine.days import day_of
from web.demo import answers
from web.demo.acts import Act, Claim, Receive, Submit, moment
from web.demo.applications import application
from web.demo.lots import LOTS
from web.demo.works import Lot

#: Who reviews for a department.
REVIEWERS = {
    "planning": "linshu",
    "quality": "sunlei",
    "safety": "wugang",
    "wage": "xuqing",
    "fire": "zhouhang",
    "civil_defence": "dingyong",
}
OPINIONS = {
    "planning": "与建设工程规划许可证一致，同意。",
    "quality": "质量保证体系和措施符合要求，同意。",
    "safety": "安全施工措施符合要求，同意。",
    "wage": "工资专用账户和保证金承诺符合要求，同意。",
    "fire": "消防设计审查已合格，同意。",
    "civil_defence": "防空地下室设计符合要求，同意。",
}
#: Departments with one reviewer: its tasks are held from the start and need no claiming.
ALONE = frozenset({"planning", "wage", "fire", "civil_defence"})


@dataclass(frozen=True)
class Tale:
    """A case being told: its number and lot; each method returns the acts of one scene."""

    number: str
    lot: Lot = field(repr=False)

    def received(self, when: str, *, by: str, missing: tuple[str, ...] = ()) -> Act:
        """Return the receipt of the application."""
        at = moment(when)
        values = application(self.lot, on=day_of(at), missing=missing)
        return Receive(at, self.number, by, values)

    def claimed(self, when: str, element: str, *, by: str, item: str | None = None) -> Act:
        """Return a claim."""
        return Claim(moment(when), self.number, by, element, item)

    def did(
        self,
        when: str,
        element: str,
        values: Mapping[str, Any],
        *,
        by: str,
        item: str | None = None,
    ) -> Act:
        """Return a submission."""
        return Submit(moment(when), self.number, by, element, values, item)

    def accepted(self, reviewed: str, accepted: str, *, by: str) -> tuple[Act, ...]:
        """Return intake review and acceptance, everything being complete."""
        return (
            self.claimed(reviewed, "intake_review", by=by),
            self.did(reviewed, "intake_review", answers.COMPLETE, by=by),
            self.did(accepted, "accept", answers.ACCEPT, by=by),
        )

    def reviewed(self, **times: str) -> tuple[Act, ...]:
        """Return the consent of departments, by department and time."""
        acts: list[Act] = []
        for department, when in times.items():
            by = REVIEWERS[department]
            if department not in ALONE:
                acts.append(self.claimed(when, "review", by=by, item=department))
            acts.append(
                self.did(
                    when, "review", answers.agree(OPINIONS[department]), by=by, item=department
                )
            )
        return tuple(acts)

    def drafted(self, claimed: str, when: str, *, by: str) -> tuple[Act, ...]:
        """Return a handler's opinion in favour."""
        return (
            self.claimed(claimed, "draft_opinion", by=by),
            self.did(when, "draft_opinion", answers.PROPOSE_GRANT, by=by),
        )

    def served(self, claimed: str, when: str, documents: list[str], *, by: str) -> tuple[Act, ...]:
        """Return the electronic service of the decision."""
        at = moment(when)
        receipt = f"DZSD-{at:%Y%m%d}-{self.number[-4:]}"
        values = answers.serve(
            documents, on=day_of(at), to=self.lot.project.lead.name, number=receipt
        )
        return (
            self.claimed(claimed, "serve", by=by),
            self.did(when, "serve", values, by=by),
        )


def tale(number: int, lot: str) -> Tale:
    """Return the tale of a case by the last digits of its number and the key of its lot."""
    return Tale(f"SGXK-2026-{number:04}", LOTS[lot])
