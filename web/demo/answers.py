"""What the town's officers and applicants fill in after the application: values by form."""

from collections.abc import Mapping
from datetime import date
from typing import Any

Values = Mapping[str, Any]

CONDITIONS = ("land", "planning", "site", "contractor", "funds_and_drawings", "quality_and_safety")

COMPLETE: Values = {"result": "complete", "opinion": "材料齐全，符合法定形式。"}
ACCEPT: Values = {
    "manner": "complete",
    "query_code": "100231",
    "delivery": "electronic",
    "served": True,
}
ACCEPT_ON_PROMISE: Values = {**ACCEPT, "manner": "promise"}
ACCEPT_CORRECTED: Values = {**ACCEPT, "manner": "corrected"}
CHIEF_AGREES: Values = {"result": "agree", "opinion": "同意承办人意见，报分管领导。"}
GRANT: Values = {"result": "grant", "opinion": "同意，准予许可。"}
LEGAL_AGREES: Values = {
    "points": ["authority", "facts", "law", "procedure", "document"],
    "result": "agree",
    "opinion": "事实清楚，适用法律准确，程序合法，同意不予许可。",
}
PROPOSE_GRANT: Values = {
    "proposal": "grant",
    "conditions": list(CONDITIONS),
    "opinion": "经审查，六项法定条件均已具备，各部门无不同意见，拟准予许可。",
    "adopted": "各部门意见均已采纳。",
}


def agree(opinion: str) -> Values:
    """Return a department's consent."""
    return {"result": "agree", "opinion": opinion}


def disagree(opinion: str, reason: str, legal_ground: str) -> Values:
    """Return a department's objection."""
    return {
        "result": "disagree",
        "opinion": opinion,
        "reason": reason,
        "legal_ground": legal_ground,
    }


def defect(material: str, problem: str, what: str, remedy: str) -> dict[str, str]:
    """Return one row of what is missing."""
    return {"material": material, "problem": problem, "missing_what": what, "remedy": remedy}


def missing(*defects: Values) -> Values:
    """Return an intake review that tells everything missing at once."""
    return {"result": "missing", "defects": list(defects), "opinion": "一次告知补正。"}


def on_promise(*defects: Values) -> Values:
    """Return an intake review that accepts against a promise."""
    return {"result": "promise", "defects": list(defects), "opinion": "可容缺，同意容缺受理。"}


def promise(promised: list[str], due_on: date, *, by: str, company: str, on: date) -> Values:
    """Return a signed promise to supply materials by a day."""
    return {
        "promised": promised,
        "due_on": due_on.isoformat(),
        "promisor": company,
        "promise_kept": True,
        "signature": by,
        "signed_on": on.isoformat(),
    }


def propose_refusal(opinion: str, reason: str, legal_ground: str) -> Values:
    """Return a handler's opinion that the permit be refused."""
    return {
        "proposal": "refuse",
        "conditions": list(CONDITIONS[:4]),
        "opinion": opinion,
        "reason": reason,
        "legal_ground": legal_ground,
    }


def refuse(facts: str, reason: str, legal_ground: str) -> Values:
    """Return a leader's refusal."""
    return {"result": "refuse", "facts": facts, "reason": reason, "legal_ground": legal_ground}


def serve(documents: list[str], *, on: date, to: str, number: str) -> Values:
    """Return an electronic service to the applicant."""
    return {
        "served_documents": documents,
        "method": "electronic",
        "served_on": on.isoformat(),
        "recipient": to,
        "tracking": number,
    }


GRANTED_PAPERS, REFUSED_PAPERS = ["grant_decision", "permit"], ["refusal_decision"]


def rate(level: str, by: str, words: str = "") -> Values:
    """Return an applicant's rating."""
    return {
        "level": level,
        "aspects": ["overall", "efficiency"],
        "channel": "web",
        "rater": by,
        "praise": words,
    }
