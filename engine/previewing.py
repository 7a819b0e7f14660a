"""What a draft would do, before it is made: the same answer for pages, API and shell."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy.orm import Session

from engine.calendar_notices import Move, NoticeDraft, calendars_with, preview
from engine.calendars import load_calendars
from engine.days import day_of
from engine.limit_drafts import LimitDraft, rule_in
from engine.limit_rules import versions_on
from engine.runs import ended_runs, open_runs
from engine.what_if import Draft, Replay, Turn, replay, turns

#: How far back the replay goes.
LAST_YEAR = timedelta(days=365)


@dataclass(frozen=True)
class Effects:
    """What a draft would do to open clocks, and would have done to the last year."""

    #: How many clocks run that the draft could touch.
    running: int
    turns: Sequence[Turn]
    replays: Sequence[Replay]


def effects_of_change(session: Session, draft: LimitDraft, *, at: datetime) -> Effects:
    """Return what a change of a limit would do as of `at`."""
    limit = draft.matter_key, draft.limit_key
    present = load_calendars(session)
    world = Draft(present, {limit: rule_in(draft)}, draft.from_on, draft.reach)
    running = open_runs(session, *limit)
    past = ended_runs(
        session,
        since=at - LAST_YEAR,
        until=at,
        matter_key=draft.matter_key,
        limit_key=draft.limit_key,
    )
    return Effects(
        len(running), turns(running, world, present, at=at), replay(past, world, present)
    )


def effects_of_notice(session: Session, draft: NoticeDraft, *, at: datetime) -> Effects:
    """Return what a notice would do; the last year's limits are those it would have changed."""
    present, world = load_calendars(session), Draft(calendars_with(session, draft))
    running = open_runs(session)
    # What ended before the first day that differs was counted alike, and in time alike.
    first = world.calendars.differs_from(present)
    is_past = first is not None and first <= day_of(at)
    past = ended_runs(session, since=at - LAST_YEAR, until=at) if is_past else []
    changed = [one for one in replay(past, world, present) if one.was != one.would_be]
    return Effects(len(running), turns(running, world, present, at=at), changed)


def moves_of_notice(session: Session, draft: NoticeDraft) -> list[Move]:
    """Return the open clocks whose last day a notice moves or makes firm."""
    return preview(session, calendars_with(session, draft))


def table_before(session: Session, draft: LimitDraft) -> Mapping[str, object]:
    """Return the table of a limit that holds on a draft's day without it."""
    return versions_on(session, draft.matter_key, draft.from_on)[draft.limit_key].rule
