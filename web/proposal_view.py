"""Changes that wait for a second person, as screens list and show them."""

from typing import Any

from flask import url_for

from engine import proposals
from engine.errors import InvalidSubmission, NotAllowed
from engine.limit_rules import read_rule
from engine.previewing import effects_of_notice, moves_of_notice
from engine.proposals import LIMIT
from engine.store.publishing import Proposal
from web.access import person
from web.clock_board import names
from web.language import _
from web.limit_words import rule_name
from web.region_names import region_names
from web.session import db, now
from web.times import long_moment
from web.what_if_view import effects, outcome


def waiting() -> list[dict[str, Any]]:
    """Return what waits for a second person, oldest first."""
    return [proposal_row(one) for one in proposals.waiting(db())]


def proposal_row(one: Proposal) -> dict[str, Any]:
    """Return who proposed what, when and why."""
    called = names().persons
    return {
        "title": _title(one),
        "by": called.get(one.made_by, one.made_by),
        "at": long_moment(one.made_at),
        "reason": one.reason,
        "state": one.state,
        "state_text": state_words(one.state),
        "decided_by": called.get(one.decided_by or "", one.decided_by or ""),
        "decided_at": long_moment(one.decided_at) if one.decided_at else "",
        "decided_reason": one.decided_reason,
        "url": url_for("proposals.show", proposal_id=one.id),
    }


def state_words(state: str) -> str:
    """Return the word of a proposal's state."""
    return {
        "waiting": _("待批准"),
        "approved": _("已批准"),
        "refused": _("未获批准"),
    }.get(state, _("已收回"))


def _title(one: Proposal) -> str:
    if one.kind == LIMIT:
        draft = proposals.limit_draft_of(one)
        name = rule_name(read_rule(draft.limit_key, draft.rule, draft.from_on))
        return _("%(limit)s · 自 %(day)s 起", limit=name, day=draft.from_on.isoformat())
    draft_notice = proposals.notice_draft_of(one)
    place = region_names().get(draft_notice.region, draft_notice.region)
    return f"{draft_notice.number} · {draft_notice.year or place}"


def effects_shown(one: Proposal) -> dict[str, Any]:
    """Return what a proposal that waits would do now."""
    if one.kind == LIMIT:
        return outcome(proposals.limit_draft_of(one))
    draft = proposals.notice_draft_of(one)
    moves = moves_of_notice(db(), draft)
    return {
        **effects(effects_of_notice(db(), draft, at=now())),
        "days": len(draft.days),
        "moved": sum(move.old_on != move.new_on for move in moves),
    }


def may_decide(one: Proposal) -> bool:
    """Say whether the person of the request may be the second one."""
    try:
        proposals.refuse_approval(db(), one, by=person().id, at=now())
    except (NotAllowed, InvalidSubmission):
        return False
    return one.state == "waiting"
