"""Timers that are the due moment of their own step's clock: moved together, no case loaded.

Such is `due("limit")` on a step that bears the limit, the usual timer of a diagram. What else a
timer says is worked out from its case (engine/timers).
"""

import re
from collections.abc import Collection
from datetime import datetime

from sqlalchemy import and_, select
from sqlalchemy.orm import Session

from engine.live_rows import RUNNING
from engine.store.among import among
from engine.store.cases import Case
from engine.store.clocks import Clock, Timer
from engine.store.many_rows import update_many

_DUE = re.compile(r'=?\s*due\(\s*"([^"\\]+)"\s*\)\s*')

_Moves = list[dict[str, str | datetime | None]]


def move_timers(session: Session, case_ids: Collection[int]) -> set[int]:
    """Rewrite what timers of some cases follow from a clock; returns the cases with others.

    The clocks are written already and the cases locked.
    """
    moves: _Moves = []
    others = set[int]()
    clock = and_(
        Clock.case_id == Timer.case_id,
        Clock.activity_id == Timer.host_id,
        Clock.state.in_(RUNNING),
    )
    rows = session.execute(
        select(
            Timer.activity_id,
            Timer.case_id,
            Timer.expression,
            Timer.due_at,
            Clock.limit_key,
            Clock.due_at,
            Case.suspended_at,
        )
        .join(Case, Case.id == Timer.case_id)
        .outerjoin(Clock, clock)
        .where(among(Timer.case_id, case_ids), Timer.ended_at.is_(None))
    ).all()
    followed = set[str]()
    for activity_id, _, expression, known, limit_key, due_at, suspended_at in rows:
        match = _DUE.fullmatch(expression)
        if match is None or match[1] != limit_key:
            continue
        followed.add(activity_id)
        due = None if suspended_at else due_at
        if due != known:
            moves.append({"activity_id": activity_id, "due_at": due})
    others = {case_id for activity_id, case_id, *_ in rows if activity_id not in followed}
    update_many(session, Timer, moves)
    return others
