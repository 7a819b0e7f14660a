"""The walk itself: states are taken up one by one, from the places least looked at so far.

Of those the latest comes first, so that a walk soon comes to an end. Two states are one when the
same steps are live, every condition of the diagram has the same answer and the same rungs were
reached. A walk ends when everything is covered, when no state is left, or when it has done `most`
deeds.
"""

import time
from collections import Counter
from dataclasses import dataclass, field, replace
from datetime import datetime
from itertools import count
from pathlib import Path

from engine.days import day_of
from engine.definitions import Definition, current_definition
from engine.errors import BanjieError, ExpressionFailed, InvalidSubmission
from engine.handling import Handling, view_case
from engine.store.cases import Case
from engine.store.database import Database, reading
from forms.samples import Stock
from web.walking.covering import Coverage, seen_of, wanted_of
from web.walking.doing import PAUSE, Deed, Guide, do, let_pass, moves_in, next_due, starts, ways_on
from web.walking.samples import read_samples
from web.walking.stage import PAPER, PICTURE, Stage

MOST_DEEDS = 4_000
#: How often one deed is done at one place, and a variant of it anywhere.
MOST_HERE, MOST_ANYWHERE = 3, 12

Signature = tuple[object, ...]


@dataclass(frozen=True)
class State:
    """A case as it stands: its file, the moment, and how it came there."""

    file: Path
    case_id: int
    at: datetime
    steps: int
    path: tuple[str, ...]
    #: Which of the matter's own ways to start it began with; data no condition asks differs.
    lineage: int = 0
    #: What is live, and how many of each.
    live: frozenset[tuple[str, int]] = frozenset()
    #: When it was found.
    turn: int = 0

    @property
    def place(self) -> object:
        """Where in the diagram the case stands."""
        return self.lineage, frozenset(element for element, _ in self.live)


@dataclass
class Walk:
    """What a walk found."""

    definition: Definition
    coverage: Coverage
    seconds: float = 0.0
    deeds: int = 0
    states: int = 0
    #: Deeds that no valid data could do, each with what was said, and how often.
    failures: Counter[str] = field(default_factory=Counter)


def walk(
    stage: Stage, first: Path, matter_key: str, *, at: datetime, most: int = MOST_DEEDS
) -> Walk:
    """Walk the current version of a matter from a state without cases, beginning at a moment."""
    began = time.perf_counter()
    with stage.at(first) as database, reading(database) as session:
        definition = current_definition(session, matter_key)
        samples = read_samples(definition)
        coverage = wanted_of(session, definition, samples.get("unreached", {}), day_of(at))
    walker = _Walker(
        stage, Guide(definition, samples, Stock(PAPER, PICTURE)), Walk(definition, coverage), most
    )
    walker.begin(stage.keep(), at)
    walker.go_on()
    walker.walk.seconds = time.perf_counter() - began
    return walker.walk


class _Walker:
    """The states still to be taken up, and what was found."""

    def __init__(self, stage: Stage, guide: Guide, walk: Walk, most: int) -> None:
        self.stage, self.guide, self.walk, self.most = stage, guide, walk, most
        self.known: set[Signature] = set()
        self.waiting: list[State] = []
        self.turn = count(1)
        #: How often a place of the diagram was taken up: the rarest comes next.
        self.taken: Counter[object] = Counter()
        self.done: Counter[object] = Counter()

    def begin(self, first: Path, at: datetime) -> None:
        """Start a case in every way there is."""
        with self.stage.at(first) as database, reading(database) as session:
            ways = starts(session, self.guide, at)
        self.walk.coverage.add(ways.refusals)
        for number, deed in enumerate(ways.deeds):
            lineage = number if number <= ways.own else 0
            self._try(first, deed, State(first, 0, at, 0, (), lineage))

    def go_on(self) -> None:
        """Take up state after state."""
        while self.waiting and self.walk.deeds < self.most and not self.walk.coverage.is_whole:
            state = min(self.waiting, key=lambda one: (self.taken[one.place], -one.turn))
            self.waiting.remove(state)
            self.taken[state.place] += 1
            self._take_up(state)
            state.file.unlink()

    def _take_up(self, state: State) -> None:
        self.walk.states += 1
        at = state.at + PAUSE
        with self.stage.at(state.file) as database:
            due = next_due(database, state.case_id)
            with reading(database) as session:
                ways = ways_on(session, self.guide, state.case_id, at)
        for one in ways:
            self.walk.coverage.add(one.refusals)
        for deed in moves_in(ways):
            if self._is_worth(deed, state):
                self._try(state.file, deed, state)
        if due is not None:
            self._wait(state, max(due, state.at))

    def _is_worth(self, deed: Deed, state: State) -> bool:
        """Say whether a deed was done seldom enough: here, and for a variant anywhere."""
        self.done[deed.name] += 1
        here = (state.lineage, state.live, deed.name)
        self.done[here] += 1
        is_fresh = self.done[here] <= MOST_HERE
        return is_fresh and (deed.is_plain or self.done[deed.name] <= MOST_ANYWHERE)

    def _try(self, file: Path, deed: Deed, state: State) -> None:
        self.walk.deeds += 1
        with self.stage.at(file) as database:
            done = do(self.stage, database, deed, state.at)
            if isinstance(done, BanjieError):
                self.walk.failures[f"{deed.name}：{_told(done)}"] += 1
                return
            found = self._look(database, state, done, state.at + PAUSE, deed.name)
        self._keep(found)

    def _wait(self, state: State, until: datetime) -> None:
        self.walk.deeds += 1
        with self.stage.at(state.file) as database:
            let_pass(database, state.case_id, until)
            found = self._look(database, state, state.case_id, until, f"到 {until:%m-%d %H:%M}")
        self._keep(found)

    def _look(
        self, database: Database, state: State, case_id: int, at: datetime, deed: str
    ) -> State | None:
        """Return the state a deed led to; None when it is known or the case is closed."""
        with reading(database) as session:
            items, steps = seen_of(session, case_id, after=state.steps)
            self.walk.coverage.add(items)
            handling = view_case(session, session.get_one(Case, case_id), at=at)
            live = frozenset(Counter(one.element_id for one in handling.run.live()).items())
            rungs = frozenset(one for one in items if one.kind == "rung")
            signature = (state.lineage, live, rungs, _answers(handling))
            if handling.case.state != "open" or signature in self.known:
                return None
            self.known.add(signature)
        path = (*state.path, deed)
        return State(self.stage.file, case_id, at, steps, path, state.lineage, live)

    def _keep(self, found: State | None) -> None:
        if found is not None:
            self.waiting.append(replace(found, file=self.stage.keep(), turn=next(self.turn)))


def _answers(handling: Handling) -> tuple[object, ...]:
    """Return what every condition of the diagram says now."""
    flows = handling.definition.process.flows
    return tuple(_holds(handling, flow.condition) for flow in flows)


def _told(error: BanjieError) -> str:
    """Return what was said, for a form field by field."""
    if isinstance(error, InvalidSubmission):
        return "；".join(f"{path} {said[0][0]}" for path, said in error.errors.items())
    return error.zh


def _holds(handling: Handling, condition: str | None) -> object:
    """Return what a condition says now; None where it has no answer outside of its place."""
    try:
        return handling.evaluate(condition) is True if condition else None
    except ExpressionFailed:
        return None
