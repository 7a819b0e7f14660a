"""A month without scheduler, then two at once: each rung fires once, with its legal instant.

BANJIE_OUTAGE_CLOCKS sets how many clocks are due meanwhile.
"""

import os
import random
from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

from builders import accepted
from sqlalchemy import insert, select
from towns import Town

from engine.calendars import load_calendars
from engine.days import day_of
from engine.recounting import REPLACED, recount_batch
from engine.runs import open_runs
from engine.scheduler import sweep_now
from engine.store.clocks import Clock, Firing
from engine.store.database import reading, transaction
from engine.what_if import Counting

CASES = 4
CLOCKS = int(os.environ.get("BANJIE_OUTAGE_CLOCKS", "60"))


def crowd(town: Town) -> None:
    """Give a few cases many more clocks of every length, due at mixed moments."""
    chance = random.Random(30)
    ids = [accepted(town) for _ in range(CASES)]
    with transaction(town.database) as session:
        clock = session.scalars(select(Clock).where(Clock.limit_key == "decide_promise")).first()
        assert clock is not None
        columns = [one.key for one in Clock.__mapper__.column_attrs if one.key != "id"]
        plain = {key: getattr(clock, key) for key in columns}
        rows = [
            {
                **plain,
                "case_id": ids[number % CASES],
                "activity_id": f"outage-{number}",
                "amount": f"{chance.randrange(1, 18)}{chance.choice(('WD', 'ND'))}",
                "start_on": day_of(town.now) - timedelta(days=chance.randrange(3)),
                "calendar_version": REPLACED,
                "next_rung_at": None,
            }
            for number in range(CLOCKS)
        ]
        session.execute(insert(Clock), rows)
        recount_batch(session, at=town.now, cause="outage", size=CLOCKS)


def test_two_schedulers_after_a_month_fire_each_rung_once(town: Town) -> None:
    crowd(town)
    with reading(town.database) as session:
        counting = Counting(load_calendars(session))
        due = {
            (run.clock_id, key): instant
            for run in open_runs(session)
            for key, instant in counting.project(run).rungs.items()
        }
    town.move("10-24 09:00")
    with ThreadPoolExecutor(2) as schedulers:
        for _ in schedulers.map(lambda _: sweep_now(town.database, town.clock), range(2)):
            pass

    with reading(town.database) as session:
        fired = [
            (one.clock_id, one.rung_key, one.instant_at) for one in session.scalars(select(Firing))
        ]
    made = {key: instant for key, instant in due.items() if instant <= town.now}
    found = {(clock, rung): instant for clock, rung, instant in fired}
    assert max(Counter((clock, rung) for clock, rung, _ in fired).values()) == 1
    assert len(made) > CLOCKS
    assert {key: found.get(key) for key in made} == made
