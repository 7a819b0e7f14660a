"""Hand effects to Celery workers. The row stays the truth; a message only says "look at it now".

The only importer of Celery, which is an extra (`pip install banjie[cluster]`).
"""

import logging
import os

from celery import Celery

from engine import outbox
from engine.clock import Clock
from engine.delivering import Handlers, deliver_one, kinds_now
from engine.store.database import Database, transaction

log = logging.getLogger(__name__)

#: As many effects one look hands over; the next look comes seconds later.
MOST = 200
TASK = "banjie.deliver"
ONCE_MORE = {"max_retries": 1, "interval_start": 0, "interval_step": 0, "interval_max": 0}


def open_broker(url: str, queue: str) -> Celery:
    """Return the Celery application of a broker: `amqp://…` (RabbitMQ) or `redis://…`.

    One queue belongs to one database: its messages are row numbers.
    """
    app = Celery("banjie", broker=url)
    app.conf.update(
        task_ignore_result=True,
        task_serializer="json",
        accept_content=["json"],
        task_acks_late=True,
        task_reject_on_worker_lost=True,
        task_default_queue=queue,
        # A connection that went stale is made anew once. More is ours to do: what cannot be
        # handed over stays in the table and is handed over again.
        task_publish_retry=True,
        task_publish_retry_policy=ONCE_MORE,
        broker_transport_options=ONCE_MORE,
        broker_connection_timeout=4,
        # A worker waits for its broker however long that takes.
        broker_connection_max_retries=None,
        broker_connection_retry_on_startup=True,
        worker_hijack_root_logger=False,
        worker_prefetch_multiplier=1,
        worker_send_task_events=False,
    )
    return app


def hand_over_due(database: Database, broker: Celery, handlers: Handlers, clock: Clock) -> int:
    """Hand every effect that is due to the workers; returns how many were handed over.

    A lost broker or worker loses nothing: what is not sent in time is handed over again.
    """
    kinds = kinds_now(database, handlers, clock)
    with transaction(database) as session:
        ids = outbox.hand_over(session, kinds, at=clock.now(), most=MOST)
    handed = 0
    try:
        for handed, row_id in enumerate(ids):  # noqa: B007 - how far it came is wanted below
            broker.send_task(TASK, args=[row_id])
        handed = len(ids)
    except Exception as error:
        log.warning("the broker takes nothing, %s wait: %r", len(ids) - handed, error)
        with transaction(database) as session:
            outbox.take_back(session, ids[handed:], at=clock.now())
    return handed


def run_worker(
    broker: Celery, database: Database, handlers: Handlers, clock: Clock, *, threads: int
) -> None:
    """Send what is handed over, in a process of its own, until told to stop."""

    @broker.task(name=TASK)  # type: ignore[untyped-decorator]
    def deliver(row_id: int) -> None:
        deliver_one(database, handlers, row_id, clock)

    broker.worker_main(
        [
            "--quiet",
            "worker",
            "--pool=threads",
            f"--concurrency={threads}",
            "--loglevel=WARNING",
            "--without-gossip",
            "--without-mingle",
            # Two workers of one name on one machine would shut each other out.
            f"--hostname=banjie-{os.getpid()}@%h",
        ]
    )
