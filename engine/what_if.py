"""What-if: what a change of limits, ladders or the calendar would do, before it is made.

Pure over values, by the same counting as live clocks: `turns` tells which open clocks would show
another lamp or last day, `replay` what a past period would have looked like.
"""

from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, datetime

from engine.calendars import Calendars
from engine.days import ZONE, closing_day_of, day_of
from engine.lamp_levels import lamp_level, worst
from engine.limit_drafts import Reach
from engine.limit_rules import LimitRule
from engine.limits.ladder import Ladder
from engine.limits.ledger import Facts
from engine.limits.moments import end_of
from engine.limits.projection import Projection, project
from engine.limits.units import Amount
from engine.runs import Run

CARDS = ("yellow", "red")


@dataclass(frozen=True)
class Draft:
    """The world as it would be: some limits replaced, or another calendar."""

    calendars: Calendars
    #: Rules by (matter, limit).
    rules: Mapping[tuple[str, str], LimitRule] = field(default_factory=dict)
    from_on: date = date.min
    reach: Reach = Reach.ALL

    def changed(self, run: Run) -> Run:
        """Return an open run as it would be: with the new rule where the draft reaches it."""
        start = run.facts.start
        started_on = day_of(start) if isinstance(start, datetime) else start
        is_reached = self.reach == Reach.ALL or (
            self.reach == Reach.SINCE and started_on >= self.from_on
        )
        return self.ruled(run) if is_reached else run

    def ruled(self, run: Run) -> Run:
        """Return a run under the draft's rule, whatever its reach."""
        rule = self.rules.get(run.limit)
        if rule is None:
            return run
        is_fixed = not rule.amount.startswith("=")
        amount = Amount.parse(rule.amount) if is_fixed else run.facts.amount
        return replace(run, rule=rule, facts=replace(run.facts, amount=amount, ends=rule.ends))


class Counting:
    """Projections, each worked out once: very many clocks share their facts."""

    def __init__(self, calendars: Calendars) -> None:
        """Begin without any."""
        self.calendars = calendars
        self._known: dict[tuple[Facts, Ladder, str], Projection] = {}
        self._used: dict[tuple[Facts, str, object], int] = {}

    def project(self, run: Run) -> Projection:
        """Return last day, due instant and rungs of a run."""
        key = run.facts, run.rule.ladder, run.region
        if key not in self._known:
            calendar = self.calendars.of(run.region)
            self._known[key] = project(run.facts, run.rule.ladder, calendar, tz=ZONE)
        return self._known[key]

    def used(self, run: Run, ended_at: datetime) -> int:
        """Return the units a run used by its end; the day of the end counts (counting.md 8)."""
        on = ended_at
        if not run.facts.amount.unit.is_hours:
            on = end_of(closing_day_of(ended_at), ZONE)
        key = run.facts, run.region, on
        if key not in self._used:
            calendar = self.calendars.of(run.region)
            self._used[key] = project(run.facts, (), calendar, on=on, tz=ZONE).used or 0
        return self._used[key]


@dataclass(frozen=True)
class Turn:
    """An open clock that would show something else."""

    run: Run
    old_level: str
    new_level: str
    old_on: date | None
    new_on: date | None

    @property
    def is_worse(self) -> bool:
        """Say whether its lamp turns for the worse."""
        order = ("stopped", "green", "warn", "yellow", "red")
        return order.index(self.new_level) > order.index(self.old_level)


def turns(runs: Iterable[Run], draft: Draft, present: Calendars, *, at: datetime) -> list[Turn]:
    """Return the open runs whose lamp or last day would change, in their order."""
    old, new = Counting(present), Counting(draft.calendars)
    found = []
    is_calendar = draft.calendars != present
    for run in runs:
        changed = draft.changed(run)
        if changed is run and not is_calendar:
            continue
        was, is_now = old.project(run), new.project(changed)
        before = lamp_level(was, run.rule.ladder, _reached(run, was, at), at=at)
        after = lamp_level(is_now, changed.rule.ladder, _reached_anew(changed, is_now, at), at=at)
        if (before, was.last_day) != (after, is_now.last_day):
            found.append(Turn(run, before, after, was.last_day, is_now.last_day))
    return found


