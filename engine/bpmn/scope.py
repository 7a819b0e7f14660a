"""What an expression sees at a place: the items of the multi-instances around it."""

from collections.abc import Callable, Iterator, Mapping
from datetime import date
from decimal import Decimal
from functools import cached_property
from typing import Any

from SpiffWorkflow.bpmn.script_engine.python_engine import PythonScriptEngine
from SpiffWorkflow.bpmn.script_engine.python_environment import BasePythonScriptEngineEnvironment

from .tokens import Token

#: Given FEEL text and the variables of the place, return the value.
Evaluate = Callable[[str, Mapping[str, object]], object]


class NoPython(BasePythonScriptEngineEnvironment):
    """An environment that runs nothing: diagrams hold FEEL, never Python."""

    def evaluate(self, expression: str, context: Any, external_context: Any = None) -> Any:
        """Refuse."""
        raise PermissionError(f"Python is never run: {expression}")

    def execute(self, script: str, context: Any, external_context: Any = None) -> Any:
        """Refuse."""
        raise PermissionError(f"Python is never run: {script}")

    def call_service(self, context: Any, **kwargs: Any) -> Any:
        """Refuse."""
        raise PermissionError("services are called by the use cases, not by the engine")


class FeelEngine(PythonScriptEngine):
    """Spiff's script engine with every way to Python closed; expressions go to a callback."""

    def __init__(self, evaluate: Evaluate) -> None:
        """Keep the callback that understands FEEL."""
        super().__init__(NoPython())  # type: ignore[no-untyped-call]
        self.callback = evaluate

    def evaluate(self, task: Token, expression: str, external_context: Any = None) -> object:
        """Return the value of `expression` at the place of `task`."""
        return self.callback(expression, Scope(task, self.callback))

    def validate(self, expression: str) -> None:
        """Accept; the check of a matter parses FEEL before it is published."""


class Scope(Mapping[str, object]):
    """The variables at a place, found when they are first asked for; most never are."""

    def __init__(
        self, task: Token, evaluate: Evaluate, known: Mapping[str, object] | None = None
    ) -> None:
        """Remember the place; `known` variables are not looked for."""
        self._task, self._evaluate = task, evaluate
        if known is not None:
            self._found = dict(known)

    @property
    def around(self) -> list[str]:
        """Ids of the activities around the place, inner first: itself, its host, sub-processes."""
        found, task = [], self._task
        while task is not None:
            found += [str(task.id), *filter(None, [task.internal_data.get("host")])]
            task = getattr(task.workflow, "parent_task", None)
        return found

    @cached_property
    def _found(self) -> dict[str, object]:
        return scope_of(self._task, self._evaluate)

    def __getitem__(self, name: str) -> object:
        return self._found[name]

    def __iter__(self) -> Iterator[str]:
        return iter(self._found)

    def __len__(self) -> int:
        return len(self._found)

    def __repr__(self) -> str:
        return repr(self._found)


def scope_of(task: Token, evaluate: Evaluate) -> dict[str, object]:
    """Return the multi-instance variables visible at `task`, inner ones last."""
    scope: dict[str, object] = {}
    for instance in reversed(list(_instances(task))):
        scope.update(_variables(instance, scope, evaluate))
    return scope


def _instances(task: Token | None) -> Iterator[Token]:
    while task is not None:
        if "of" in task.internal_data:
            yield task
        task = getattr(task.workflow, "parent_task", None)


def _variables(instance: Token, scope: dict[str, object], evaluate: Evaluate) -> dict[str, object]:
    loop, marks = instance.task_spec.element.loop, instance.internal_data
    if "item" not in loop:
        return {"loopCounter": marks["index"] + 1}
    name, item = loop["item"], marks["item"]
    if "item_view" not in loop:
        return {name: item}
    view = evaluate(loop["item_view"], Scope(instance, evaluate, {**scope, name: item}))
    return {name: {**item, **view} if isinstance(view, Mapping) else item}


def plain(value: object) -> object:
    """Return `value` as JSON can keep it; raises TypeError for what JSON has no word for."""
    if value is None or isinstance(value, str | bool | int | float):
        return value
    if isinstance(value, Decimal):
        return int(value) if value == value.to_integral_value() else float(value)
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, Mapping):
        return {str(k): plain(v) for k, v in value.items()}
    if isinstance(value, list | tuple):
        return [plain(v) for v in value]
    raise TypeError(f"{type(value).__name__} cannot be kept as an item")
