"""Walk on by oneself: from where a run stands to an element, with sample data, in few steps.

The state nearest to the aim by the flows of the diagram does its next deed; each deed that was
done there makes it wait longer. So the way found is short and soon found, not always the shortest.
"""

import heapq
import shutil
import tempfile
from collections import defaultdict, deque
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from itertools import count
from pathlib import Path

from sqlalchemy.orm import Session

from engine.bpmn.model import Process
from engine.definitions import Definition
from engine.errors import BanjieError, Conflict
from engine.handling import view_case
from engine.store.cases import Case
from engine.store.database import reading
from engine.sweep import next_due_at
from web.trying import playing, town
from web.trying.differing import definition_of
from web.trying.filling import filled, ways_at
from web.trying.places import Place, places_of
from web.trying.playing import Run
from web.trying.steps import Step
from web.trying.town import Town

#: Deeds tried before it is given up.
MOST_DEEDS = 150
#: What one deed done at a state costs it, in flows; the distance of what cannot lead there.
PATIENCE, TOO_FAR = 2, 40
_TASKS = frozenset({"userTask", "receiveTask"})
#: Of one place no more ways than these are tried.
MOST_WAYS = 6


@dataclass(order=True)
class _State:
    """A run as it stands in a file, and how soon it is its turn."""

    score: int
    turn: int
    file: Path = field(compare=False)
    run: Run = field(compare=False)
    #: What can be done there and was not yet.
    deeds: list[Step] = field(compare=False)


def way_to(there: Town, file: str, aim: str) -> tuple[Step, ...]:
    """Return the steps that lead a run from where it stands to an element; nothing is changed.

    Raises Conflict when no way is found within `MOST_DEEDS` deeds.
    """
    with tempfile.TemporaryDirectory(prefix="banjie-reach-") as folder:
        search = _Search(Path(folder), aim)
        try:
            return search.from_file(there.folder / file)
        finally:
            search.town.database.close()


class _Search:
    """The states still to be taken up."""

    def __init__(self, folder: Path, aim: str) -> None:
        self.folder, self.aim = folder, aim
        self.town = town.opened(folder)
        self.turn = count()
        self.deeds = 0
        self.waiting: list[_State] = []
        self.known: set[object] = set()
        self.far: Mapping[str, int] = {}
        #: Elements that wait for people and sit on nothing else.
        self.people: frozenset[str] = frozenset()

    def from_file(self, first: Path) -> tuple[Step, ...]:
        run = self._open(first)
        before = len(run.steps)
        with reading(self.town.database) as session:
            definition = definition_of(session)
        if self.aim not in definition.process.elements:
            raise Conflict("没有这个环节，请重新选择。", "There is no such element; choose again.")
        self.far = _distances(definition.process, self.aim)
        elements = definition.process.elements.values()
        self.people = frozenset(one.id for one in elements if one.type in _TASKS)
        self._keep(run)
        while self.waiting and self.deeds < MOST_DEEDS:
            state = heapq.heappop(self.waiting)
            found = self._do_next(state)
            if found is not None:
                return found.steps[before:]
        name = definition.process.elements[self.aim].name or self.aim
        raise Conflict(
            f"试了 {self.deeds} 步没有走到“{name}”：请先自己办几步，再自动走。",
            f"{self.deeds} deeds did not reach {self.aim}; do some steps yourself first.",
            code="not_reached",
        )

    def _open(self, file: Path) -> Run:
        self.town.database.close()
        shutil.copyfile(file, self.folder / town.NOW)
        with reading(self.town.database) as session:
            return playing.read_run(session)

    def _do_next(self, state: _State) -> Run | None:
        """Do the next deed of a state; returns the run when it has reached the aim."""
        self._open(state.file)
        step = state.deeds.pop(0)
        if state.deeds:
            heapq.heappush(self.waiting, replace(state, score=state.score + PATIENCE))
        return self._try(step)

    def _try(self, step: Step) -> Run | None:
        self.deeds += 1
        try:
            run = playing.play(self.town, step)
        except BanjieError:
            return None
        if self.aim in run.steps[-1].reached or self.aim in self._live(run):
            return run
        self._keep(run)
        return None

    def _live(self, run: Run) -> tuple[str, ...]:
        with reading(self.town.database) as session:
            if run.case_id is None:
                return ()
            handling = view_case(session, session.get_one(Case, run.case_id), at=run.at)
            return tuple(sorted(one.element_id for one in handling.run.live()))

    def _keep(self, run: Run) -> None:
        live = self._live(run)
        signature = (live, sum(len(step.rungs) for step in run.steps))
        if run.case_id is not None and (not live or signature in self.known):
            return
        self.known.add(signature)
        with reading(self.town.database) as session:
            deeds = list(_deeds(session, definition_of(session), run))
        self.town.database.close()
        turn = next(self.turn)
        file = Path(shutil.copyfile(self.folder / town.NOW, self.folder / f"{turn}.sqlite3"))
        if deeds:
            heapq.heappush(self.waiting, _State(self._score(live), turn, file, run, deeds))

    def _score(self, live: tuple[str, ...]) -> int:
        """Return how far what people do is from the aim, everything that is live together."""
        return sum(min(self.far.get(key, TOO_FAR), TOO_FAR) for key in live if key in self.people)


def _deeds(session: Session, definition: Definition, run: Run) -> Iterator[Step]:
    """Yield what can be done: every place in a few ways, then waiting for what is due."""
    met = set()
    for place in places_of(session, definition, run.case_id, run.at):
        # Of many instances of one step one is enough: the others come after it.
        if place.element.id not in met:
            yield from _deeds_at(definition, place, run)
        met.add(place.element.id)
    due = next_due_at(session, run.at) if run.case_id is not None else None
    if due is not None:
        yield Step("wait", due)


def _deeds_at(definition: Definition, place: Place, run: Run) -> Iterator[Step]:
    step = Step(place.act, run.at, place.element.id, place.item)
    step = replace(step, by=place.persons[0].id) if place.is_personal else step
    if not place.persons:
        return
    who = place.persons[0].id
    ways = ways_at(definition, place, who, "zh_CN")[:MOST_WAYS]
    if not ways:
        yield step
    for way in ways:
        yield replace(step, data=filled(definition, place, who, way))


def _distances(process: Process, aim: str) -> dict[str, int]:
    """Return how many flows lie between each element and the aim, going forward."""
    before: dict[str, list[str]] = defaultdict(list)
    for flow in process.flows:
        before[flow.target].append(flow.source)
    for element in process.elements.values():
        if element.attached_to:
            before[element.id].append(element.attached_to)
        if element.parent_id:  # into a sub-process, and out of it
            before[element.id].append(element.parent_id)
    far, waiting = {aim: 0}, deque([aim])
    while waiting:
        here = waiting.popleft()
        for key in before[here]:
            if key not in far:
                far[key] = far[here] + 1
                waiting.append(key)
    return far
