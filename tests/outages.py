"""A month without scheduler, then two at once: what is due meanwhile, and what they make of it."""

import random
from collections import Counter
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack, closing, contextmanager
from datetime import datetime, timedelta
from pathlib import Path

from builders import accepted
from databases import open_file, open_postgresql
from sqlalchemy import insert, select
from towns import Town

from engine.calendars import load_calendars
from engine.days import day_of
from engine.recounting import REPLACED
from engine.runs import open_runs
from engine.scheduler import recount, sweep_now
from engine.store.clocks import Card, Clock, Firing
from engine.store.database import Database, reading, transaction
from engine.what_if import Counting

SCHEDULERS = 2
A_CASE = 25
MONTH = timedelta(days=30)
#: Rungs by clock and key, with their legal instant.
Rungs = dict[tuple[int, str], datetime]


def live_through(town: Town, clocks: int) -> None:
    """Let clocks of every length run, no scheduler for 30 days, then two; judges what they did."""
    crowd(town, clocks)
    planned = legal_instants(town)
    town.clock.move_to(town.now + MONTH)
    with rivals(town) as schedulers, ThreadPoolExecutor(SCHEDULERS) as threads:
        for _ in threads.map(lambda database: sweep_now(database, town.clock), schedulers):
            pass
    sweep_now(town.database, town.clock)  # the next look, for what both held too long

    due = {rung: instant for rung, instant in planned.items() if instant <= town.now}
    assert len(due) > clocks
    assert len(set(due.values())) > 10
    judge(town, due)


def judge(town: Town, due: Rungs) -> None:
    """Say whether each rung fired once, with its legal instant, and bears no more than one card."""
    with reading(town.database) as session:
        fired = list(session.scalars(select(Firing)))
        cards = list(session.scalars(select(Card)))
    times = Counter((one.clock_id, one.rung_key) for one in fired)
    found = {(one.clock_id, one.rung_key): one.instant_at for one in fired}
    # A rung already past when its clock started is noted without a card.
    raising = (one for one in fired if one.level in ("yellow", "red") and not one.is_passed)
    carded = {one.id: one.instant_at for one in raising}
    assert set(times.values()) == {1}
    assert {rung: found.get(rung) for rung in due} == due
    assert {rung: at for rung, at in found.items() if at > town.now} == {}
    assert {one.firing_id: one.instant_at for one in cards} == carded
    assert len(cards) == len(carded)


def crowd(town: Town, clocks: int) -> None:
    """Give some cases many more clocks, due at mixed moments."""
    chance = random.Random(30)
    ids = [accepted(town) for _ in range(max(4, clocks // A_CASE))]
    with transaction(town.database) as session:
        clock = session.scalars(select(Clock).where(Clock.limit_key == "decide_promise")).first()
        assert clock is not None
        columns = [one.key for one in Clock.__mapper__.column_attrs if one.key != "id"]
        plain = {key: getattr(clock, key) for key in columns}
        rows = []
        for number in range(clocks):
            start_at = town.now - timedelta(minutes=chance.randrange(3 * 24 * 60))
            rows.append(
                {
                    **plain,
                    "case_id": ids[number % len(ids)],
                    "activity_id": f"outage-{number}",
                    "amount": chance.choice(
                        (
                            f"{chance.randrange(1, 18)}WD",
                            f"{chance.randrange(1, 27)}ND",
                            f"{chance.randrange(5, 600)}NH",
                            f"{chance.randrange(4, 100)}WH",
                        )
                    ),
                    "start_at": start_at,
                    "start_on": day_of(start_at),
                    "calendar_version": REPLACED,
                    "next_rung_at": None,
                }
            )
        session.execute(insert(Clock), rows)
    recount(town.database, town.clock)


def legal_instants(town: Town) -> Rungs:
    """Return the instant of each rung of each clock, as the facts give it before the outage."""
    with reading(town.database) as session:
        counting = Counting(load_calendars(session))
        return {
            (run.clock_id, key): instant
            for run in open_runs(session)
            for key, instant in counting.project(run).rungs.items()
        }


@contextmanager
def rivals(town: Town) -> Iterator[list[Database]]:
    """Open the town's database anew for each scheduler, as processes of their own would."""
    place = str(town.database.engine.url.database)
    with ExitStack() as opened:
        yield [
            opened.enter_context(
                closing(
                    open_file(Path(place)) if town.database.is_sqlite else open_postgresql(place)
                )
            )
            for _ in range(SCHEDULERS)
        ]
