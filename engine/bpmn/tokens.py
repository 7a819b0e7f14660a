"""SpiffWorkflow's workflows, kept flat: a finished task leaves the tree at once.

Stock keeps every finished task as an ancestor, predicts what may come and finds its way by
walking both; that is where its depth limit, its early joins and its exponential start come from.
Here a workflow holds its root and its live tokens, nothing else, and finished tokens are steps.
"""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Any, TypeAlias, cast
from uuid import UUID

from SpiffWorkflow.bpmn.specs.bpmn_process_spec import BpmnProcessSpec
from SpiffWorkflow.bpmn.util.subworkflow import BpmnSubWorkflow
from SpiffWorkflow.bpmn.workflow import BpmnWorkflow
from SpiffWorkflow.task import Task
from SpiffWorkflow.util.task import TaskState

from engine.errors import InvalidMatter

#: Spiff's Task; its annotations know neither our workflows nor our nodes.
Token: TypeAlias = Any

#: Nodes one advance may run before it is taken for a loop that never waits.
STEPS_PER_ADVANCE = 20_000


class ScopeSpec(BpmnProcessSpec):
    """What is drawn in one process or sub-process."""

    def __init__(self, name: str) -> None:
        """Make an empty scope."""
        super().__init__(name=name)  # type: ignore[no-untyped-call]
        #: The start event.
        self.entry = ""
        #: Starts of event sub-processes: they wait while the scope lives.
        self.armed: tuple[str, ...] = ()


@dataclass(frozen=True)
class Passed:
    """A token that left a node: the raw form of a step."""

    task_id: str
    element_id: str
    parent: str | None
    outcome: str
    order: int
    #: Ids of the sequence flows by which it was left.
    flows: tuple[str, ...] = ()


class Flat:
    """A workflow whose tree is the root and its live tokens."""

    spec: Any
    tasks: dict[UUID, Token]
    task_tree: Token
    top_workflow: Any
    completed: bool

    def plant(self) -> None:
        """Put the root there, finished, as the parent of every token."""
        self.task_tree = self.put(self.spec.start, TaskState.COMPLETED)

    def put(self, spec: Any, state: int, task_id: UUID | None = None) -> Token:
        """Make a task of this scope, as a child of the root if there is one."""
        root = getattr(self, "task_tree", None)
        return Task(cast(Any, self), spec, root, state=state, id=task_id)

    def open(self) -> None:
        """Put the first token on the start event and arm the event sub-processes."""
        for name in self.spec.armed:
            self.enter(name, armed=True)
        self.enter(self.spec.entry)

    def tokens(self) -> list[Token]:
        """Return the live tokens, oldest first."""
        return [t for t in self.tasks.values() if t is not self.task_tree]

    def enter(self, name: str, **marks: Any) -> Token:
        """Put a token on a node; `marks` go into its internal data."""
        spec = self.spec.task_specs[name]
        task = self.put(spec, TaskState.FUTURE)
        task.internal_data.update(marks)
        spec._update(task)
        for boundary in spec.boundaries:
            self.enter(boundary, host=str(task.id))
        return task

    def withdraw(self, mark: str, value: str) -> None:
        """Remove every token whose `mark` is `value`: armed events, rivals."""
        for task in self.tokens():
            if task.internal_data.get(mark) == value:
                self.drop(task)

    def drop(self, task: Token) -> None:
        """Remove a live token with everything inside it and on it."""
        if task.id not in self.tasks:
            return
        done = task.has_state(TaskState.COMPLETED)
        if not done:
            task._set_state(TaskState.CANCELLED)
        self.top_workflow.close(task)
        self._remove_task(task.id)
        self.withdraw("host", str(task.id))
        self.withdraw("of", str(task.id))
        if done or task.task_spec.is_step(task):
            self.top_workflow.note(task, "completed" if done else "cancelled")

    def clear(self, *, but: Token | None = None) -> None:
        """Remove every token of this scope except `but`."""
        for task in self.tokens():
            if task is not but:
                self.drop(task)

    def is_spent(self) -> bool:
        """Tell whether no token is left but the starts of event sub-processes."""
        return all("armed" in t.internal_data for t in self.tokens())

    def _remove_task(self, task_id: UUID) -> None:
        del self.tasks[task_id]
        self.task_tree._children.remove(task_id)

    def _task_completed_notify(self, task: Token) -> None:
        """Take a finished token out, tell its multi-instance, and close the scope if it is last."""
        self._remove_task(task.id)
        if task.task_spec.is_step(task):
            self.top_workflow.note(task, "completed")
        else:
            self.top_workflow.note_flows()
        if "of" in task.internal_data:
            wrapper = self.tasks[UUID(task.internal_data["of"])]
            wrapper.task_spec.instance_done(wrapper)
        if self.is_spent() and not self.completed:
            self.finish()

    def finish(self) -> None:
        """Close this scope."""
        self.clear()
        self.completed = True


