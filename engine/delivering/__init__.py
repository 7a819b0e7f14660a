"""Delivering: send what waits in the outbox, each effect by the handler of its kind.

No transaction is open while a handler talks to the world: an effect is taken up in one, sent, and
its fate written in another. A process killed in between leaves it to be sent again.
"""

import logging
from collections.abc import Callable, Collection, Mapping
from functools import partial

from engine import announcing, outbox, quiet_hours, subscriptions
from engine.clock import Clock
from engine.demo_clock import now_in
from engine.outbox import Parcel
from engine.store.database import Database, reading, transaction

log = logging.getLogger(__name__)

#: Sends one effect, or raises; it must give up well within `outbox.HELD_FOR`.
Handler = Callable[[Parcel], None]
Handlers = Mapping[str, Handler]


def deliver_due(database: Database, handlers: Handlers, clock: Clock) -> int:
    """Send every effect that is due and has a handler; returns how many were sent.

    Many processes may do so at once: each effect is held by one of them. One that cannot be sent
    is tried again later and never blocks the rest. Messages between cases are taken here as well.
    """
    known: dict[str, Handler] = dict(handlers)
    known[announcing.KIND] = partial(take_message, database, clock)
    kinds = kinds_now(database, known, clock)
    with reading(database) as session:  # a look must not keep writers waiting
        if not outbox.is_any_due(session, kinds, at=clock.now()):
            return 0
    sent = 0
    while True:
        with transaction(database) as session:
            parcel = outbox.take_next(session, kinds, at=clock.now())
        if parcel is None:
            return sent
        sent += _send(database, known, parcel, clock)


def kinds_now(database: Database, kinds: Collection[str], clock: Clock) -> list[str]:
    """Return the kinds that may be sent now: in quiet hours those that reach persons wait."""
    with reading(database) as session:
        is_quiet = quiet_hours.is_quiet(session, now_in(session, clock))
    return [kind for kind in kinds if not (is_quiet and kind in quiet_hours.KINDS)]


def take_message(database: Database, clock: Clock, parcel: Parcel) -> None:
    """Let each matter that subscribes to a message take it, in a transaction of its own.

    One that fails leaves the others done; the message is tried again and finds their receipts.
    """
    with reading(database) as session:
        found = subscriptions.subscribers(session, str(parcel.payload["name"]))
    failed: Exception | None = None
    for subscriber in found:
        try:
            with transaction(database) as session:
                at = now_in(session, clock)
                subscriptions.receive(session, subscriber, parcel.key, parcel.payload, at=at)
        except Exception as error:
            log.exception("message %s could not be taken by %s", parcel.key, subscriber[0])
            failed = error
    if failed is not None:
        raise failed


def deliver_one(database: Database, handlers: Handlers, row_id: int, clock: Clock) -> bool:
    """Send one effect now; False when it failed, or is sent or held by another already."""
    with transaction(database) as session:
        parcel = outbox.take(session, row_id, at=clock.now())
    return parcel is not None and _send(database, handlers, parcel, clock)


def _send(database: Database, handlers: Handlers, parcel: Parcel, clock: Clock) -> bool:
    try:
        handlers[parcel.kind](parcel)
    except Exception as error:
        log.warning("%s %s failed, attempt %s: %r", parcel.kind, parcel.key, parcel.attempt, error)
        with transaction(database) as session:
            outbox.mark_failed(session, parcel, _told(error), at=clock.now())
        return False
    with transaction(database) as session:
        outbox.mark_sent(session, parcel, at=clock.now())
    return True


def _told(error: Exception) -> str:
    return f"{type(error).__name__}: {error}"
