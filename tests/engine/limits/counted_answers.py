"""What the engine answers to each question of the table of cases."""

from collections.abc import Callable
from datetime import date, datetime

from cases_by_hand import Case, marked

from engine.limits import (
    SHANGHAI,
    Amount,
    Calendar,
    Ends,
    Facts,
    Suspension,
    backward_day,
    card_moment,
    day_of,
    excluded_days,
    minimum_opens_at,
    overdue_days,
    parse_ladder,
    project,
    used,
)


def instant(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=SHANGHAI)


def moment(text: str) -> date | datetime:
    return instant(text) if "T" in text else date.fromisoformat(text)


def facts_of(case: Case, ends: Ends = Ends.MIDNIGHT) -> Facts:
    spans = (span.split("..") for span in case.stops.split(";") if span)
    stops = (
        Suspension(moment(first), moment(last) if last else None, "检验") for first, last in spans
    )
    extensions = tuple(int(more) for more in case.more.split("+") if more)
    return Facts(moment(case.start), Amount.parse(case.amount), extensions, tuple(stops), ends)


def counted_last(case: Case, calendar: Calendar) -> str:
    shown = project(facts_of(case), (), calendar)
    return marked(shown.last_day, provisional=shown.provisional)


def counted_due(case: Case, calendar: Calendar) -> str:
    shown = project(facts_of(case), (), calendar)
    return marked(f"{shown.due_at:%Y-%m-%dT%H:%M}", provisional=shown.provisional)


def counted_card(case: Case, calendar: Calendar) -> str:
    due = project(facts_of(case), (), calendar).due_at
    assert due is not None
    return card_moment(due)


def counted_close(case: Case, calendar: Calendar) -> str:
    return f"{project(facts_of(case, Ends.OFFICE_CLOSE), (), calendar).due_at:%Y-%m-%dT%H:%M}"


def counted_back(case: Case, calendar: Calendar) -> str:
    found = backward_day(date.fromisoformat(case.start), Amount.parse(case.amount), calendar)
    return marked(found.day, provisional=found.provisional)


def counted_opening(case: Case, calendar: Calendar) -> str:
    start, amount = date.fromisoformat(case.start), Amount.parse(case.amount)
    opens = minimum_opens_at(start, amount, calendar)
    last = project(facts_of(case), (), calendar)
    return marked(f"{opens:%Y-%m-%dT%H:%M}", provisional=last.provisional)


def counted_used(case: Case, calendar: Calendar) -> str:
    facts = facts_of(case)
    start, excluded = day_of(facts.start), excluded_days(facts.suspensions)
    on = date.fromisoformat(case.at)
    return str(used(start, on, facts.amount.unit, calendar, excluded))


def counted_late(case: Case, calendar: Calendar) -> str:
    facts = facts_of(case)
    last = project(facts, (), calendar).last_day
    assert last is not None
    on, excluded = date.fromisoformat(case.at), excluded_days(facts.suspensions)
    return str(overdue_days(last, on, facts.amount.unit, calendar, excluded))


def counted_rung(case: Case, calendar: Calendar) -> str:
    words = iter(case.at.split())
    row = {
        kind: int(value) if kind == "left" else value
        for kind, value in zip(words, words, strict=True)
    }
    shown = project(facts_of(case), parse_ladder([{"key": "rung", **row}]), calendar)
    reached = shown.rungs["rung"]
    return "start" if day_of(reached) == day_of(moment(case.start)) else card_moment(reached)


def counted_standing(case: Case, calendar: Calendar) -> str:
    shown = project(facts_of(case), (), calendar, on=date.fromisoformat(case.at))
    assert shown.due_at is None
    assert shown.if_resumed_today is not None
    return f"{shown.used} used {shown.remaining} left {shown.if_resumed_today.day}"


COUNTED: dict[str, Callable[[Case, Calendar], str]] = {
    "last": counted_last,
    "due": counted_due,
    "card": counted_card,
    "closes": counted_close,
    "back": counted_back,
    "opens": counted_opening,
    "used": counted_used,
    "late": counted_late,
    "rung": counted_rung,
    "standing": counted_standing,
}
