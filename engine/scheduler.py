"""The scheduler: says when to look; rows say what is due. The only importer of APScheduler."""

from collections.abc import Callable
from contextlib import suppress
from datetime import timedelta
from typing import Any

from apscheduler.schedulers.background import BackgroundScheduler
from apscheduler.schedulers.base import BaseScheduler
from apscheduler.schedulers.blocking import BlockingScheduler
from sqlalchemy.exc import IntegrityError

from engine.clock import Clock, SystemClock
from engine.days import ZONE, day_of
from engine.demo_clock import now_in
from engine.idempotency import forget_old
from engine.limit_changes import is_any_stale, move_due
from engine.records import anchor_heads
from engine.recounting import BATCH, newest_cause, recount_batch
from engine.rotation import hand_over
from engine.staleness import count_stale
from engine.store.database import Database, reading, transaction
from engine.studio.coming import come_into_force, due_publications
from engine.sweep import share_sweep

#: How often the sweep looks for due rows.
SWEEP_EVERY = timedelta(seconds=20)
#: How often the outbox is looked at; nothing waits longer to be sent.
POST_EVERY = timedelta(seconds=3)

#: Sends what is due in the outbox, or hands it to workers.
Posting = Callable[[Database, Clock], object]
#: Hears how many are done, and of how many.
Told = Callable[[int, int], object]


def recount(
    database: Database, clock: Clock, told: Told | None = None, *, size: int = BATCH
) -> int:
    """Move open cases to limits whose day has come and recount stale clocks, a batch a transaction.

    Returns how many clocks were recounted; cases stay workable between batches. `told` hears after
    each batch how many are done, and of how many.
    """
    counted = 0
    while _needs_recount(database, clock):
        with transaction(database) as session:
            at = now_in(session, clock)
            move_due(session, at=at)
            batch = recount_batch(session, at=at, cause=newest_cause(session), size=size)
        if not batch.clocks:
            break
        counted += batch.clocks
        if told is not None:
            with reading(database) as session:
                told(counted, counted + count_stale(session))
    return counted


def _needs_recount(database: Database, clock: Clock) -> bool:
    with reading(database) as session:
        return is_any_stale(session, at=now_in(session, clock))


def sweep_now(database: Database, clock: Clock) -> int:
    """Fire what is due by now and hand over the tasks of ended posts; returns cases moved."""
    recount(database, clock)
    publish_due(database, clock)
    with reading(database) as session:
        at = now_in(session, clock)
    moved = share_sweep(database, at=at)
    hand_over(database, at=at)
    return moved


def publish_due(database: Database, clock: Clock) -> None:
    """Put the versions in force whose day has come."""
    with reading(database) as session:
        is_any = next(iter(due_publications(session, at=now_in(session, clock))), None)
    if is_any is not None:
        with transaction(database) as session:
            come_into_force(session, at=now_in(session, clock))


def anchor_now(database: Database, clock: Clock) -> None:
    """Anchor the heads of all record chains for today, unless another scheduler is first."""
    with suppress(IntegrityError), transaction(database) as session:
        at = now_in(session, clock)
        anchor_heads(session, day_of(at), written_at=at)


def forget_now(database: Database, clock: Clock) -> None:
    """Forget the answers to repeated requests that are past their day (by the wall clock)."""
    with transaction(database) as session:
        forget_old(session, now=clock.now())


class _Unstalled:
    """Lets no job wait longer than its interval: a clock set back would stall the sweep."""

    #: The machine's, by which the scheduler runs.
    clock: Clock = SystemClock()

    def _process_jobs(self: Any) -> Any:
        now = self.clock.now()
        for job in self.get_jobs():
            interval = getattr(job.trigger, "interval", None)
            if interval is not None and job.next_run_time - now > interval:
                job.modify(next_run_time=now)
        return super()._process_jobs()  # type: ignore[misc]  # of the library


class _Background(_Unstalled, BackgroundScheduler):  # type: ignore[misc]  # untyped library
    """Looks beside a web server."""


class _Blocking(_Unstalled, BlockingScheduler):  # type: ignore[misc]  # untyped library
    """Looks in a process of its own."""


def start_background(
    database: Database, clock: Clock, posting: Posting | None = None
) -> BaseScheduler:
    """Run the sweep beside the web server of one process; returns the scheduler, started."""
    scheduler = _Background(timezone=ZONE)
    _add_jobs(scheduler, database, clock, posting)
    scheduler.start()
    return scheduler


def run_forever(database: Database, clock: Clock, posting: Posting | None = None) -> None:
    """Run the sweep in a process of its own until it is told to stop."""
    scheduler = _Blocking(timezone=ZONE)
    _add_jobs(scheduler, database, clock, posting)
    scheduler.start()


def _add_jobs(
    scheduler: BaseScheduler, database: Database, clock: Clock, posting: Posting | None
) -> None:
    common = {"max_instances": 1, "coalesce": True, "misfire_grace_time": None}
    scheduler.add_job(
        sweep_now,
        "interval",
        args=[database, clock],
        seconds=SWEEP_EVERY.total_seconds(),
        next_run_time=clock.now(),
        id="sweep",
        **common,
    )
    scheduler.add_job(
        anchor_now, "cron", args=[database, clock], hour=0, minute=30, id="anchor", **common
    )
    scheduler.add_job(forget_now, "cron", args=[database, clock], minute=15, id="forget", **common)
    if posting is not None:
        scheduler.add_job(
            posting,
            "interval",
            args=[database, clock],
            seconds=POST_EVERY.total_seconds(),
            id="post",
            **common,
        )
