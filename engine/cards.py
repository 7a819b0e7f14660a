"""Cards and notices that a rung raises; what people reply is in `engine.card_replies`."""

from engine import announcing, clocks, notices, people
from engine.days import closing_day_of, legal_text
from engine.handling import Handling
from engine.limit_rules import LimitRule
from engine.limits.counting import last_day
from engine.limits.units import Amount, Unit
from engine.store.clocks import Card, Clock, Firing

#: A reason is owed within this time of the card (电子监察规则: 2 个工作日, configurable later).
REASON_WITHIN = Amount(2, Unit.WD)

#: The message of a card between cases, and which cards send it (电子监察: 红牌启动线索登记).
CARD_RAISED, ANNOUNCED = "card_raised", "red"

COLOURS = {"yellow": ("黄牌", "Yellow card"), "red": ("红牌", "Red card")}


def react(handling: Handling, clock: Clock, firing: Firing, rule: LimitRule) -> None:
    """Do what a rung asks for: tell the roles of its ladder row, raise a card."""
    holder, section = accountable(handling, clock)
    if firing.level in COLOURS:
        card = _raise_card(handling, clock, firing, rule, holder, section)
        _demand_reason(handling, card)
        _announce(handling, clock, card, rule)
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
        if clock.activity_id in clocks.around(handling, task.id)
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


def _announce(handling: Handling, clock: Clock, card: Card, rule: LimitRule) -> None:
    """Tell the matters that listen for red cards, such as accountability."""
    if card.colour != ANNOUNCED:
        return
    announcing.announce(
        handling,
        CARD_RAISED,
        f"card-{card.id}",
        {
            "card": card.id,
            "colour": card.colour,
            "person": card.person_id,
            "section": card.section_key,
            "limit": rule.key,
            "limit_name": rule.name,
            "article": rule.article,
            "element": clock.element_id,
            "title": handling.case.title,
            "instant": card.instant_at,
        },
    )


def _demand_reason(handling: Handling, card: Card) -> None:
    """Ask who was carded, else the chief of the section, for the reason by its last day."""
    asked = (
        [card.person_id] if card.person_id else _holders(handling, card.section_key or "", "chief")
    )
    number, day = handling.case.number, card.reason_due_on
    notices.notify(
        handling.session,
        asked,
        case=handling.case,
        at=card.instant_at,
        zh=f"请说明原因：{number} {card.limit_name} 亮牌，限 {day} 前（含当日）",
        en=f"Give the reason for the card of {number} by {day}.",
        level=card.colour,
    )


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
