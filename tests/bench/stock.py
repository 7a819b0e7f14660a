"""SpiffWorkflow as it comes, in the place of our run: the rest of the use case stays the same.

The whole workflow is kept as its serializer writes it, in the same column of the same row; no
step goes to a history of ours. Its limit of depth is raised, else it goes blind beyond 1000.
"""

import sys
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import Any
from uuid import UUID

import pytest
from SpiffWorkflow.bpmn.parser.BpmnParser import BpmnParser
from SpiffWorkflow.bpmn.script_engine.python_engine import PythonScriptEngine
from SpiffWorkflow.bpmn.serializer.workflow import BpmnWorkflowSerializer
from SpiffWorkflow.bpmn.util.task import BpmnTaskIterator
from SpiffWorkflow.bpmn.workflow import BpmnWorkflow
from SpiffWorkflow.util.task import TaskIterator, TaskState

from engine.bpmn.run import Activity, Change, Departure, Evaluate, Step

DEPTH = 1_000_000
#: What is entered at a step lies in the data of its task, as stock's forms keep it.
FORMS = {"review_request": "check", "decide_request": "decide"}


def use_stock(patch: pytest.MonkeyPatch) -> None:
    """Let the use cases start and restore stock workflows."""
    for iterator in (TaskIterator, BpmnTaskIterator):
        patch.setattr(iterator.__init__, "__defaults__", _deep(iterator))
    sys.setrecursionlimit(50_000)
    for module in ("engine.handling", "engine.cases"):
        patch.setattr(f"{module}.Run", StockRun)


def _deep(iterator: type) -> tuple[Any, ...]:
    return tuple(DEPTH if one == 1000 else one for one in iterator.__init__.__defaults__)


@cache
def _spec() -> Any:
    parser = BpmnParser()
    parser.add_bpmn_str(Path(__file__).with_suffix(".bpmn").read_bytes())
    return parser.get_spec("rounds")


@cache
def _serializer() -> BpmnWorkflowSerializer:
    return BpmnWorkflowSerializer()


class _Answers(PythonScriptEngine):
    """Expressions are FEEL over the case, as with ours."""

    def __init__(self, evaluate: Evaluate) -> None:
        super().__init__()
        self._evaluate = evaluate

    def evaluate(self, task: Any, expression: str, external_context: Any = None) -> Any:
        return self._evaluate(expression, {})


class StockRun:
    """What `engine.bpmn.run.Run` does for a case, done by a whole workflow."""

    def __init__(self, workflow: BpmnWorkflow, evaluate: Evaluate) -> None:
        self._workflow = workflow
        self._evaluate = evaluate
        self._known: dict[str, Activity] = {}

    @classmethod
    def start(cls, _process: object, evaluate: Evaluate) -> "StockRun":
        return cls(BpmnWorkflow(_spec(), script_engine=_Answers(evaluate)), evaluate)

    @classmethod
    def restore(cls, _process: object, state: Mapping[str, str], evaluate: Evaluate) -> "StockRun":
        workflow = _serializer().deserialize_json(state["workflow"])
        workflow.script_engine = _Answers(evaluate)
        run = cls(workflow, evaluate)
        run._known = run._waiting()
        return run

    def enter(self, values: Mapping[str, Any]) -> None:
        """Put values into the data of the waiting task, as a form of stock's does."""
        (task,) = (self._workflow.get_task_from_id(UUID(key)) for key in self._known)
        task.data.update(values)

    def complete(self, activity_id: str) -> None:
        task = self._workflow.get_task_from_id(UUID(activity_id))
        form = FORMS[task.task_spec.name]
        task.data[form] = self._evaluate(f"case.{form}", {})
        task.run()

    def advance(self) -> Change:
        self._workflow.do_engine_steps()
        self._workflow.refresh_waiting_tasks()
        before, self._known = self._known, self._waiting()
        entered = [one for key, one in self._known.items() if key not in before]
        left = [one for key, one in before.items() if key not in self._known]
        return Change(tuple(entered), tuple(Departure(one, "completed") for one in left))

    def _waiting(self) -> dict[str, Activity]:
        """Search the tree, once for each move: asking again and again would be unfair."""
        found = self._workflow.get_tasks(state=TaskState.READY, manual=True)
        names = {str(task.id): task.task_spec.name for task in found}
        return {key: Activity(key, name, parent=None, scope={}) for key, name in names.items()}

    def live(self) -> tuple[Activity, ...]:
        return tuple(self._known.values())

    def find(self, activity_id: str) -> Activity | None:
        return self._known.get(activity_id)

    def steps(self) -> list[Step]:
        return []

    def state(self) -> dict[str, str]:
        return {"workflow": _serializer().serialize_json(self._workflow)}

    @property
    def is_complete(self) -> bool:
        return bool(self._workflow.is_completed())

    @property
    def number_of_tasks(self) -> int:
        """Return how many tasks its tree holds: the steps of its history."""
        return len(self._workflow.tasks)