def _reached(run: Run, shown: Projection, at: datetime) -> str:
    """Return the worst level fired, or due by now."""
    levels = {rung.key: rung.level for rung in run.rule.ladder}
    due = [levels[key] for key, instant in shown.rungs.items() if instant <= at]
    return worst([*run.fired.values(), *due])


def _reached_anew(run: Run, shown: Projection, at: datetime) -> str:
    """Return the worst level after a recount: what lies in the future again is voided."""
    is_moved_by_law = bool(run.facts.suspensions or run.facts.extensions)
    levels = {rung.key: rung.level for rung in run.rule.ladder}
    due = [levels[key] for key, instant in shown.rungs.items() if instant <= at]
    standing = [
        level
        for key, level in run.fired.items()
        if is_moved_by_law or key not in shown.rungs or shown.rungs[key] <= at
    ]
    return worst([*standing, *due])


@dataclass(frozen=True)
class Tally:
    """How many open clocks of one group turn."""

    key: str
    total: int
    worse: int
    better: int
    #: Number by new level.
    levels: Mapping[str, int]


def tally(found: Sequence[Turn], key: Callable[[Turn], str | None]) -> list[Tally]:
    """Return the turns by matter, section, person or whatever `key` gives, the largest first."""
    groups: dict[str, list[Turn]] = {}
    for turn in found:
        groups.setdefault(key(turn) or "", []).append(turn)
    counted = [
        Tally(
            name,
            len(rows),
            sum(turn.is_worse for turn in rows),
            sum(not turn.is_worse and turn.new_level != turn.old_level for turn in rows),
            Counter(turn.new_level for turn in rows),
        )
        for name, rows in groups.items()
    ]
    return sorted(counted, key=lambda one: (-one.total, one.key))


@dataclass(frozen=True)
class Past:
    """What a period came to for one limit: counts, and the average of used units."""

    number: int
    on_time: int
    used: int
    yellow: int
    red: int

    @property
    def rate(self) -> float | None:
        """Return the share that ended in time; None without any."""
        return self.on_time / self.number if self.number else None

    @property
    def average(self) -> float | None:
        """Return the average of used units; None without any."""
        return self.used / self.number if self.number else None


@dataclass(frozen=True)
class Replay:
    """One limit of one matter over a past period, as it was and as it would have been."""

    matter_key: str
    rule: LimitRule
    was: Past
    would_be: Past


def replay(runs: Sequence[Run], draft: Draft, present: Calendars) -> list[Replay]:
    """Return the period anew for each limit the draft touches; all of them for a calendar."""
    is_calendar = draft.calendars != present
    old, new = Counting(present), Counting(draft.calendars)
    groups: dict[tuple[str, str], list[Run]] = {}
    for run in runs:
        if is_calendar or run.limit in draft.rules:
            groups.setdefault(run.limit, []).append(run)
    return [
        Replay(
            matter,
            rows[-1].rule,
            _past(rows, old),
            _past([draft.ruled(run) for run in rows], new),
        )
        for (matter, _), rows in sorted(groups.items())
    ]


def _past(runs: Sequence[Run], counting: Counting) -> Past:
    on_time = used = 0
    cards: Counter[str] = Counter()
    for run in runs:
        ended_at = run.ended_at
        if ended_at is None:
            continue
        shown = counting.project(run)
        on_time += shown.due_at is None or ended_at < shown.due_at
        used += counting.used(run, ended_at)
        for rung in run.rule.ladder:
            instant = shown.rungs.get(rung.key)
            if rung.level in CARDS and instant is not None and instant <= ended_at:
                cards[rung.level] += 1
    return Past(len(runs), on_time, used, cards["yellow"], cards["red"])