class SubTokens(Flat, BpmnSubWorkflow):
    """The inside of one sub-process instance or call."""

    def __init__(self, spec: ScopeSpec, parent_task: Token, top_workflow: "Tokens") -> None:
        """Hang a new scope under the live task it belongs to."""
        self.parent_task = parent_task
        super().__init__(  # type: ignore[no-untyped-call]
            spec, parent_task.id, top_workflow, deserializing=True
        )
        self.plant()

    @property
    def parent_workflow(self) -> Flat:
        """The scope around this one."""
        return cast(Flat, self.parent_task.workflow)

    def finish(self) -> None:
        """Close this scope and complete the sub-process around it."""
        super().finish()
        self.top_workflow.subprocesses.pop(self.parent_task.id, None)
        self.parent_task.complete()


class Tokens(Flat, BpmnWorkflow):
    """The tokens of one case."""

    def __init__(self, spec: ScopeSpec, scopes: dict[str, ScopeSpec], script_engine: Any) -> None:
        """Make an empty case: `plant`ed, not yet `open`ed."""
        super().__init__(  # type: ignore[no-untyped-call]
            spec, scopes, script_engine, deserializing=True
        )
        self.count = 0
        self.passed: list[Passed] = []
        #: Flows taken by the token that is leaving its node.
        self.followed: list[str] = []
        self.plant()

    def create_subprocess(self, token: Token, spec_name: str) -> SubTokens:
        """Make the inside of a sub-process token."""
        inside = SubTokens(self.subprocess_specs[spec_name], token, self)
        self.subprocesses[token.id] = inside
        return inside

    def close(self, task: Token) -> None:
        """Remove what runs inside a sub-process token, innermost first."""
        inside = self.subprocesses.pop(task.id, None)
        if inside is not None:
            inside.completed = True
            inside.clear()

    def scopes(self) -> list[Flat]:
        """Return the case's scopes, each after the scope around it."""
        return [self, *self.subprocesses.values()]

    def walk(self, scope: Flat | None = None) -> Iterator[Token]:
        """Yield every token, each before what runs inside it."""
        for task in (scope or self).tokens():
            yield task
            inside = self.subprocesses.get(task.id)
            if inside is not None:
                yield from self.walk(inside)

    def note(self, task: Token, outcome: str) -> None:
        """Append a step: a token left its node."""
        self.count += 1
        parent = task.workflow.parent_task_id
        # Of the flows to rivals, the one to the event that came was taken.
        came_by = [task.internal_data["via"]] if "won" in task.internal_data else []
        step = Passed(
            str(task.id),
            task.task_spec.element.id,
            None if parent is None else str(parent),
            outcome,
            self.count,
            tuple(self.followed if outcome == "cancelled" else came_by + self.followed),
        )
        self.followed.clear()
        self.passed.append(step)

    def note_flows(self) -> None:
        """Give the flows by which all instances are left to the last of their steps."""
        if self.followed and self.passed:
            last = self.passed[-1]
            self.passed[-1] = replace(last, flows=(*last.flows, *self.followed))
        self.followed.clear()

    def run_tokens(self) -> None:
        """Run until every token waits; raises InvalidMatter for a loop that never waits."""
        steps = 0
        while steps < STEPS_PER_ADVANCE:
            ready = self._ready_tokens() or self._merged() or self._come_true()
            if not ready:
                self._refuse_standstill()
                return
            for task in ready:
                # One token of the batch may have ended the scope of another.
                if task.id in task.workflow.tasks and task.state == TaskState.READY:
                    task.run()
            steps += len(ready)
        raise InvalidMatter(
            f"流程在 {STEPS_PER_ADVANCE} 步内没有停下:有一个不经过任何任务的循环,请修改流程图",
            f"The process did not stop within {STEPS_PER_ADVANCE} nodes: a loop passes no task; "
            "change the diagram",
            (),
        )

    def _refuse_standstill(self) -> None:
        """Raise InvalidMatter when joins wait and nothing else could ever happen."""
        inner = [t for t in self.walk() if t.state != TaskState.STARTED]
        if inner and all(t.task_spec.joins for t in inner):
            element = inner[0].task_spec.element
            raise InvalidMatter(
                f"“{element.name}”({element.id})等待的分支永远不会到来,请修改流程图",
                f"{element.id} waits for a branch that can never come; change the diagram",
                (),
            )

    def _ready_tokens(self) -> list[Token]:
        return [
            task
            for scope in self.scopes()
            for task in scope.tasks.values()
            if task.state == TaskState.READY and task.task_spec.runs(task)
        ]

    def _merged(self) -> list[Token]:
        # Only when nothing else can move is it known which tokens may still reach a merge.
        for scope in self.scopes():
            for task in scope.tokens():
                if task.state == TaskState.WAITING and task.task_spec.may_merge(task):
                    task._ready()
                    return [task]
        return []

    def _come_true(self) -> list[Token]:
        # Conditions are asked when all else rests: what a case decides by changes between advances.
        for task in self.walk():
            if task.state == TaskState.WAITING and task.task_spec.may_fire(task):
                task.task_spec.trigger(task)
                return self._ready_tokens()
        return []
