"""Messages between cases, taken by the matters that subscribe, each in its own transaction.

A message goes to the open case of its key, delivered to the step that waits for it or kept until
one does; without such a case it opens one, where the subscription says so. Each message has one
effect in each subscription, however often it is delivered: the receipt is the claim.
"""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from engine import cases, feel, flow
from engine.case_document import plain
from engine.definitions import Definition, current_definition
from engine.errors import ExpressionFailed
from engine.handling import Handling, save
from engine.store import publishing
from engine.store.acts import Receipt
from engine.store.cases import Case
from engine.store.records import Message
from engine.subscription_rules import subscriptions_of
from engine.sweep import open_case


def subscribers(session: Session, name: str) -> list[tuple[str, int]]:
    """Return (matter key, place) of the subscriptions to a message that hold now."""
    keys = session.scalars(select(publishing.Matter.key).order_by(publishing.Matter.key))
    return [
        (key, one.place)
        for key in list(keys)
        for one in subscriptions_of(current_definition(session, key).matter)
        if one.message == name
    ]


def receive(
    session: Session,
    subscriber: tuple[str, int],
    key: str,
    message: Mapping[str, Any],
    *,
    at: datetime,
) -> Case | None:
    """Let one subscription take a message; returns the case it went to, None for none.

    Locks the matter, so that two messages of one key never open two cases. Raises
    ExpressionFailed naming the matter and what cannot be evaluated.
    """
    matter_key, place = subscriber
    matters = publishing.Matter
    session.execute(
        select(matters.key).where(matters.key == matter_key).with_for_update(key_share=True)
    )
    if session.get(Receipt, (key, matter_key, place)) is not None:
        return None
    definition = current_definition(session, matter_key)
    taking = subscriptions_of(definition.matter)[place]
    if taking.when and _value(definition, taking.when, message, at) is not True:
        return None
    correlation = _key(_value(definition, taking.correlate, message, at))
    given = _value(definition, taking.values, message, at)
    values = plain(given if isinstance(given, Mapping) else {})
    case_id = _open_case_of(session, matter_key, correlation)
    if case_id is not None:
        case = _deliver(session, case_id, taking.delivers, values, at)
    elif taking.opens:
        case = cases.open_by_message(session, definition, values, message=taking.message, at=at)
    else:
        return None
    session.add(
        Receipt(
            key=key,
            matter_key=matter_key,
            place=place,
            correlation=correlation,
            case_id=case.id,
            received_at=at,
        )
    )
    session.flush()
    return case


def _value(definition: Definition, text: str, message: Mapping[str, Any], at: datetime) -> object:
    try:
        return feel.evaluate(
            text or "null",
            {"message": message},
            now=at,
            functions=definition.decisions.functions,
        )
    except feel.FeelError as fault:
        raise ExpressionFailed(
            f"事项 {definition.matter_key} 的消息订阅不能计算：{text}。{fault.zh}",
            f"A subscription of {definition.matter_key} cannot be evaluated: {text}. {fault.en}",
            code=fault.code,
        ) from fault


def _key(value: object) -> str:
    return "" if value is None else str(value)[:200]


def _open_case_of(session: Session, matter_key: str, correlation: str) -> int | None:
    """Return the newest open case that took messages of a key; None without one, or a key."""
    if not correlation:
        return None
    return session.scalar(
        select(Case.id)
        .join(Receipt, Receipt.case_id == Case.id)
        .where(
            Receipt.matter_key == matter_key,
            Receipt.correlation == correlation,
            Case.state == "open",
        )
        .order_by(Receipt.received_at.desc(), Case.id.desc())
        .limit(1)
    )


def _deliver(
    session: Session, case_id: int, name: str, values: Mapping[str, Any], at: datetime
) -> Case:
    """Give a message to the step of a case that waits for it, or keep it until one does."""
    handling = open_case(session, case_id, at=at)
    waiting = next(
        (task for task in handling.rows.open_tasks("message") if task.message == name), None
    )
    if waiting is not None and handling.case.suspended_at is None:
        flow.deliver(handling, waiting, values, by="")
        flow.advance(handling)
    else:
        _keep(handling, name, values)
    save(handling)
    return handling.case


def _keep(handling: Handling, name: str, values: Mapping[str, Any]) -> None:
    message = Message(
        case_id=handling.case.id,
        name=name,
        values=dict(values),
        sent_by="",
        sent_at=handling.at,
    )
    handling.session.add(message)
    handling.rows.messages.append(message)
    handling.record("message_kept", name=name, message=name)
