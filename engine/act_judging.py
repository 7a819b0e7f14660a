"""Who may ask for and decide an act, when the case allows it, and what must be given.

Every refusal of `engine.acts` is here; nothing is written.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy import select

from engine import people
from engine.act_rules import GROUNDED, ActRule, rules_of
from engine.errors import Conflict, InvalidSubmission, NotAllowed
from engine.handling import Handling
from engine.store.acts import Act
from engine.store.cases import Attachment

DECISIONS = ("approved", "refused")
#: Names of the kinds, in both languages.
NAMES: Mapping[str, tuple[str, str]] = {
    "withdraw": ("撤件", "Withdrawal"),
    "suspend": ("中止", "Suspension"),
    "resume": ("恢复", "Resumption"),
    "terminate": ("终止", "Termination"),
    "correct": ("更正", "Correction"),
}
LONGEST_BASIS = 200


@dataclass(frozen=True)
class Asked:
    """What a person asks for."""

    kind: str
    ground: str = ""
    reason: str = ""
    #: Number or name of the paper the asking rests on; or `attachment_id`, a file of the case.
    basis: str = ""
    attachment_id: str | None = None
    #: suspend: {"days": told working days}; correct: {"fact", "new"}.
    details: Mapping[str, Any] = field(default_factory=dict)


def rule_for(handling: Handling, kind: str) -> ActRule:
    """Return how the matter provides for an act; raises Conflict when it does not."""
    rule = rules_of(handling.definition.matter).get(kind)
    if rule is None:
        zh, en = NAMES.get(kind, (kind, kind))
        raise Conflict(
            f"事项“{handling.definition.matter.name}”没有规定{zh}，不能{zh}。",
            f"The matter does not provide for this act: {en}.",
            code="act_not_provided",
        )
    return rule


def refuse_stranger(handling: Handling, posts: Sequence[tuple[str, str]], kind: str) -> None:
    """Raise NotAllowed unless who acts holds one of the posts."""
    held = people.posts_on(handling.session, handling.by or "", handling.day)
    if set(held) & set(posts):
        return
    section, _post = posts[0]
    name = people.section_name(handling.session, section)
    zh, en = NAMES[kind]
    raise NotAllowed(
        f"您的岗位不能办理“{zh}”，请由{name}的相应岗位办理。",
        f"Your post may not do this ({en}); a post of {name} does.",
        code="post_not_held",
    )


def refuse_state(handling: Handling, rule: ActRule) -> None:
    """Raise Conflict when the state of the case forbids an act now."""
    why = forbidden(handling, rule)
    if why is not None:
        raise why


def forbidden(handling: Handling, rule: ActRule) -> Conflict | None:
    """Return why the state of the case forbids an act now; None when it does not."""
    zh, en = NAMES[rule.kind]
    case = handling.case
    if case.state != "open":
        return Conflict(
            f"办件已经办结，不能{zh}。", f"The case is closed: {en}.", code="case_closed"
        )
    if rule.kind == "suspend" and case.suspended_at is not None:
        return Conflict(
            "办件已经中止。", "The case is suspended already.", code="already_suspended"
        )
    if rule.kind == "resume" and case.suspended_at is None:
        return Conflict(
            "办件没有中止，无须恢复。", "The case is not suspended.", code="not_suspended"
        )
    if rule.when and handling.evaluate(rule.when) is not True:
        return Conflict(
            f"办件到了这一步，已不能{zh}。",
            f"The case has come too far for this act: {en}.",
            code="act_too_late",
        )
    return None


def refuse_twice(handling: Handling, kind: str) -> None:
    """Raise Conflict when the same act waits for its decision."""
    waiting = select(Act.id).where(
        Act.case_id == handling.case.id, Act.kind == kind, Act.decision.is_(None)
    )
    if handling.session.scalar(waiting.limit(1)) is not None:
        zh, en = NAMES[kind]
        raise Conflict(
            f"已有一件{zh}申请等待决定。",
            f"{en} was asked for already and waits for a decision.",
            code="act_waiting",
        )


def faults_of(handling: Handling, rule: ActRule, asked: Asked) -> dict[str, list[tuple[str, str]]]:
    """Return what is wrong or missing in what was asked for, by field."""
    errors: dict[str, list[tuple[str, str]]] = {}
    if rule.kind in GROUNDED and rule.ground(asked.ground) is None:
        names = "、".join(one.name for one in rule.grounds)
        keys = ", ".join(one.key for one in rule.grounds)
        errors["ground"] = [
            (
                f"事由须从清单中选择：{names}。",
                f"Choose a ground of the list: {keys}.",
            )
        ]
    if not asked.reason.strip():
        errors["reason"] = [("请写明理由。", "Give reasons.")]
    if not (asked.basis.strip() or asked.attachment_id):
        errors["basis"] = [
            (
                "请写明所依据的文书名称、文号，或上传文书。",
                "Name the paper it rests on, or upload it.",
            )
        ]
    if len(asked.basis.strip()) > LONGEST_BASIS:
        errors["basis"] = [(f"最多 {LONGEST_BASIS} 字。", f"{LONGEST_BASIS} characters at most.")]
    if asked.attachment_id and not _is_own(handling, asked.attachment_id):
        errors["attachment"] = [
            ("没有这个附件，请重新上传。", "There is no such file; upload it again.")
        ]
    return errors


def _is_own(handling: Handling, attachment_id: str) -> bool:
    found = handling.session.get(Attachment, attachment_id)
    if found is None:
        return False
    is_new = found.case_id is None and found.uploaded_by == handling.by
    return is_new or found.case_id == handling.case.id


def refuse_decided(act: Act) -> None:
    """Raise Conflict when an act was decided already."""
    if act.decision is not None:
        raise Conflict("这件申请已经决定。", "This act was decided already.", code="act_decided")


def refuse_same_person(act: Act, by: str) -> None:
    """Raise NotAllowed when who decides is who asked."""
    if by == act.asked_by:
        raise NotAllowed(
            "申请与批准须由两人分别作出，您不能批准自己提出的申请。",
            "Asking and approving take two persons; you cannot decide what you asked for.",
            code="same_person",
        )


def refuse_unreasoned(decision: str, reason: str) -> None:
    """Raise InvalidSubmission for no decision, or a refusal without reasons."""
    if decision not in DECISIONS:
        raise InvalidSubmission(
            {"decision": [("请选择批准或不批准。", "Choose to approve or to refuse.")]}
        )
    if decision == "refused" and not reason.strip():
        raise InvalidSubmission(
            {"reason": [("不批准须写明理由。", "Give reasons for the refusal.")]}
        )
