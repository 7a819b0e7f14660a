"""One running case: what is live, what was entered and left, and the acts that move it on."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, cast
from uuid import UUID

from SpiffWorkflow.util.task import TaskState

from engine.errors import Conflict

from . import moving
from .building import Plan
from .events import Catch, carry
from .model import Process
from .nodes import Stop
from .scope import Evaluate, FeelEngine, Scope
from .state import dump, load
from .tokens import Flat, Token, Tokens

__all__ = ["Activity", "Change", "Departure", "Evaluate", "Run", "Step"]


@dataclass(frozen=True)
class Activity:
    """Something live: a task, a waiting event, a sub-process instance, an armed boundary event."""

    id: str
    element_id: str
    #: Activity id of the enclosing sub-process instance; None at process level.
    parent: str | None
    #: Multi-instance variables visible here, e.g. {"dept": {...}}; found on first use.
    scope: Mapping[str, object]
    #: Boundary events: what they sit on. On a repeated activity that is its wrapper, which is
    #: not itself reported.
    host: str | None = None
    #: One of several instances: what they have in common, and other rounds do not.
    round: str | None = None


@dataclass(frozen=True)
class Departure:
    """An activity that is no longer live; outcome is "completed" or "cancelled"."""

    activity: Activity
    outcome: str


@dataclass(frozen=True)
class Change:
    """What one advance changed: outer before inner on entering, inner before outer on leaving."""

    entered: tuple[Activity, ...]
    left: tuple[Departure, ...]


@dataclass(frozen=True)
class Step:
    """A token left a node, of whatever kind; `order` counts the steps of the case from 1."""

    activity_id: str
    element_id: str
    parent: str | None
    outcome: str
    order: int
    #: Ids of the sequence flows by which it was left, those of the diagram and no others.
    flows: tuple[str, ...] = ()


class Run:
    """The execution of one case; not to be shared between threads.

    `complete`, `deliver`, `fire` and `fail` say what happened; `advance` then runs the case until
    everything waits again. After any exception the run is spoilt: throw it away, keep the state.
    """

    def __init__(self, process: Process, evaluate: Evaluate) -> None:
        """Make an empty run; use `start` or `restore`."""
        plan = cast(Plan, process._plan)
        self.process = process
        self._evaluate = evaluate
        self._tokens = Tokens(plan.main, plan.scopes, FeelEngine(evaluate))
        self._known: dict[str, _Seen] = {}

    @classmethod
    def start(cls, process: Process, evaluate: Evaluate) -> "Run":
        """Put a new case on its start event; `advance` moves it to its first tasks."""
        run = cls(process, evaluate)
        run._tokens.open()
        return run

    @classmethod
    def restore(cls, process: Process, state: dict[str, Any], evaluate: Evaluate) -> "Run":
        """Return the run `state()` was taken of."""
        run = cls(process, evaluate)
        load(run._tokens, state)
        run._known = run._live_tasks()
        return run

    def advance(self) -> Change:
        """Run until everything waits; return what changed since start, restore or last time."""
        before = self._known
        self._tokens.run_tokens()
        now = self._known = self._live_tasks()
        entered = tuple(self._activity(s) for i, s in now.items() if i not in before)
        gone = reversed([s for i, s in before.items() if i not in now])
        return Change(entered, tuple(self._departure(s) for s in gone))

    def complete(self, activity_id: str) -> None:
        """Finish a task; raises Conflict if it is not live or not a task to be completed."""
        task = self._expect(activity_id, lambda t: isinstance(t.task_spec, Stop))
        task.internal_data["go"] = True

    def deliver(self, activity_id: str) -> None:
        """Let exactly this receive task, message or signal event happen; raises Conflict."""
        task = self._expect(activity_id, lambda t: _catches(t) and not _comes_by_itself(t))
        task.task_spec.trigger(task)

    def fire(self, activity_id: str) -> None:
        """Let exactly this timer run out; an interrupting one cancels its host; raises Conflict."""
        task = self._expect(activity_id, _is_timer)
        task.task_spec.trigger(task)

    def fail(self, activity_id: str, code: str | None = None) -> None:
        """End a task with an error, caught by the nearest error boundary event outwards.

        Raises Conflict if it is not live, InvalidMatter if nothing catches the code.
        """
        task = self._expect(activity_id, lambda t: isinstance(t.task_spec, Stop))
        carry(task, "error", code)

    def move(self, element_id: str, *, instead_of: Sequence[str]) -> None:
        """Let work go on at an element instead of at live activities, which are cancelled.

        For administrators: forward, back, into and out of sub-processes. Moving out of a
        multi-instance leaves the whole of it. Raises Conflict if the case could then never end,
        such as for a branch before a join whose other branch is done: name all branches, and an
        element before their fork.
        """
        moved = [self._expect(activity_id, _is_movable) for activity_id in instead_of]
        if not moved:
            raise Conflict("请指明要移走的环节", "Name the activities to be moved.", code="nothing")
        moving.move(self._tokens, self.process, moved, element_id)

    def withdraw(self, activity_id: str) -> None:
        """Cancel a live activity; nothing goes on for it, and of many instances the others do.

        Raises Conflict if it is the last of its scope, or if the case could then never end.
        """
        moving.withdraw(self._tokens, self.process, self._expect(activity_id, _is_movable))

    def end(self) -> None:
        """End the case early: everything live is cancelled at the next `advance`."""
        self._tokens.finish()

    def step_back(self, activity_id: str, history: Iterable[Step]) -> str:
        """Go back from a live activity to the task a person did last before it; return its id.

        `history` is the whole of the case, oldest first. Raises Conflict as `move` does.
        """
        task = self._expect(activity_id, _is_movable)
        done = [(s.element_id, s.parent) for s in history if s.outcome == "completed"]
        element_id = moving.place_back(self.process, done, task)
        moving.move(self._tokens, self.process, [task], element_id)
        return element_id

    def can_move(self, activity_id: str) -> bool:
        """Tell whether a live activity is one that `move`, `withdraw` and `step_back` take."""
        return _is_movable(self._expect(activity_id, lambda _: True))

    def live(self) -> tuple[Activity, ...]:
        """Return what is live, outer before inner."""
        return tuple(self._activity(s) for s in self._live_tasks().values())

    def activity(self, activity_id: str) -> Activity:
        """Return one live activity; raises Conflict if it is not live."""
        return self._activity(_see(self._expect(activity_id, lambda _: True)))

    def find(self, activity_id: str) -> Activity | None:
        """Return one live activity; None if it is not live."""
        task = self._find(activity_id)
        is_live = task is not None and task.task_spec.is_activity(task)
        return self._activity(_see(task)) if task is not None and is_live else None

    @property
    def is_complete(self) -> bool:
        """Tell whether the case has reached its end: nothing is live."""
        return self._tokens.completed

    def steps(self) -> list[Step]:
        """Return the steps taken since this was last asked."""
        passed = self._tokens.passed
        self._tokens.passed = []
        return [
            Step(p.task_id, p.element_id, p.parent, p.outcome, p.order, self._drawn(p.flows))
            for p in passed
        ]

    def _drawn(self, flows: Iterable[str]) -> tuple[str, ...]:
        """Leave out the flows that reading the diagram made: their ids carry a dot."""
        return tuple(flow for flow in flows if "." not in flow)

    def tokens(self) -> Tokens:
        """Return the tokens themselves; for this package alone."""
        return self._tokens

    def scopes(self) -> list[Flat]:
        """Return the scopes of the case, each after the one around it; for this package alone."""
        return self._tokens.scopes()

    def state(self) -> dict[str, Any]:
        """Return the hot state as JSON; take it after `advance`."""
        return dump(self._tokens)

    def _live_tasks(self) -> dict[str, "_Seen"]:
        walk = self._tokens.walk()
        return {str(t.id): _see(t) for t in walk if t.task_spec.is_activity(t)}

    def _activity(self, seen: "_Seen") -> Activity:
        task = seen.task
        parent = getattr(task.workflow, "parent_task", None)
        return Activity(
            id=str(task.id),
            element_id=task.task_spec.element.id,
            parent=None if parent is None else str(parent.id),
            scope=Scope(task, self._evaluate),
            host=seen.host,
            round=task.internal_data.get("of"),
        )

    def _departure(self, seen: "_Seen") -> Departure:
        outcome = "completed" if seen.task.state == TaskState.COMPLETED else "cancelled"
        return Departure(self._activity(seen), outcome)

    def _expect(self, activity_id: str, fits: Callable[[Token], bool]) -> Token:
        task = self._find(activity_id)
        if task is None or not task.task_spec.is_activity(task) or not fits(task):
            raise Conflict(
                "这一环节已经不在办理中,请刷新页面",
                f"Activity {activity_id} is not open (any more) for this; reload the case",
                code="not_live",
            )
        return task

    def _find(self, activity_id: str) -> Token | None:
        try:
            key = UUID(activity_id)
        except ValueError:
            return None
        for scope in self._tokens.scopes():
            if key in scope.tasks and scope.tasks[key] is not scope.task_tree:
                return scope.tasks[key]
        return None


@dataclass(frozen=True)
class _Seen:
    """A live token, with the host it had while it stood by."""

    task: Token
    host: str | None


def _see(task: Token) -> _Seen:
    return _Seen(task, task.internal_data.get("host"))


def _catches(task: Token) -> bool:
    return isinstance(task.task_spec, Catch)


def _is_movable(task: Token) -> bool:
    return not {"host", "armed"} & set(task.internal_data)


def _comes_by_itself(task: Token) -> bool:
    return task.task_spec.element.event in ("timer", "conditional")


def _is_timer(task: Token) -> bool:
    return _catches(task) and task.task_spec.element.event == "timer"
