"""Urging (催办) and orders of supervision (督办): reminders by persons, kept with the case.

An urge tells the holder at once and may be repeated only after a while; an order bears a last day
of its own and owes an answer.
"""

from datetime import date, datetime, timedelta

from sqlalchemy import select
from sqlalchemy.orm import Session

from engine import people
from engine.days import day_of
from engine.errors import Conflict, InvalidSubmission, NotAllowed, NotFound
from engine.handling import Handling, write_rows
from engine.notices import notify
from engine.store.clocks import Urge
from engine.sweep import open_case

#: The same person is urged for the same case at most this often.
URGE_EVERY = timedelta(hours=4)
#: Who may urge, and who may order.
URGING_POSTS = ("supervisor", "chief", "deputy_director", "director", "administrator")
ORDERING_POSTS = ("supervisor", "deputy_director", "director")


def urge(
    session: Session, case_id: int, *, person_id: str, text: str, by: str, at: datetime
) -> Urge:
    """Remind the holder of a case's work; raises Conflict when it was done a moment ago."""
    _refuse_others(session, by, URGING_POSTS, at)
    handling = _open_case(session, case_id, by=by, at=at)
    last = session.scalar(
        select(Urge.made_at)
        .where(Urge.case_id == case_id, Urge.kind == "urge", Urge.person_id == person_id)
        .order_by(Urge.made_at.desc())
        .limit(1)
    )
    if last is not None and at - last < URGE_EVERY:
        hours = int(URGE_EVERY.total_seconds() // 3600)
        raise Conflict(
            f"{hours} 小时内已经催办过，请稍后再催。",
            f"It was urged within {hours} hours; wait before urging again.",
            code="urged_already",
        )
    row = Urge(
        case_id=case_id, kind="urge", person_id=person_id, text=text.strip(), made_by=by, made_at=at
    )
    session.add(row)
    number = handling.case.number
    _tell(handling, row, f"催办：{number} {row.text}", f"Urged: {number} {row.text}")
    _record(handling, "urged", row)
    return row


def order(
    session: Session,
    case_id: int,
    *,
    person_id: str,
    text: str,
    due_on: date,
    by: str,
    at: datetime,
) -> Urge:
    """Order the work done by a day (督办); raises InvalidSubmission for a day already past."""
    _refuse_others(session, by, ORDERING_POSTS, at)
    if due_on < day_of(at) or not text.strip():
        raise InvalidSubmission(
            {"due_on": [("请写明要求和今天以后的期限。", "Give the demand and a day to come.")]}
        )
    handling = _open_case(session, case_id, by=by, at=at)
    row = Urge(
        case_id=case_id,
        kind="order",
        person_id=person_id,
        text=text.strip(),
        made_by=by,
        made_at=at,
        due_on=due_on,
    )
    session.add(row)
    number = handling.case.number
    zh = f"督办：{number} 须于 {due_on} 前办结。{row.text}"
    _tell(handling, row, zh, f"Ordered: {number} by {due_on}. {row.text}")
    _record(handling, "ordered", row, due_on=due_on.isoformat())
    return row


def answer_order(session: Session, order_id: int, text: str, *, by: str, at: datetime) -> Urge:
    """Answer an order; only whom it names, and once."""
    row = session.get(Urge, order_id)
    if row is None or row.kind != "order":
        raise NotFound(f"没有督办 {order_id}", f"There is no order {order_id}.")
    if row.person_id != by:
        raise NotAllowed("只有被督办人可以回复。", "Only the person ordered may answer.")
    if not text.strip():
        raise InvalidSubmission({"text": [("请写明办理情况。", "Say what was done.")]})
    handling = open_case(session, row.case_id, at=at, by=by)
    session.refresh(row)
    if row.answer is not None:
        raise Conflict("督办已经回复。", "The order was answered already.")
    row.answer, row.answered_by, row.answered_at = text.strip(), by, at
    _record(handling, "order_answered", row, reason=row.answer)
    return row


def urges_of(session: Session, case_id: int) -> list[Urge]:
    """Return what a case was urged and ordered, newest first."""
    query = select(Urge).where(Urge.case_id == case_id).order_by(Urge.id.desc())
    return list(session.scalars(query))


def _refuse_others(session: Session, by: str, posts: tuple[str, ...], at: datetime) -> None:
    if not people.holds_post(session, by, posts, day_of(at)):
        raise NotAllowed("您的岗位不能催办或督办。", "Your post may not urge or order.")


def _open_case(session: Session, case_id: int, *, by: str, at: datetime) -> Handling:
    handling = open_case(session, case_id, at=at, by=by)
    if handling.case.state != "open":
        raise Conflict("办件已经办结。", "The case is closed.")
    return handling


def _tell(handling: Handling, row: Urge, zh: str, en: str) -> None:
    told = [row.person_id or ""]
    case, at = handling.case, row.made_at
    notify(handling.session, told, case=case, at=at, zh=zh, en=en, level="warn")


def _record(handling: Handling, kind: str, row: Urge, **body: str) -> None:
    handling.record(kind, person=row.person_id, text=row.text, **body)
    write_rows(handling)
