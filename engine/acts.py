"""Acts on a whole case: asked for by one person, decided by another, told in writing.

撤件, 中止, 恢复, 终止 and 更正 share one course: who may ask does so with ground, reason and
basis; who may decide, and is somebody else, approves or refuses; only an approval does anything.
What each kind does is in `engine.carrying_out`.
"""

from collections.abc import Collection, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from engine import access, carrying_out, notices, people
from engine.act_judging import (
    NAMES,
    Asked,
    faults_of,
    forbidden,
    refuse_decided,
    refuse_same_person,
    refuse_state,
    refuse_stranger,
    refuse_twice,
    refuse_unreasoned,
    rule_for,
)
from engine.act_rules import ActRule, rules_of
from engine.definitions import load_definition
from engine.errors import InvalidSubmission, NotFound
from engine.handling import Handling, save
from engine.store.acts import Act
from engine.store.cases import Attachment, Case
from engine.sweep import open_case


def ask(session: Session, case_id: int, asked: Asked, *, by: str, at: datetime) -> Act:
    """Ask for an act on a case.

    Raises NotAllowed for who may not ask, InvalidSubmission by field, Conflict when the state of
    the case forbids it or the same is asked for already.
    """
    handling = open_case(session, case_id, at=at, by=by)
    rule = rule_for(handling, asked.kind)
    refuse_stranger(handling, rule.asks, asked.kind)
    refuse_state(handling, rule)
    refuse_twice(handling, asked.kind)
    errors = faults_of(handling, rule, asked)
    details = carrying_out.details_of(handling, asked.kind, asked.details, errors)
    if errors:
        raise InvalidSubmission(errors)
    ground = rule.ground(asked.ground)
    act = Act(
        case_id=case_id,
        kind=asked.kind,
        ground=asked.ground,
        ground_name=ground.name if ground else "",
        reason=asked.reason.strip(),
        basis=asked.basis.strip(),
        attachment_id=asked.attachment_id or None,
        details=details,
        asked_by=by,
        asked_at=at,
    )
    session.add(act)
    session.flush()
    _bind(handling, act)
    _record(handling, act, "act_asked", reason=act.reason)
    _tell_deciders(handling, rule, act)
    save(handling)
    return act


def decide(
    session: Session, act_id: int, decision: str, reason: str = "", *, by: str, at: datetime
) -> Act:
    """Approve or refuse an act; an approval does it at `at`.

    Raises NotAllowed for who may not decide or asked, Conflict when it is decided already or the
    state of the case forbids it by now.
    """
    act = get_act(session, act_id)
    handling = open_case(session, act.case_id, at=at, by=by)
    session.refresh(act)
    rule = rule_for(handling, act.kind)
    refuse_decided(act)
    refuse_stranger(handling, rule.decides, act.kind)
    refuse_same_person(act, by)
    refuse_unreasoned(decision, reason)
    if decision == "approved":
        refuse_state(handling, rule)
    act.decision, act.decided_by, act.decided_at = decision, by, at
    act.decided_reason = reason.strip()
    _record(handling, act, "act_decided", result=decision, reason=act.decided_reason)
    if decision == "approved":
        carrying_out.carry_out(handling, act, rule)
    _tell_asker(handling, act)
    save(handling)
    return act


def get_act(session: Session, act_id: int) -> Act:
    """Return an act; raises NotFound."""
    missing = NotFound(f"没有办件申请 {act_id}", f"There is no act {act_id}.")
    return access.find(session, Act, Act.id, act_id, missing)


def acts_of(session: Session, case_id: int) -> list[Act]:
    """Return the acts of a case, the newest first."""
    query = select(Act).where(Act.case_id == case_id).order_by(Act.id.desc())
    return list(session.scalars(query))


def approved(session: Session, kind: str, case_ids: Collection[int]) -> list[Act]:
    """Return the approved acts of a kind in some cases, as they were decided."""
    query = select(Act).where(
        Act.case_id.in_(case_ids), Act.kind == kind, Act.decision == "approved"
    )
    return list(session.scalars(query.order_by(Act.decided_at, Act.id)))


def open_to(handling: Handling, posts: Sequence[tuple[str, str]]) -> list[ActRule]:
    """Return the acts that the holder of some (section, post) may ask for now."""
    rules = rules_of(handling.definition.matter)
    waiting = {act.kind for act in acts_of(handling.session, handling.case.id) if not act.decision}
    return [
        rule
        for rule in rules.values()
        if set(posts) & set(rule.asks)
        and rule.kind not in waiting
        and forbidden(handling, rule) is None
    ]


def waiting_for(session: Session, posts: Sequence[tuple[str, str]], person_id: str) -> list[Act]:
    """Return the acts on open cases that the holder of some (section, post) may decide."""
    query = (
        select(Act)
        .join(Act.case)
        .where(Act.decision.is_(None), Act.asked_by != person_id, Case.state == "open")
        .order_by(Act.asked_at, Act.id)
    )
    return [act for act in session.scalars(query) if set(posts) & set(_deciders(session, act))]


def _deciders(session: Session, act: Act) -> Sequence[tuple[str, str]]:
    rule = rules_of(load_definition(session, act.case.definition_id).matter).get(act.kind)
    return rule.decides if rule else ()


def may_decide(handling: Handling, act: Act, posts: Sequence[tuple[str, str]]) -> bool:
    """Say whether `handling.by` may decide an act now, holding some (section, post)."""
    rule = rules_of(handling.definition.matter).get(act.kind)
    is_waiting = act.decision is None and handling.case.state == "open"
    is_other = act.asked_by != handling.by
    return rule is not None and is_waiting and is_other and bool(set(posts) & set(rule.decides))


def _bind(handling: Handling, act: Act) -> None:
    """Tie the file to the case."""
    if act.attachment_id:
        handling.session.get_one(Attachment, act.attachment_id).case_id = handling.case.id


def _record(handling: Handling, act: Act, kind: str, **body: Any) -> None:
    handling.record(
        kind,
        act=act.id,
        name=act.kind,
        ground=act.ground or None,
        ground_name=act.ground_name or None,
        basis=act.basis or None,
        attachment=act.attachment_id,
        details=act.details or None,
        asked_by=act.asked_by,
        **body,
    )


def _tell_deciders(handling: Handling, rule: ActRule, act: Act) -> None:
    found = people.holders_by_post(handling.session, rule.decides, handling.day)
    told = dict.fromkeys(one for holders in found.values() for one in holders)
    zh, en = NAMES[act.kind]
    _tell(
        handling,
        [one for one in told if one != act.asked_by],
        f"{handling.case.number} 有一件{zh}申请等待您决定：{act.ground_name or act.reason}",
        f"{en} of {handling.case.number} waits for your decision.",
    )


def _tell_asker(handling: Handling, act: Act) -> None:
    zh, en = NAMES[act.kind]
    said_zh, said_en = (
        ("批准", "approved") if act.decision == "approved" else ("不予批准", "refused")
    )
    _tell(
        handling,
        [act.asked_by],
        f"{handling.case.number} 的{zh}申请已{said_zh}。{act.decided_reason}",
        f"{en} of {handling.case.number} was {said_en}. {act.decided_reason}".strip(),
    )


def _tell(handling: Handling, told: Sequence[str], zh: str, en: str) -> None:
    notices.notify(handling.session, told, case=handling.case, at=handling.at, zh=zh, en=en)
