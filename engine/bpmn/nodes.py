"""The node every kind of element builds on, and the activities."""

from dataclasses import dataclass
from typing import Any

from SpiffWorkflow.bpmn.specs.defaults import SubWorkflowTask
from SpiffWorkflow.bpmn.specs.mixins.bpmn_spec_mixin import BpmnSpecMixin
from SpiffWorkflow.util.task import TaskState

from engine.errors import InvalidMatter

from .model import Element
from .tokens import Token


@dataclass(frozen=True)
class Arrow:
    """A sequence flow as the runtime follows it."""

    flow_id: str
    target: str
    condition: str | None = None
    is_default: bool = False


class Node(BpmnSpecMixin):
    """A flow node: it predicts nothing, copies no data and is never changed at run time."""

    #: Does a waiting token here wait for other tokens, not for the world?
    joins = False
    #: Flows that leave, in drawn order.
    arrows: tuple[Arrow, ...] = ()
    #: Ids of the flows that come in; joins count them.
    arrows_in: tuple[str, ...] = ()
    #: Names of the boundary events that sit on this node.
    boundaries: tuple[str, ...] = ()

    def __init__(self, wf_spec: Any, name: str, element: Element, **kwargs: Any) -> None:
        """Make the node of a drawn element."""
        super().__init__(wf_spec, name, **kwargs)  # type: ignore[no-untyped-call]
        self.element = element

    def serialize(self, serializer: Any, **kwargs: Any) -> Any:
        """Refuse: a diagram is read again from its file, never from a dump."""
        raise NotImplementedError

    def is_step(self, token: Token) -> bool:
        """Tell whether leaving this node belongs in the history."""
        return True

    def is_activity(self, token: Token) -> bool:
        """Tell whether this live token is reported to the caller."""
        return False

    def runs(self, token: Token) -> bool:
        """Tell whether a ready token here moves on without the caller."""
        return True

    def may_merge(self, token: Token) -> bool:
        """Tell whether a waiting token here may go on now that nothing else moves."""
        return False

    def may_fire(self, token: Token) -> bool:
        """Tell whether an event that waits here has come by itself."""
        return False

    def holds(self, token: Token, condition: str | None) -> bool:
        """Evaluate a condition; null is false, anything but true, false or null is refused."""
        value = token.workflow.script_engine.evaluate(token, condition)
        if value is None or isinstance(value, bool):
            return bool(value)
        raise InvalidMatter(
            f"“{self.element.name}”({self.element.id})的条件不是是/否:{condition}",
            f"A condition of {self.element.id} is neither true nor false: {condition}",
            (),
        )

    def taken(self, token: Token) -> list[Arrow]:
        """Return the flows a token takes: the unconditional ones and those whose condition holds.

        Raises InvalidMatter when flows leave this node and none may be taken.
        """
        free = [a for a in self.arrows if a.condition is None and not a.is_default]
        asked = [a for a in self.arrows if a.condition is not None and not a.is_default]
        met = [a for a in asked if self.holds(token, a.condition)]
        chosen = free + (met or ([] if free and not asked else self._default()))
        if self.arrows and not chosen:
            raise self.no_way()
        return chosen

    def no_way(self) -> InvalidMatter:
        """Return the error for a token that may take no flow."""
        return InvalidMatter(
            f"“{self.element.name}”({self.element.id})没有可走的分支:请为它画一条默认流向",
            f"No flow can be taken at {self.element.id}: draw a default flow",
            (),
        )

    def _default(self) -> list[Arrow]:
        return [a for a in self.arrows if a.is_default]

    def _predict(self, token: Token, *args: Any, **kwargs: Any) -> None:  # type: ignore[override]
        """Predict nothing: the future is found when it is reached."""

    def _update(self, token: Token) -> None:
        if self._update_hook(token):
            token._ready()

    def _update_hook(self, token: Token) -> bool:
        return True

    def _on_ready(self, token: Token) -> None:
        """Do nothing: assignments and signals of the stock class are not used."""

    def _run_hook(self, token: Token) -> bool:
        return True

    def _on_complete(self, token: Token) -> None:
        scope = token.workflow
        scope.withdraw("host", str(token.id))
        for arrow in self.taken(token):
            scope.enter(arrow.target, via=arrow.flow_id)
            scope.top_workflow.followed.append(arrow.flow_id)
        scope._task_completed_notify(token)


class Stop(Node):
    """A task somebody outside does: a person, a service, a rule. The caller completes it."""

    def runs(self, token: Token) -> bool:
        """Go on once the caller said so."""
        return "go" in token.internal_data

    def is_activity(self, token: Token) -> bool:
        """Report it until it is done."""
        return not self.runs(token)


class SubProcess(Node, SubWorkflowTask):
    """A sub-process, a call, or one instance of a repeated one."""

    def is_activity(self, token: Token) -> bool:
        """Report it."""
        return True

    def _update_hook(self, token: Token) -> bool:
        token._set_state(TaskState.STARTED)
        token.workflow.top_workflow.create_subprocess(token, self.spec).open()
        return False
