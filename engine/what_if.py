"""What-if: what a change of limits, ladders or the calendar would do, before it is made.

Pure over values, by the same counting as live clocks: `turns` tells which open clocks would show
another lamp or last day, `replay` what a past period would have looked like.
"""

from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from functools import lru_cache

from engine.calendars import Calendars
from engine.days import ZONE, closing_day_of, day_of
from engine.lamp_levels import lamp_level, worst
from engine.limit_drafts import Reach
from engine.limit_rules import LimitRule
from engine.limits.counting import used
from engine.limits.ladder import Ladder
from engine.limits.ledger import Facts, excluded_days
from engine.limits.moments import ONE_DAY
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
        started_on = run.facts.start_on(ZONE)
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
        amount = rule.amount if is_fixed else str(run.facts.amount)
        return replace(run, rule=rule, facts=_refitted(run.facts, amount, rule.ends))


@lru_cache(maxsize=10_000)
def _refitted(facts: Facts, amount: str, ends: str) -> Facts:
    return replace(facts, amount=Amount.parse(amount), ends=ends)


class Counting:
    """Projections, each worked out once: very many clocks share their facts."""

    def __init__(self, calendars: Calendars, beside: "Counting | None" = None) -> None:
        """Begin without any; what ends before the calendars of `beside` differ is taken from it."""
        self.calendars = calendars
        self._beside = beside
        self._known: dict[tuple[Facts, Ladder, str], Projection] = {}
        self._differing: dict[str, date] = {}

    def project(self, run: Run) -> Projection:
        """Return last day, due instant and rungs of a run."""
        key = run.facts, run.rule.ladder, run.region
        shown = self._known.get(key)
        if shown is None:
            shown = self._known[key] = self._borrowed(run) or self._projected(run)
        return shown

    def _projected(self, run: Run) -> Projection:
        return project(run.facts, run.rule.ladder, self.calendars.of(run.region), tz=ZONE)

    def _borrowed(self, run: Run) -> Projection | None:
        if self._beside is None:
            return None
        shown = self._beside.project(run)
        is_same = shown.last_day is not None and shown.last_day < self._differs_from(run.region)
        return shown if is_same else None

    def _differs_from(self, region: str) -> date:
        """Return the first day on which a region's calendar differs from the one beside."""
        if region not in self._differing:
            others = self._beside.calendars if self._beside else self.calendars
            own, other = self.calendars.of(region), others.of(region)
            self._differing[region] = own.differs_from(other) or date.max
        return self._differing[region]

    def used(self, run: Run, ended_at: datetime) -> int:
        """Return the units a run used by its end; the day of the end counts (counting.md 8)."""
        facts, calendar = run.facts, self.calendars.of(run.region)
        if facts.amount.unit.is_hours:
            return project(facts, (), calendar, on=ended_at, tz=ZONE).used or 0
        on = closing_day_of(ended_at)
        excluded = excluded_days(facts.suspensions, until=on + ONE_DAY, tz=ZONE)
        return used(facts.start_on(ZONE), on, facts.amount.unit, calendar, excluded)


@dataclass(frozen=True)
class Turn:
    """An open clock that would show something else."""

    run: Run
    old_level: str
    new_level: str
    old_on: date | None
    new_on: date | None
    #: Whether each rests on a year without notice (暂定).
    was_provisional: bool
    is_provisional: bool

    @property
    def is_worse(self) -> bool:
        """Say whether its lamp turns for the worse."""
        order = ("stopped", "green", "warn", "yellow", "red")
        return order.index(self.new_level) > order.index(self.old_level)


def turns(runs: Iterable[Run], draft: Draft, present: Calendars, *, at: datetime) -> list[Turn]:
    """Return the open runs whose lamp or last day would change, in their order."""
    old = Counting(present)
    is_calendar = draft.calendars != present
    new = Counting(draft.calendars, beside=old) if is_calendar else old
    found = []
    for run in runs:
        changed = draft.changed(run)
        if changed is run and not is_calendar:
            continue
        was, is_now = old.project(run), new.project(changed)
        before = lamp_level(was, run.rule.ladder, _reached(run, was, at), at=at)
        after = lamp_level(is_now, changed.rule.ladder, _reached_anew(changed, is_now, at), at=at)
        if (before, was.last_day) != (after, is_now.last_day):
            days = was.last_day, is_now.last_day
            found.append(Turn(run, before, after, *days, was.provisional, is_now.provisional))
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

    def plus(self, other: "Past") -> "Past":
        """Return what both came to."""
        return Past(
            self.number + other.number,
            self.on_time + other.on_time,
            self.used + other.used,
            self.yellow + other.yellow,
            self.red + other.red,
        )

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
    old = Counting(present)
    new = Counting(draft.calendars, beside=old) if is_calendar else old
    groups: dict[tuple[str, str], list[Run]] = {}
    for run in runs:
        if is_calendar or run.limit in draft.rules:
            groups.setdefault(run.limit, []).append(run)
    first = draft.calendars.differs_from(present) if is_calendar else None
    found = []
    for limit, rows in sorted(groups.items()):
        # What ended before the calendars differ came out alike, unless its rule is another.
        is_alike = None if limit in draft.rules else first
        later = [run for run in rows if is_alike is None or not _ended_before(run, is_alike)]
        alike = [run for run in rows if is_alike is not None and _ended_before(run, is_alike)]
        past = _past(alike, old)
        would_be = _past([draft.ruled(run) for run in later], new)
        found.append(
            Replay(limit[0], rows[-1].rule, past.plus(_past(later, old)), past.plus(would_be))
        )
    return found


def _ended_before(run: Run, day: date) -> bool:
    return run.ended_at is not None and day_of(run.ended_at) < day


def _past(runs: Sequence[Run], counting: Counting) -> Past:
    on_time = spent = 0
    cards: Counter[str] = Counter()
    for run in runs:
        ended_at = run.ended_at
        if ended_at is None:
            continue
        shown = counting.project(run)
        on_time += shown.due_at is None or ended_at < shown.due_at
        spent += counting.used(run, ended_at)
        for rung in run.rule.ladder:
            instant = shown.rungs.get(rung.key)
            if rung.level in CARDS and instant is not None and instant <= ended_at:
                cards[rung.level] += 1
    return Past(len(runs), on_time, spent, cards["yellow"], cards["red"])
