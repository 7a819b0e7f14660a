"""A step of a run as data: who did what where, with what, and when, and what came of it."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from engine.days import ZONE
from engine.errors import InvalidMatter

#: Start a case; do a task that waits; send a message before it is waited for; let time pass.
ACTS = ("start", "task", "early", "wait")


@dataclass(frozen=True)
class Step:
    """One step; `reached` and `rungs` are what it led to."""

    act: str
    #: When it is done; of "wait" the moment time passes to.
    at: datetime
    #: The element it is done at, and of one of several instances the key of its item.
    element: str = ""
    item: str = ""
    #: "section/post" of who acts, and the person.
    post: str = ""
    by: str = ""
    data: Mapping[str, Any] = field(default_factory=dict)
    #: Elements finished by it.
    reached: tuple[str, ...] = ()
    #: Rungs it let fire: "<limit>.<rung> <day>".
    rungs: tuple[str, ...] = ()


def as_table(step: Step) -> dict[str, Any]:
    """Return a step as plain data, without what is empty."""
    rows: dict[str, Any] = {
        "act": step.act,
        "at": step.at.astimezone(ZONE).isoformat(),
        "element": step.element,
        "item": step.item,
        "post": step.post,
        "by": step.by,
        "reached": list(step.reached),
        "rungs": list(step.rungs),
        "data": plain(step.data),
    }
    return {key: value for key, value in rows.items() if value not in ("", [], {})}


def read_step(table: Mapping[str, Any]) -> Step:
    """Return the step of plain data; raises InvalidMatter saying what is wrong."""
    try:
        step = Step(
            act=table["act"],
            at=datetime.fromisoformat(table["at"]).astimezone(ZONE),
            element=table.get("element", ""),
            item=table.get("item", ""),
            post=table.get("post", ""),
            by=table.get("by", ""),
            data=dict(table.get("data", {})),
            reached=tuple(table.get("reached", ())),
            rungs=tuple(table.get("rungs", ())),
        )
    except (KeyError, TypeError, ValueError) as fault:
        raise InvalidMatter(
            f"情景的步骤缺少或写错了 {fault}", f"A scenario's step lacks or misstates {fault}."
        ) from fault
    if step.act not in ACTS:
        raise InvalidMatter(
            f"情景的步骤没有 {step.act!r} 这种，可用：{'、'.join(ACTS)}",
            f"A scenario's step cannot be {step.act!r}; it is one of {', '.join(ACTS)}.",
        )
    return step


def plain(value: Any) -> Any:
    """Return what was entered as text, numbers, tables and lists; what is missing is left out."""
    if isinstance(value, Mapping):
        return {str(key): plain(one) for key, one in value.items() if one is not None}
    if isinstance(value, (list, tuple)):
        return [plain(one) for one in value if one is not None]
    if isinstance(value, (date, datetime)):
        return value.isoformat()
    return str(value) if isinstance(value, Decimal) else value
