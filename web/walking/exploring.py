"""The walk itself: always towards something not yet seen, from the state that is nearest to it.

What is not seen yet is gone for in turn. Of everything that can be done in the states found so
far, that is done which leads nearest to it, by the distances of `roads`; what was done in the
same way at the same place before counts as farther. A walk ends when everything is covered, when
nothing is left to do, or when it has done `most` deeds.
"""

import time
from collections import Counter, deque
from collections.abc import Collection
from dataclasses import dataclass, field, replace
from datetime import datetime

from engine.days import day_of
from engine.definitions import Definition, current_definition
from engine.errors import BanjieError, InvalidSubmission
from engine.handling import view_case
from engine.store.cases import Case
from engine.store.database import reading
from forms.samples import Stock
from web.walking.choosing import Choices
from web.walking.covering import KINDS, Coverage, Item, seen_of, wanted_of
from web.walking.doing import (
    PAUSE,
    Deed,
    Guide,
    do,
    let_pass,
    next_due,
    starts,
    ways_on,
    would_break,
)
from web.walking.samples import read_samples
from web.walking.stage import PAPER, PICTURE, Stage
from web.walking.states import Lineage, State, state_of

MOST_DEEDS = 4_000
#: So many steps are taken towards one thing before another has its turn, and so many in all.
TURN, MOST_FOR_ONE = 12, 400


@dataclass
class Walk:
    """What a walk found."""

    definition: Definition
    coverage: Coverage
    #: By the wall clock, and of processor time.
    seconds: float = 0.0
    cpu_seconds: float = 0.0
    deeds: int = 0
    states: int = 0
    #: Deeds that no valid data could do, each with what was said, and how often.
    failures: Counter[str] = field(default_factory=Counter)


def walk(
    stage: Stage,
    first: bytes,
    matter_key: str,
    *,
    at: datetime,
    most: int = MOST_DEEDS,
    kinds: Collection[str] = KINDS,
) -> Walk:
    """Walk the current version of a matter from a state without cases, beginning at a moment.

    It goes for what is of one of `kinds`; the rest is noted where it is come by.
    """
    began, began_work = time.perf_counter(), time.process_time()
    with reading(stage.restore(first)) as session:
        definition = current_definition(session, matter_key)
        samples = read_samples(definition)
        coverage = wanted_of(session, definition, samples.get("unreached", {}), day_of(at))
    guide = Guide(definition, samples, Stock(PAPER, PICTURE))
    walker = _Walker(stage, guide, Walk(definition, coverage), most, at)
    walker.begin(first)
    walker.go_on(kinds)
    walker.walk.seconds = time.perf_counter() - began
    walker.walk.cpu_seconds = time.process_time() - began_work
    return walker.walk


class _Walker:
    """What can still be done, and what was found."""

    def __init__(self, stage: Stage, guide: Guide, walk: Walk, most: int, began: datetime) -> None:
        self.stage, self.guide, self.walk, self.most = stage, guide, walk, most
        self.began = began
        self.choices = Choices(guide.definition)
        self.known: set[object] = set()
        self.judged: set[tuple[State, str]] = set()

    def begin(self, first: bytes) -> None:
        """Start a case in every way there is."""
        at = self.began
        with reading(self.stage.restore(first)) as session:
            ways = starts(session, self.guide, at)
        self.walk.coverage.add(ways.refusals)
        state = State(first, 0, at)
        for deed in ways.deeds:
            self._do(state, deed)

    def go_on(self, kinds: Collection[str]) -> None:
        """Go for one thing after the other that was not seen."""
        goals = deque(one for one in self.walk.coverage.unexplained() if one.kind in kinds)
        steps: Counter[Item] = Counter()
        while goals and self.walk.deeds < self.most:
            goal = goals.popleft()
            if steps[goal] >= TURN:
                self._find_ripe(goal)
            for _ in range(TURN):
                if not self._is_wanted(goal) or not self._step_towards(goal):
                    break
                steps[goal] += 1
            if self._is_wanted(goal) and steps[goal] < MOST_FOR_ONE:
                steps[goal] += 1
                goals.append(goal)

    def _find_ripe(self, goal: Item) -> None:
        """Find the cases whose data would break a rule, for one that is hard to come by."""
        if goal.kind != "refusal":
            return
        form_key = goal.key.rsplit(".", 1)[0]
        for state in self.choices.states():
            if (state, form_key) not in self.judged:
                self.judged.add((state, form_key))
                with reading(self.stage.restore(state.kept)) as session:
                    broken = would_break(session, self.guide, state.case_id, form_key, state.at)
                self.choices.ripe |= {(state, item) for item in broken}

    def _is_wanted(self, goal: Item) -> bool:
        return goal not in self.walk.coverage.seen and self.walk.deeds < self.most

    def _step_towards(self, goal: Item) -> bool:
        """Do what leads nearest to a goal; says whether anything does."""
        option = self.choices.take(goal)
        if option is None:
            return False
        if option.is_look:
            self._look_around(option.state)
        elif option.deed is None:
            self._wait(option.state)
        else:
            if not self._do(option.state, option.deed):
                self.choices.failed(option)
        return True

    def _look_around(self, state: State) -> None:
        """Find out what can be done in a state."""
        self.walk.states += 1
        database = self.stage.restore(state.kept)
        with reading(database) as session:
            ways = ways_on(session, self.guide, state.case_id, state.at + PAUSE)
        for one in ways:
            self.walk.coverage.add(one.refusals)
        self.choices.offer(state, [deed for one in ways for deed in one.deeds])

    def _do(self, state: State, deed: Deed) -> bool:
        """Do a deed; says whether somebody could."""
        self.walk.deeds += 1
        database = self.stage.restore(state.kept)
        done = do(self.stage, database, deed, state.at + PAUSE)
        if isinstance(done, BanjieError):
            self.walk.failures[f"{deed.name}：{_told(done)}"] += 1
            return False
        self._arrive(state, done, state.at + PAUSE, deed)
        return True

    def _wait(self, state: State) -> None:
        if state.due is None:
            return
        self.walk.deeds += 1
        until = max(state.due, state.at)
        let_pass(self.stage.restore(state.kept), state.case_id, until)
        self._arrive(state, state.case_id, until, None)

    def _arrive(self, state: State, case_id: int, at: datetime, deed: Deed | None) -> None:
        """Note what was come by, and the state when it is new and the case goes on."""
        database = self.stage.database
        due = next_due(database, case_id)
        with reading(database) as session:
            items, steps = seen_of(session, case_id, after=state.steps)
            self.walk.coverage.add(items)
            handling = view_case(session, session.get_one(Case, case_id), at=at)
            found = state_of(
                handling,
                b"",
                steps=steps,
                lineage=_lineage(state, deed),
                rungs=frozenset(one for one in items if one.kind == "rung"),
                due=due,
                began=self.began,
            )
            is_open = handling.case.state == "open"
        if is_open and found.signature not in self.known:
            self.known.add(found.signature)
            self.choices.found(replace(found, kept=self.stage.keep()))


def _lineage(state: State, deed: Deed | None) -> Lineage:
    """Return which of the matter's own variants a case was entered with, the last of each form."""
    if deed is None:
        return state.lineage
    others = {one for one in state.lineage if one[0] != deed.form_key}
    return frozenset(others | ({(deed.form_key, deed.own)} if deed.own else set()))


def _told(error: BanjieError) -> str:
    """Return what was said, for a form field by field."""
    if isinstance(error, InvalidSubmission):
        return "；".join(f"{path} {said[0][0]}" for path, said in error.errors.items())
    return error.zh
