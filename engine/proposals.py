"""Changes that wait for a second person (待批准): proposed by one, approved by another.

A setting says of which kind: limits, notices of the calendar, or both. What waits changes nothing;
on approval it is judged anew, since the law or another change may have come between.
"""

from collections.abc import Callable, Iterable
from dataclasses import asdict
from datetime import date, datetime
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from engine import calendar_notices, limit_changes, limit_drafts, people
from engine.calendar_notices import NoticeDraft
from engine.days import day_of
from engine.errors import Conflict, InvalidSubmission, NotAllowed, NotFound
from engine.limit_drafts import LimitDraft, Reach
from engine.notices import notify
from engine.store.people import Person
from engine.store.publishing import CalendarNotice, LimitVersion, Proposal, Setting

#: The setting that says which kinds ask for a second person.
KEY = "second_person"
LIMIT, NOTICE, MATTER = KINDS = ("limit", "notice", "matter")
#: Who may be the second person.
APPROVERS = ("administrator", "deputy_director", "director")

Result = LimitVersion | CalendarNotice


def ask_for_second(session: Session, kinds: Iterable[str]) -> None:
    """Let changes of these kinds wait for a second person, those of others not."""
    session.merge(Setting(key=KEY, value={"kinds": [kind for kind in KINDS if kind in kinds]}))


def asks_for_second(session: Session, kind: str) -> bool:
    """Say whether changes of a kind wait for a second person."""
    row = session.get(Setting, KEY)
    return row is not None and kind in row.value["kinds"]


def change_limit(
    session: Session, draft: LimitDraft, *, reason: str, by: str, at: datetime
) -> LimitVersion | Proposal:
    """Apply a change of a limit, or leave it to a second person where one is asked for."""
    if not asks_for_second(session, LIMIT):
        return limit_changes.apply_change(session, draft, reason=reason, by=by, at=at)
    content = {**asdict(draft), "from_on": draft.from_on.isoformat(), "rule": dict(draft.rule)}
    return _propose(session, LIMIT, content, reason=reason, by=by, at=at)


def publish_notice(
    session: Session, draft: NoticeDraft, *, reason: str, by: str, at: datetime
) -> CalendarNotice | Proposal:
    """Apply a notice, or leave it to a second person where one is asked for."""
    if not asks_for_second(session, NOTICE):
        return calendar_notices.apply_notice(session, draft, reason=reason, by=by, at=at)
    days = [calendar_notices.plain_day(day) for day in draft.days]
    content = {"region": draft.region, "year": draft.year, "number": draft.number, "days": days}
    return _propose(session, NOTICE, content, reason=reason, by=by, at=at)


def _propose(
    session: Session, kind: str, content: dict[str, Any], *, reason: str, by: str, at: datetime
) -> Proposal:
    limit_changes.refuse_silence(reason)
    proposal = Proposal(
        kind=kind, content=content, reason=reason.strip(), made_by=by, made_at=at, state="waiting"
    )
    session.add(proposal)
    session.flush()
    _tell(session, _approvers(session, but=by, at=at), proposal, "待您批准", "waits for you", at)
    return proposal


def _approvers(session: Session, *, but: str, at: datetime) -> list[str]:
    found = [one for post in APPROVERS for one in people.holders_of_post(session, post, day_of(at))]
    return [one for one in dict.fromkeys(found) if one != but]


def _tell(
    session: Session, persons: list[str], proposal: Proposal, zh: str, en: str, at: datetime
) -> None:
    called = {LIMIT: ("时限改动", "A change of a limit"), NOTICE: ("日历通知", "A calendar notice")}
    what_zh, what_en = called[proposal.kind]
    notify(
        session,
        [one for one in persons if session.get(Person, one)],
        case=None,
        at=at,
        zh=f"{what_zh}（第 {proposal.id} 号）{zh}：{proposal.reason}",
        en=f"{what_en} (no. {proposal.id}) {en}: {proposal.reason}",
    )


def waiting(session: Session) -> list[Proposal]:
    """Return what waits for a second person, oldest first."""
    query = select(Proposal).where(Proposal.state == "waiting").order_by(Proposal.id)
    return list(session.scalars(query))


