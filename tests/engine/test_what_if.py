"""What-if: the preview of a change is what the lamps show after it was made."""

from collections.abc import Iterator, Mapping
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest
from builders import PERMIT, accepted, decide, decided, resume, review_all, stop
from flask import g
from notices import NOTICE, NUMBER
from sqlalchemy import select
from towns import Town, moment

from engine.calendar_notices import apply_notice, calendars_with, draft_year
from engine.calendars import load_calendars
from engine.clock import SettableClock
from engine.limit_changes import apply_change
from engine.limit_drafts import Reach, draft_change
from engine.limit_rules import read_rule
from engine.recounting import recount_batch
from engine.runs import ended_runs, open_runs
from engine.store import lists
from engine.store.clocks import Clock
from engine.store.database import reading, transaction
from engine.what_if import Draft, replay, tally, turns
from engine.what_if import Turn as WhatIfTurn
from web.app import create_app
from web.config import Config
from web.lamps import lamp_of

YEAR = timedelta(days=365)


@pytest.fixture
def clock() -> SettableClock:
    return SettableClock(moment("10-12 09:00"))


@pytest.fixture
def app_context(tmp_path: Path, town: Town) -> Iterator[None]:
    """Give the frame in which lamps find their words."""
    config = Config(home=tmp_path, database_url="", testing=True)
    app = create_app(config, database=town.database, clock=town.clock)
    with app.test_request_context():
        yield


def busy_town(town: Town) -> None:
    """Leave cases of every lamp: old, new, stopped, stopped and resumed."""
    old, stopped, resumed = accepted(town), accepted(town), accepted(town)
    stop(town, stopped)
    town.sweep("10-13 15:00")
    stop(town, resumed)
    town.sweep("10-15 10:00")
    resume(town, resumed)
    accepted(town)
    decided(town)
    town.sweep("10-16 10:00")
    assert old


def lamps(town: Town) -> dict[int, tuple[str, str]]:
    """Return what the screens show of every open clock: level and last day."""
    with reading(town.database) as session:
        g.session = session
        calendar = load_calendars(session)
        ids = [run.clock_id for run in open_runs(session)]
        cases = session.scalars(select(Clock.case_id))
        return {
            row.clock.id: (
                lamp_of(row.clock, row.stops, calendar, town.now).level,
                str(row.clock.last_on),
            )
            for rows in lists.clocks_of(session, cases).values()
            for row in rows
            if row.clock.id in ids
        }


def shown(found: list[WhatIfTurn]) -> dict[int, tuple[str, str]]:
    return {turn.run.clock_id: (turn.new_level, str(turn.new_on)) for turn in found}


EARLY = [{"key": "warn", "left": 6}, {"key": "expiry", "level": "red"}]
CHANGES: list[tuple[str, Mapping[str, Any], Reach]] = [
    ("decide_promise", {"amount": "1WD"}, Reach.ALL),
    ("decide_promise", {"amount": "2WD"}, Reach.SINCE),
    ("decide_promise", {"amount": "7WD"}, Reach.ALL),
    ("decide", {"ladder": EARLY}, Reach.ALL),
    ("dept_review", {"amount": "5WD"}, Reach.ALL),
]


@pytest.mark.parametrize(
    ("limit", "changes", "reach"),
    CHANGES,
    ids=["shorter", "shorter for newer cases", "longer", "earlier warning", "a step's limit"],
)
def test_the_preview_of_a_limit_is_what_the_lamps_show(
    app_context: None, town: Town, limit: str, changes: Mapping[str, Any], reach: Reach
) -> None:
    busy_town(town)
    from_on = date(2026, 10, 15)
    before = lamps(town)
    with reading(town.database) as session:
        draft = draft_change(session, PERMIT, limit, changes, from_on=from_on, reach=reach)
        what = Draft(
            load_calendars(session),
            {(PERMIT, limit): read_rule(limit, draft.rule, from_on)},
            from_on,
            reach,
        )
        found = turns(open_runs(session), what, load_calendars(session), at=town.now)
    with transaction(town.database) as session:
        apply_change(session, draft, reason="试行", by="maqian", at=town.now)
        recount_batch(session, at=town.now, cause="试行")
    town.sweep()

    assert found
    assert lamps(town) == {**before, **shown(found)}


def test_the_preview_of_a_notice_is_what_the_lamps_show(app_context: None, town: Town) -> None:
    town.move("12-28 09:00")
    accepted(town)
    town.sweep("12-31 10:00")
    accepted(town)
    before = lamps(town)
    with reading(town.database) as session:
        notice = draft_year(session, NOTICE, year=2027, number=NUMBER)
        what = Draft(calendars_with(session, notice))
        found = turns(open_runs(session), what, load_calendars(session), at=town.now)
    with transaction(town.database) as session:
        apply_notice(session, notice, reason="发布", by="maqian", at=town.now)
        recount_batch(session, at=town.now, cause=NUMBER)
    town.sweep()

    assert found
    assert lamps(town) == {**before, **shown(found)}


def test_the_past_is_replayed_under_the_draft(town: Town) -> None:
    """Decided on the second counted day: in time by three, late by one, with a card."""
    case = accepted(town)
    town.sweep("10-14 10:00")
    finish(town, case)
    with reading(town.database) as session:
        draft = draft_change(
            session, PERMIT, "decide_promise", {"amount": "1WD"}, from_on=date(2026, 11, 1)
        )
        calendar = load_calendars(session)
        rule = read_rule("decide_promise", draft.rule)
        what = Draft(calendar, {(PERMIT, "decide_promise"): rule})
        runs = ended_runs(session, since=town.now - YEAR, until=town.now)
        (one,) = replay(runs, what, calendar)

    assert (one.was.number, one.was.rate, one.was.average, one.was.yellow) == (1, 1.0, 2.0, 0)
    assert (one.would_be.rate, one.would_be.average, one.would_be.yellow) == (0.0, 2.0, 1)


def finish(town: Town, case: int) -> None:
    review_all(town, case)
    decide(town, case)


def test_turns_are_counted_by_group(town: Town) -> None:
    accepted(town)
    accepted(town)
    town.sweep("10-14 10:00")
    with reading(town.database) as session:
        draft = draft_change(
            session, PERMIT, "decide_promise", {"amount": "1WD"}, from_on=date(2026, 10, 14)
        )
        calendar = load_calendars(session)
        rule = read_rule("decide_promise", draft.rule)
        what = Draft(calendar, {(PERMIT, "decide_promise"): rule})
        found = turns(open_runs(session), what, calendar, at=town.now)

    (group,) = tally(found, lambda turn: turn.run.matter_key)
    assert (group.key, group.total, group.worse, dict(group.levels)) == (
        PERMIT,
        2,
        2,
        {"yellow": 2},
    )
