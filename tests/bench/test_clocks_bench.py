"""How long the law's clock takes: one last day, a calendar edit and a what-if over 100,000 clocks.

BANJIE_BENCH_CLOCKS sets another number of clocks.
"""

import os
import random
import sys
import time
import timeit
from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest
from builders import PERMIT, accepted
from databases import copied
from notices import NOTICE, NUMBER
from sqlalchemy import insert, select
from towns import Town, moment

from engine.attachments import FileStore
from engine.calendar_notices import apply_notice, draft_year
from engine.calendars import load_calendars
from engine.clock import SettableClock
from engine.days import day_of
from engine.limit_rules import read_rule
from engine.limits import Amount, Calendar, Unit, last_day
from engine.recounting import recount_batch
from engine.runs import open_runs
from engine.store.cases import Case
from engine.store.clocks import Clock
from engine.store.database import reading, transaction
from engine.what_if import Draft, turns
from tests.bench.report import keep

NUMBER_OF_CLOCKS = int(os.environ.get("BANJIE_BENCH_CLOCKS", "100000"))


def _microseconds(days: int) -> float:
    calendar = Calendar.national()
    amount, start = Amount(days, Unit.WD), date(2026, 9, 24)
    last_day(start, amount, calendar)
    best = min(timeit.repeat(lambda: last_day(start, amount, calendar), number=2000, repeat=20))
    return best / 2000 * 1e6


def test_a_last_day() -> None:
    figures = {f"{days}wd_us": round(_microseconds(days), 3) for days in (5, 20, 60)}
    keep("last_day", figures)
    sys.stdout.write(f"\nlast day {figures}")


@pytest.fixture
def clock() -> SettableClock:
    return SettableClock(moment("12-14 09:00"))


@pytest.fixture
def crowded(town_template: Path, tmp_path: Path, clock: SettableClock) -> Iterator[Town]:
    """Give a town with very many open clocks copied from one real case."""
    with copied(town_template, tmp_path) as one:
        town = Town(one, clock, FileStore(tmp_path / "attachments"))
        case = accepted(town)
        town.move("12-21 09:00")
        _multiply(town, case, NUMBER_OF_CLOCKS)
        yield town


def _multiply(town: Town, case_id: int, number: int) -> None:
    chance = random.Random(5)
    with transaction(town.database) as session:
        case = session.get_one(Case, case_id)
        clock = session.scalars(select(Clock).where(Clock.limit_key == "decide_promise")).one()
        plain = {c.key: getattr(case, c.key) for c in Case.__mapper__.column_attrs if c.key != "id"}
        fact = {
            c.key: getattr(clock, c.key) for c in Clock.__mapper__.column_attrs if c.key != "id"
        }
        first = 1_000_000
        for start in range(0, number, 10_000):
            ids = range(first + start, first + min(start + 10_000, number))
            session.execute(
                insert(Case),
                [
                    {
                        **plain,
                        "id": n,
                        "number": f"B-{n}",
                        "record_count": 0,
                        "record_head": "",
                        "run": {},
                        "document": {},
                    }
                    for n in ids
                ],
            )
            session.execute(insert(Clock), [_clock(fact, n, chance, town) for n in ids])


def _clock(fact: dict[str, Any], number: int, chance: random.Random, town: Town) -> dict[str, Any]:
    start_on = day_of(town.now) - timedelta(days=chance.randrange(6))
    amount = f"{chance.choice((3, 7, 10, 20))}WD"
    return {
        **fact,
        "id": number,
        "case_id": number,
        "activity_id": f"a{number}",
        "start_on": start_on,
        "amount": amount,
    }


def test_a_calendar_edit_and_a_what_if(crowded: Town) -> None:
    began = time.perf_counter()
    with reading(crowded.database) as session:
        runs = open_runs(session)
        read_s = time.perf_counter() - began
        calendar = load_calendars(session)
        rule = read_rule("decide_promise", {**runs[-1].rule.raw, "amount": "2WD"})
        found = turns(
            runs, Draft(calendar, {(PERMIT, "decide_promise"): rule}), calendar, at=crowded.now
        )
    what_if_s = time.perf_counter() - began
    with transaction(crowded.database) as session:
        draft = draft_year(session, NOTICE, year=2027, number=NUMBER)
        apply_notice(session, draft, reason="bench", by="maqian", at=crowded.now)
    began, counted, longest = time.perf_counter(), 0, 0.0
    while True:
        batch_began = time.perf_counter()
        with transaction(crowded.database) as session:
            batch = recount_batch(session, at=crowded.now, cause=NUMBER)
        longest = max(longest, time.perf_counter() - batch_began)
        counted += batch.clocks
        if not batch.clocks:
            break
    figures = {
        "clocks": counted,
        "what_if_s": round(what_if_s, 2),
        "of_which_reading_s": round(read_s, 2),
        "turning": len(found),
        "recount_s": round(time.perf_counter() - began, 2),
        "longest_batch_ms": round(longest * 1000),
    }
    keep("clocks", figures)
    sys.stdout.write(f"\n{figures}")