def find_proposal(session: Session, proposal_id: int) -> Proposal:
    """Return a proposal; raises NotFound."""
    found = session.get(Proposal, proposal_id)
    if found is None:
        raise NotFound(f"没有待批准的改动 {proposal_id}", f"There is no proposal {proposal_id}.")
    return found


def limit_draft_of(proposal: Proposal) -> LimitDraft:
    """Return the change of a limit a proposal holds."""
    content = proposal.content
    return LimitDraft(
        content["matter_key"],
        content["limit_key"],
        date.fromisoformat(content["from_on"]),
        content["rule"],
        Reach(content["reach"]),
    )


def notice_draft_of(proposal: Proposal) -> NoticeDraft:
    """Return the notice a proposal holds."""
    content = proposal.content
    days = tuple(calendar_notices.read_plain(content["days"]))
    return NoticeDraft(content["region"], content["year"], content["number"], days)


def approve(session: Session, proposal_id: int, *, by: str, at: datetime) -> Result:
    """Apply a proposal as its second person, judged anew.

    Raises NotAllowed for who proposed it or may not approve, Conflict when it waits no longer, and
    what applying raises.
    """
    proposal = _locked(session, proposal_id)
    refuse_approval(session, proposal, by=by, at=at)
    known = {"reason": proposal.reason, "by": proposal.made_by, "at": at, "approved_by": by}
    result = _APPLY[proposal.kind](session, proposal, known)
    session.flush()
    proposal.result_id = result.id
    _decide(session, proposal, "approved", "", by=by, at=at)
    _tell(session, [proposal.made_by], proposal, "已批准", "was approved", at)
    return result


def refuse_approval(session: Session, proposal: Proposal, *, by: str, at: datetime) -> None:
    """Raise NotAllowed unless a person may be the second one of a proposal."""
    if by == proposal.made_by:
        raise NotAllowed(
            "提出人不能批准自己的改动，请由另一人批准。",
            "Whoever proposed a change cannot approve it; another person does.",
            code="same_person",
        )
    if not people.holds_post(session, by, APPROVERS, day_of(at)):
        raise NotAllowed("您的岗位不能批准改动。", "Your post may not approve changes.")


def _apply_limit(session: Session, proposal: Proposal, known: dict[str, Any]) -> Result:
    draft = limit_draft_of(proposal)
    limit_drafts.judge(session, draft)
    return limit_changes.apply_change(session, draft, **known)


def _apply_notice(session: Session, proposal: Proposal, known: dict[str, Any]) -> Result:
    return calendar_notices.apply_notice(session, notice_draft_of(proposal), **known)


_APPLY: dict[str, Callable[[Session, Proposal, dict[str, Any]], Result]] = {
    LIMIT: _apply_limit,
    NOTICE: _apply_notice,
}


def refuse(session: Session, proposal_id: int, reason: str, *, by: str, at: datetime) -> Proposal:
    """Refuse a proposal as its second person; nothing changes."""
    proposal = _locked(session, proposal_id)
    refuse_approval(session, proposal, by=by, at=at)
    if not reason.strip():
        raise InvalidSubmission({"reason": [("请说明不批准的理由。", "Say why it is refused.")]})
    _decide(session, proposal, "refused", reason.strip(), by=by, at=at)
    _tell(session, [proposal.made_by], proposal, "未获批准", "was refused", at)
    return proposal


def withdraw(session: Session, proposal_id: int, *, by: str, at: datetime) -> Proposal:
    """Take back one's own proposal before it is decided."""
    proposal = _locked(session, proposal_id)
    if by != proposal.made_by:
        raise NotAllowed("只有提出人可以收回。", "Only the person who proposed it may withdraw it.")
    _decide(session, proposal, "withdrawn", "", by=by, at=at)
    return proposal


def _locked(session: Session, proposal_id: int) -> Proposal:
    find_proposal(session, proposal_id)
    proposal = session.get_one(Proposal, proposal_id, with_for_update=True, populate_existing=True)
    if proposal.state != "waiting":
        raise Conflict("这项改动已经处理过。", "This proposal was decided already.")
    return proposal


def _decide(
    session: Session, proposal: Proposal, state: str, reason: str, *, by: str, at: datetime
) -> None:
    proposal.state, proposal.decided_reason = state, reason
    proposal.decided_by, proposal.decided_at = by, at
    session.flush()
