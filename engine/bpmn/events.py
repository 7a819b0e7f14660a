"""Events: those that wait, those that are thrown, and how a thrown one finds its catcher."""

from collections.abc import Iterator

from SpiffWorkflow.util.task import TaskState

from engine.errors import InvalidMatter

from .nodes import Node
from .tokens import Token

#: A non-interrupting event of these kinds stays armed after it fired; a timer fires once.
REARMED = ("message", "signal", "escalation", "conditional")


class Catch(Node):
    """Wait until the caller says that it happened: a message, a timer, a receive task."""

    def is_activity(self, token: Token) -> bool:
        """Report it while it waits."""
        return bool(token.state == TaskState.WAITING)

    def trigger(self, token: Token) -> None:
        """Let it happen: rivals of an event gateway are let go."""
        race = token.internal_data.pop("race", None)
        if race is not None:
            token.workflow.withdraw("race", race)
            token.internal_data["won"] = race
        token._ready()

    def is_step(self, token: Token) -> bool:
        """Leave out of the history what only stood by."""
        return token.state == TaskState.COMPLETED or "race" not in token.internal_data

    def may_fire(self, token: Token) -> bool:
        """Tell whether a condition that is waited for holds; other events are told from outside."""
        return self.element.event == "conditional" and self.holds(token, self.element.expression)

    def _update_hook(self, token: Token) -> bool:
        token._set_state(TaskState.WAITING)
        return False


class Attached(Catch):
    """An event that stands by while something else lives."""

    def is_activity(self, token: Token) -> bool:
        """Report it while it stands by; errors and escalations come from inside only."""
        return super().is_activity(token) and self.element.event not in ("error", "escalation")

    def trigger(self, token: Token) -> None:
        """Interrupt the host, or start a path beside it."""
        if self.element.interrupting:
            self.interrupt(token)
        elif self.element.event in REARMED:
            token = token.workflow.put(self, TaskState.FUTURE)
        token.internal_data.clear()
        token._ready()

    def may_fire(self, token: Token) -> bool:
        """Tell whether the condition holds; beside the host, whether it has become true."""
        holds = super().may_fire(token)
        if self.element.interrupting or self.element.event != "conditional":
            return holds
        # BPMN 2.0.2, 10.5.2: it must become false, and true again, before it can fire again.
        was, token.internal_data["held"] = token.internal_data.get("held", False), holds
        return holds and not was

    def interrupt(self, token: Token) -> None:
        """Cancel the host."""
        raise NotImplementedError

    def is_step(self, token: Token) -> bool:
        """Leave out of the history what never fired."""
        return not token.internal_data


class Boundary(Attached):
    """An event on the border of an activity."""

    def interrupt(self, token: Token) -> None:
        """Cancel the activity and everything in it; this event goes on alone."""
        scope, host = token.workflow, token.internal_data.pop("host")
        scope.drop(next(t for t in scope.tokens() if str(t.id) == host))


class ScopeStart(Attached):
    """The start of an event sub-process: it stands by while its scope lives."""

    def interrupt(self, token: Token) -> None:
        """Cancel everything else in the scope."""
        token.workflow.clear(but=token)


class Start(Node):
    """The start of a process or sub-process."""


class Throw(Node):
    """An intermediate or end event that sends something inside the case."""

    def _on_complete(self, token: Token) -> None:
        scope = token.workflow
        throw(token)
        # What was thrown may have ended the scope this very event lies in.
        if token.id in scope.tasks:
            super()._on_complete(token)


class Terminate(Node):
    """End the scope at once, whatever else still runs in it."""

    def _on_complete(self, token: Token) -> None:
        token.workflow.clear(but=token)
        super()._on_complete(token)


def throw(task: Token) -> None:
    """Bring a thrown signal, error or escalation to whoever catches it."""
    element = task.task_spec.element
    if element.event == "signal":
        broadcast(task, element.message)
    elif element.event in ("error", "escalation"):
        carry(task, element.event, element.code)


def broadcast(task: Token, signal: str | None) -> None:
    """Trigger everything in the case that waits for a signal."""
    waiting = [t for t in task.workflow.top_workflow.walk() if t.state == TaskState.WAITING]
    for other in waiting:
        element = other.task_spec.element
        alive = other.id in other.workflow.tasks and other.state == TaskState.WAITING
        if alive and element.event == "signal" and element.message == signal:
            other.task_spec.trigger(other)


def carry(task: Token, kind: str, code: str | None) -> bool:
    """Bring an error or escalation to the nearest catcher outwards; tell whether one was there.

    Raises InvalidMatter for an error that nothing catches.
    """
    for catcher in _outwards(task):
        element = catcher.task_spec.element
        if element.event == kind and element.code in (None, code):
            catcher.task_spec.trigger(catcher)
            return True
    if kind == "error":
        raise InvalidMatter(
            f"错误 {code or ''} 没有被任何边界事件接住,请在外层子流程上画错误边界事件",
            f"Nothing catches error {code or ''}: draw an error boundary event around it",
            (),
        )
    return False


def _outwards(task: Token | None) -> Iterator[Token]:
    """Yield the events that stand by for a task, the nearest first."""
    while task is not None:
        hosts = {str(task.id), task.internal_data.get("of")} - {None}
        body = task.task_spec.element.id
        tokens = task.workflow.tokens()
        yield from (t for t in tokens if t.internal_data.get("host") in hosts)
        # An event sub-process does not hear what is thrown inside itself.
        armed = (t for t in tokens if "armed" in t.internal_data)
        yield from (t for t in armed if t.task_spec.element.parent_id != body)
        task = getattr(task.workflow, "parent_task", None)
