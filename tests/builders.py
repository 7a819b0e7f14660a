"""Cases of the permit brought to any state, through the forms, by the people who do the work."""

from collections.abc import Iterable, Mapping
from typing import Any

import permit_forms as forms
from snapshots import built_once
from towns import Town

PERMIT = "construction_permit"


def apply(town: Town, lacking: Mapping[str, str] | None = None, **changed: Any) -> int:
    """Hand in an application at the counter; six departments will review it."""
    file = town.upload("chenting")
    return town.start(PERMIT, forms.applied(file, lacking, **changed))


def apply_plain(town: Town, **changed: Any) -> int:
    """Hand in an application that only the four departments of every case review."""
    return town.start(PERMIT, forms.plain_works(town.upload("chenting"), **changed))


def accept(town: Town, case: int) -> None:
    """Find the materials complete and accept."""
    town.do(case, "intake_review", forms.intake())
    town.do(case, "accept", forms.accept())


@built_once
def accepted(town: Town) -> int:
    """Return an ordinary case accepted now."""
    case = apply_plain(town)
    accept(town, case)
    return case


def accept_on_promise(town: Town, due_on: str, material: str = "injury_insurance") -> int:
    """Return a case accepted now although a secondary material is missing (容缺)."""
    file = town.upload("chenting")
    lacking = {
        "fire_design_review": "not_needed",
        "fire_drawings": "supplied",
        material: "promised",
    }
    raw = forms.applied(file, lacking, sfts=False, xfscyjsbh="", rfmj="0")
    case = town.start(PERMIT, raw)
    town.do(case, "intake_review", forms.intake("promise", material))
    town.do(case, "sign_promise", forms.promise(town.today, due_on, material))
    town.do(case, "accept", forms.accept("promise"))
    return case


def review_all(town: Town, case: int, departments: Iterable[str] = forms.FOUR) -> None:
    """Let every department agree."""
    for department in departments:
        town.do(case, f"review:{department}", forms.review())


@built_once
def reviewed(town: Town) -> int:
    """Return a case every department agreed to."""
    case = accepted(town)
    review_all(town, case)
    return case


def propose(town: Town, case: int, proposal: str = "grant") -> None:
    """Draft the opinion and let the chief agree; a refusal passes the legal review."""
    town.do(case, "draft_opinion", forms.opinion(proposal), by="hexiaoyu")
    town.do(case, "chief_review", forms.chief())
    if proposal == "refuse":
        town.do(case, "legal_review", forms.legal())


def decide(town: Town, case: int, result: str = "grant") -> None:
    """Draft, agree and decide."""
    propose(town, case, result)
    town.do(case, "leader_decide", forms.decision(result))


def decided(town: Town, result: str = "grant") -> int:
    """Return a case decided now, waiting to be served."""
    case = reviewed(town)
    decide(town, case, result)
    return case


def serve(town: Town, case: int) -> None:
    """Hand the decision, and the permit when there is one, to the applicant."""
    issued = {"grant_decision", "permit", "refusal_decision"} & set(town.documents(case))
    town.do(case, "serve", forms.service(town.today, *sorted(issued)))


def ask_special(town: Town, case: int, days: int = 10, ground: str = "expert_review") -> None:
    """Ask for a special procedure."""
    town.do(case, "await_special", forms.special(ground, days), by="limingyuan")


def stop(town: Town, case: int, days: int = 10) -> None:
    """Ask for a special procedure and approve it: the clocks stop."""
    ask_special(town, case, days)
    town.do(case, "approve_special", forms.approve_special(days=days))


def resume(town: Town, case: int) -> None:
    """Record the end of the special procedure: the clocks run on."""
    file = town.upload("limingyuan")
    town.do(case, "await_special_end", forms.special_end(file, town.today), by="limingyuan")
