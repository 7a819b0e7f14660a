"""Cards and notices that a rung raises, and the reason a person owes for a card."""

from datetime import datetime

from sqlalchemy.orm import Session

from engine import notices, people
from engine.days import closing_day_of, day_of, legal_text
from engine.errors import Conflict, NotAllowed, NotFound
from engine.handling import Handling
from engine.limit_rules import LimitRule
from engine.limits.counting import last_day
from engine.limits.units import Amount, Unit
from engine.records import add_record
from engine.store.clocks import Card, Clock, Firing
from engine.store.locking import lock_case

#: A reason is owed within this time of the card (电子监察规则: 2 个工作日, configurable later).
REASON_WITHIN = Amount(2, Unit.WD)

COLOURS = {"yellow": ("黄牌", "Yellow card"), "red": ("红牌", "Red card")}


def react(handling: Handling, clock: Clock, firing: Firing, rule: LimitRule) -> None:
    """Do what a rung asks for: tell the roles of its ladder row, raise a card."""
    holder, section = accountable(handling, clock)
    if firing.level in COLOURS:
        _raise_card(handling, clock, firing, rule, holder, section)
    told = _persons(handling, rule.told(firing.rung_key), holder, section)
    zh, en = _texts(handling, firing, rule)
    notices.notify(
        handling.session,
        told,
        case=handling.case,
        at=firing.instant_at,
        zh=zh,
        en=en,
        level=firing.level,
    )


def _texts(handling: Handling, firing: Firing, rule: LimitRule) -> tuple[str, str]:
    number, when = handling.case.number, legal_text(firing.instant_at)
    if firing.level in COLOURS:
        zh, en = COLOURS[firing.level]
        return (
            f"{zh}：{number} {rule.name} 于 {when} 届满",
            f"{en}: {number} {rule.name_en}, {when}",
        )
    return (
        f"预警：{number} {rule.name} 即将届满",
        f"Warning: {number} {rule.name_en} is about to expire",
    )


def accountable(handling: Handling, clock: Clock) -> tuple[str | None, str | None]:
    """Return the person and section who hold the work inside the clock's activity."""
    inside = [
        task
        for task in sorted(handling.rows.open_tasks("user"), key=lambda task: task.opened_at)
        if clock.activity_id in handling.enclosing(task.id)
    ]
    if not inside:
        return None, None
    held = next((task for task in inside if task.assignee_id), inside[0])
    return held.assignee_id, held.section_key


def _raise_card(
    handling: Handling,
    clock: Clock,
    firing: Firing,
    rule: LimitRule,
    holder: str | None,
    section: str | None,
) -> Card:
    day = closing_day_of(firing.instant_at)
    card = Card(
        case_id=clock.case_id,
        clock_id=clock.id,
        firing_id=firing.id,
        colour=firing.level,
        instant_at=firing.instant_at,
        section_key=section,
        person_id=holder,
        limit_name=rule.name,
        article=rule.article,
        reason_due_on=last_day(day, REASON_WITHIN, handling.calendar).day,
    )
    handling.session.add(card)
    handling.session.flush()
    handling.record(
        "card_raised",
        element_id=clock.element_id,
        colour=card.colour,
        limit=rule.key,
        name=rule.name,
        item=clock.item_name or None,
        instant=firing.instant_at,
        person=holder,
        section=section,
        card=card.id,
    )
    return card


def _persons(
    handling: Handling, roles: list[str], holder: str | None, section: str | None
) -> list[str]:
    """Return the persons behind roles: holder, the section's chief, or everybody of a section."""
    found: list[str] = []
    for role in roles:
        if role == "holder":
            found += [holder] if holder else []
        elif role == "chief":
            found += _holders(handling, section or "", "chief")
        else:
            found += people.in_section(handling.session, role, handling.day)
    return list(dict.fromkeys(found))


def _holders(handling: Handling, section: str, post: str) -> list[str]:
    return [
        person.id for person in people.holders_on(handling.session, section, post, handling.day)
    ]


def answer_card(session: Session, card_id: int, reason: str, *, by: str, at: datetime) -> Card:
    """File the reason for a card (原因说明); only who it names, or a chief of the section."""
    card = session.get(Card, card_id)
    if card is None:
        raise NotFound(f"没有这张牌：{card_id}", f"There is no card {card_id}.")
    case = lock_case(session, card.case_id)
    if not may_answer(session, card, by, at):
        raise NotAllowed(
            "只有持牌人或其科室负责人可以说明原因。",
            "Only the person carded or the chief of the section may file a reason.",
        )
    if card.reason is not None:
        raise Conflict(
            f"原因已由 {card.reason_by} 提交。",
            f"The reason was already filed by {card.reason_by}.",
        )
    card.reason, card.reason_by, card.reason_at = reason.strip(), by, at
    add_record(
        session,
        case,
        "card_answered",
        at=at,
        written_at=at,
        by=by,
        card=card.id,
        colour=card.colour,
        reason=card.reason,
    )
    return card


def may_answer(session: Session, card: Card, person_id: str, at: datetime) -> bool:
    """Say whether a person may file the reason for a card."""
    from_section = card.section_key or ""
    return card.person_id == person_id or people.is_chief_of(
        session, person_id, from_section, day_of(at)
    )
