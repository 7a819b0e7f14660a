"""Gateways: one way, every way, all ways that hold, or the event that comes first."""

from SpiffWorkflow.util.task import TaskState

from .nodes import Arrow, Node
from .tokens import Token


class Exclusive(Node):
    """The first flow whose condition holds, in drawn order; else the default."""

    def taken(self, token: Token) -> list[Arrow]:
        """Return one flow."""
        asked = [a for a in self.arrows if not a.is_default]
        for arrow in asked:
            if arrow.condition is None or self.holds(token, arrow.condition):
                return [arrow]
        if self.arrows and not self._default():
            raise self.no_way()
        return self._default()


class Join(Node):
    """A gateway that may wait: each arrival is a waiting token until it is consumed, once."""

    joins = True

    def arrivals(self, token: Token) -> dict[str, list[Token]]:
        """Return the waiting tokens by the flow they came on, oldest first."""
        waiting: dict[str, list[Token]] = {}
        for task in token.workflow.tokens():
            if task.task_spec is self and task.state == TaskState.WAITING:
                waiting.setdefault(task.internal_data["via"], []).append(task)
        return waiting

    def consume(self, token: Token) -> None:
        """Take one token from each flow that has one; `token` goes on for all of them."""
        for flow, tokens in self.arrivals(token).items():
            if flow != token.internal_data["via"]:
                token.workflow._remove_task(tokens[0].id)

    def _update_hook(self, token: Token) -> bool:
        if len(self.arrows_in) < 2:
            return True
        token._set_state(TaskState.WAITING)
        return False


class Parallel(Join):
    """Wait for a token on each incoming flow, then take every outgoing flow."""

    def taken(self, token: Token) -> list[Arrow]:
        """Return every flow."""
        return list(self.arrows)

    def _update_hook(self, token: Token) -> bool:
        if super()._update_hook(token):
            return True
        if set(self.arrivals(token)) < set(self.arrows_in):
            return False
        self.consume(token)
        return True


class Inclusive(Join):
    """Wait while a token may still come on an empty flow, then take all flows that hold.

    BPMN 2.0.2, 13.4.3: a token elsewhere is waited for if it can reach an empty incoming flow
    without passing here, and cannot also reach a filled one.
    """

    def may_merge(self, token: Token) -> bool:
        """Tell whether no other token of the scope must be waited for; then consume."""
        filled = set(self.arrivals(token))
        empty = set(self.arrows_in) - filled
        for other in token.workflow.tokens():
            if other.task_spec is self or not is_token(other):
                continue
            ahead = self._ahead(other.task_spec)
            if ahead & empty and not ahead & filled:
                return False
        self.consume(token)
        return True

    def _ahead(self, start: Node) -> set[str]:
        """Return the ids of the flows that can be reached from a node without passing here."""
        flows: set[str] = set()
        specs, queue = self._wf_spec.task_specs, [start]
        while queue:
            node = queue.pop()
            queue += [specs[b] for b in node.boundaries if node is not self]
            for arrow in node.arrows:
                if arrow.flow_id in flows:
                    continue
                flows.add(arrow.flow_id)
                if arrow.target != self.name:
                    queue.append(specs[arrow.target])
        return flows


class EventBased(Node):
    """Wait at all events that follow; the first to come takes its way, the others are let go."""

    def _on_complete(self, token: Token) -> None:
        for arrow in self.arrows:
            token.workflow.enter(arrow.target, via=arrow.flow_id, race=str(token.id))
        token.workflow._task_completed_notify(token)


def is_token(task: Token) -> bool:
    """Tell whether a task is a token of its own, not an armed event or one of many instances."""
    return not {"host", "armed", "of"} & set(task.internal_data)
