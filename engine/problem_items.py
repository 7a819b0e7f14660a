"""The problem items of a case (问题项) as expressions and pages ask for them.

How they are raised, answered, re-checked and extended is `engine/rectifying.py`.
"""

from collections.abc import Callable, Iterable, Mapping
from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import Session

from engine.store.problem_items import ProblemItem


def items_of(session: Session, case_id: int) -> list[ProblemItem]:
    """Return the items of a case by number."""
    return list(
        session.scalars(
            select(ProblemItem).where(ProblemItem.case_id == case_id).order_by(ProblemItem.number)
        )
    )


def is_overdue(item: ProblemItem, on: date) -> bool:
    """Say whether an item was not put right by its last day."""
    late_on = item.answered_at is None or item.state in ("open", "rectifying")
    return item.state != "closed" and late_on and item.due_on is not None and item.due_on < on


def is_extension_asked(item: ProblemItem) -> bool:
    """Say whether an extension waits for its decision."""
    return item.extension_asked_at is not None and item.extension_granted is None


#: What `problems("…")` takes, and which items it gives.
CHOICES: Mapping[str, Callable[[ProblemItem, date], bool]] = {
    "all": lambda item, on: True,
    "open": lambda item, on: item.state != "closed",
    "rectifying": lambda item, on: item.state in ("open", "rectifying"),
    "answered": lambda item, on: item.state == "answered",
    "closed": lambda item, on: item.state == "closed",
    "overdue": is_overdue,
    "extension": lambda item, on: is_extension_asked(item),
}


def chosen(items: Iterable[ProblemItem], which: str, on: date) -> list[dict[str, object]]:
    """Return items as expressions see them; raises ValueError for a choice there is not."""
    if which not in CHOICES:
        raise ValueError(f"problems 可用 / problems takes: {', '.join(CHOICES)}")
    return [told(item, on) for item in items if CHOICES[which](item, on)]


def told(item: ProblemItem, on: date) -> dict[str, object]:
    """Return an item as expressions see it."""
    return {
        "number": item.number,
        "department": item.item_key or item.section_key,
        "text": item.text,
        "clause": item.clause,
        "place": item.place,
        "severity": item.severity,
        "due_on": item.due_on,
        "state": item.state,
        "round": item.round,
        "answer": item.answer,
        "is_overdue": is_overdue(item, on),
        "is_extended": item.extension_granted is True,
        "extension_until_on": item.extension_until_on,
    }
