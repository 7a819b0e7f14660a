"""worker, and how this machine sends what is in the outbox: by itself, or through a broker."""

from functools import partial
from typing import Any

import click

from engine.clock import Clock, SystemClock
from engine.delivering import Handlers, deliver_due
from engine.delivering.handlers import handlers_of
from engine.delivering.settings import Delivery, WrongSetting
from engine.scheduler import Posting
from engine.store.database import Database
from web.cli.opening import HOME, open_migrated, settings


def posting_of(delivery: Delivery) -> Posting:
    """Return what a scheduler does with the outbox; messages between cases are always taken."""
    handlers = handlers_of(delivery)
    if not delivery.broker_url or not handlers:
        return partial(_deliver, handlers)
    broker = _celery().open_broker(delivery.broker_url, delivery.broker_queue)
    return partial(_hand_over, broker, handlers)


def _deliver(handlers: Handlers, database: Database, clock: Clock) -> int:
    return deliver_due(database, handlers, clock)


def _hand_over(broker: Any, handlers: Handlers, database: Database, clock: Clock) -> int:
    taken = deliver_due(database, {}, clock)
    return taken + int(_celery().hand_over_due(database, broker, handlers, clock))


def _celery() -> Any:
    """Return our module over Celery, which is an extra and so is imported only where wanted."""
    try:
        from engine.delivering import broker
    except ImportError as error:
        raise WrongSetting(
            "设了 BANJIE_BROKER_URL 就须装 Celery：pip install 'banjie[cluster]'。",
            "BANJIE_BROKER_URL needs Celery: pip install 'banjie[cluster]'.",
        ) from error
    return broker


@click.command(
    help="从消息队列取发件箱的活来发（Celery）。 Send what the broker hands over (Celery)."
)
@click.option("--threads", default=4, show_default=True, help="同时发几件 / How many at once.")
@HOME
def worker(threads: int, home: str | None) -> None:
    """Send what schedulers hand over through the broker, until told to stop."""
    config = settings(home)
    if not config.delivery.broker_url:
        raise WrongSetting(
            "请设 BANJIE_BROKER_URL，例如 amqp://guest:guest@127.0.0.1:5672//。",
            "Set BANJIE_BROKER_URL, such as amqp://guest:guest@127.0.0.1:5672//.",
        )
    celery = _celery()
    celery.run_worker(
        celery.open_broker(config.delivery.broker_url, config.delivery.broker_queue),
        open_migrated(config),
        handlers_of(config.delivery),
        SystemClock(),
        threads=threads,
    )
