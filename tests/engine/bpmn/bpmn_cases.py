"""A case to play with: it finds activities by element id and may reload before every act."""

import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path

from engine.bpmn.model import Process
from engine.bpmn.reading import read_process
from engine.bpmn.run import Activity, Change, Run, Step

MODELS = Path(__file__).parent / "models"
CATCHES = ("receiveTask", "intermediateCatchEvent", "boundaryEvent", "startEvent")


def read_model(name: str) -> Process:
    return read_process((MODELS / f"{name}.bpmn").read_bytes())


State = dict[str, object]


def through_text(state: State) -> State:
    """Return a state as it comes back from JSON."""
    return json.loads(json.dumps(state))


@dataclass
class Case:
    process: Process
    #: What an expression means: a value, or a function of the scope. Unknown ones are false.
    answers: dict[str, object] = field(default_factory=dict)
    reloads: bool = False
    history: list[Step] = field(default_factory=list)
    asked: list[tuple[str, dict[str, object]]] = field(default_factory=list)
    #: Saves a state and returns what was saved.
    keep: Callable[[State], State] = through_text
    run: Run = field(init=False)

    def start(self) -> "Case":
        self.run = Run.start(self.process, self.evaluate)
        self.advance()
        return self

    def evaluate(self, expression: str, scope: Mapping[str, object]) -> object:
        self.asked.append((expression, dict(scope)))
        answer = self.answers.get(expression, False)
        return answer(scope) if callable(answer) else answer

    def advance(self) -> Change:
        change = self.run.advance()
        self.history += self.run.steps()
        return change

    def reload(self) -> None:
        self.run = Run.restore(self.process, self.keep(self.run.state()), self.evaluate)

    def do(self, element_id: str, nth: int = 0) -> Change:
        if self.reloads:
            self.reload()
        self.act(self.all(element_id)[nth])
        return self.advance()

    def act(self, activity: Activity) -> None:
        element = self.process.elements[activity.element_id]
        if element.event == "timer":
            self.run.fire(activity.id)
        elif element.type in CATCHES:
            self.run.deliver(activity.id)
        else:
            self.run.complete(activity.id)

    def play(self, *element_ids: str) -> "Case":
        for element_id in element_ids:
            self.do(element_id)
        return self

    def all(self, element_id: str) -> list[Activity]:
        return [a for a in self.run.live() if a.element_id == element_id]

    def open(self) -> list[str]:
        """Return the element ids of what is live, sorted."""
        return sorted(a.element_id for a in self.run.live())

    def passed(self, outcome: str = "completed") -> list[str]:
        return [s.element_id for s in self.history if s.outcome == outcome]
