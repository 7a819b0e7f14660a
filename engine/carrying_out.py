"""What an approved act does to its case: end it, suspend it, let it go on, correct a fact."""

from collections.abc import Callable, Mapping
from typing import Any

from engine import case_end, correcting, documents, suspending
from engine.act_rules import ActRule
from engine.bpmn.model import Element
from engine.handling import Handling
from engine.store.acts import Act

#: Messages in both languages by field, as InvalidSubmission takes them.
Errors = dict[str, list[tuple[str, str]]]

LONGEST_DAYS = 999


def details_of(
    handling: Handling, kind: str, given: Mapping[str, Any], errors: Errors
) -> dict[str, Any]:
    """Return what else an act keeps, judged; what is wrong goes to `errors` by field."""
    if kind == "suspend":
        return _days(given.get("days"), errors)
    if kind == "correct":
        return correcting.judge(handling, given, errors)
    return {}


def _days(given: object, errors: Errors) -> dict[str, Any]:
    """Return {"days"}: how long it is expected to last, in working days; {} when not known."""
    text = str(given or "").strip()
    if not text:
        return {}
    if not (text.isascii() and text.isdigit() and 0 < int(text) <= LONGEST_DAYS):
        errors["days"] = [
            (
                f"预计的工作日数须为 1 至 {LONGEST_DAYS} 的整数；不能预计的留空。",
                f"Working days are a whole number from 1 to {LONGEST_DAYS}; empty if not known.",
            )
        ]
        return {}
    return {"days": int(text)}


def carry_out(handling: Handling, act: Act, rule: ActRule) -> None:
    """Do an approved act and tell the applicant in writing."""
    act.document_number = _tell_applicant(handling, act, rule)
    _DO[act.kind](handling, act, rule)


def _tell_applicant(handling: Handling, act: Act, rule: ActRule) -> str | None:
    """Issue the paper of an act; return its number. Its template sees the act as `act`."""
    if not rule.document:
        return None
    ground = rule.ground(act.ground)
    told = {
        "kind": act.kind,
        "ground": act.ground_name,
        "article": ground.article if ground else "",
        "reason": act.reason,
        "basis": act.basis,
        "asked_on": act.asked_at.astimezone(handling.at.tzinfo).date(),
        **act.details,
    }
    paper = Element(f"act.{act.kind}", "act", properties={"documents": rule.document})
    return documents.issue_for(handling, paper, {"act": told})[0].number


def _end(handling: Handling, act: Act, rule: ActRule) -> None:
    case_end.end_case(handling, rule.outcome, ground=act.ground_name, reason=act.reason)


def _suspend(handling: Handling, act: Act, rule: ActRule) -> None:
    suspending.suspend_case(
        handling,
        ground=act.ground,
        ground_name=act.ground_name,
        told=str(act.details.get("days", "")),
        document_number=act.document_number,
        asked_by=act.asked_by,
    )


def _resume(handling: Handling, act: Act, rule: ActRule) -> None:
    suspending.resume_case(handling)


def _correct(handling: Handling, act: Act, rule: ActRule) -> None:
    act.details = correcting.correct(handling, act)


_DO: Mapping[str, Callable[[Handling, Act, ActRule], None]] = {
    "withdraw": _end,
    "terminate": _end,
    "suspend": _suspend,
    "resume": _resume,
    "correct": _correct,
}
