"""Activities that run many times: multi-instance, parallel or one after another, and loops."""

from typing import Any

from SpiffWorkflow.util.task import TaskState

from engine.errors import InvalidMatter

from .nodes import Node
from .scope import Scope, plain, scope_of
from .tokens import Token

#: Instances one activity may have; more is a mistake in the diagram, and would fill the memory.
MOST = 10_000


class Repeated(Node):
    """The wrapper around the instances; it is never reported, its instances are."""

    #: Name of the node one instance runs on.
    instance: str = ""

    def is_step(self, token: Token) -> bool:
        """Keep it out of the history unless there was no instance at all."""
        return not token.internal_data.get("begun")

    def instance_done(self, token: Token) -> None:
        """Count a finished instance; start the next or finish."""
        raise NotImplementedError

    def begin(self, token: Token, item: object) -> None:
        """Start one more instance."""
        marks = token.internal_data
        index = marks["begun"]
        marks["begun"] = index + 1
        token.workflow.enter(self.instance, of=str(token.id), index=index, item=item)

    def end(self, token: Token) -> None:
        """Let go of instances still running and go on."""
        token.workflow.withdraw("of", str(token.id))
        token._ready()

    def value(self, token: Token, key: str, **more: object) -> object:
        """Evaluate an expression of the loop at the wrapper's place."""
        engine = token.workflow.script_engine
        scope = scope_of(token, engine.callback)
        place = Scope(token, engine.callback, {**scope, **more})
        return engine.callback(self.element.loop[key], place)

    def _update_hook(self, token: Token) -> bool:
        token._set_state(TaskState.STARTED)
        token.internal_data.update(begun=0, done=0)
        return False


class MultiInstance(Repeated):
    """Once for each item of a collection, which is evaluated once, on entry."""

    def _update_hook(self, token: Token) -> bool:
        super()._update_hook(token)
        items = self._items(token)
        first = len(items) if self.element.multi == "parallel" else 1
        token.internal_data.update(total=len(items), rest=items[first:])
        for item in items[:first]:
            self.begin(token, item)
        return not items

    def instance_done(self, token: Token) -> None:
        """Finish when all are done or the completion condition holds; else begin the next."""
        token.internal_data["done"] += 1
        self._go_on(token)

    def leave_out(self, token: Token) -> None:
        """Wait for one instance less than there were items: it was taken away."""
        token.internal_data["total"] -= 1
        self._go_on(token)

    def _go_on(self, token: Token) -> None:
        marks = token.internal_data
        if marks["done"] == marks["total"] or self._is_enough(token):
            self.end(token)
        elif marks["rest"]:
            self.begin(token, marks["rest"].pop(0))

    def _is_enough(self, token: Token) -> bool:
        if "completion" not in self.element.loop:
            return False
        marks = token.internal_data
        counts: dict[str, Any] = {
            "numberOfInstances": marks["total"],
            "numberOfCompletedInstances": marks["done"],
            "numberOfActiveInstances": marks["begun"] - marks["done"],
        }
        return self.value(token, "completion", **counts) is True

    def _items(self, token: Token) -> list[object]:
        if "collection" in self.element.loop:
            items = plain(self.value(token, "collection"))
        else:
            count = plain(self.value(token, "cardinality"))
            items = [None] * min(count, MOST + 1) if type(count) is int else None
        if isinstance(items, list):
            return self._bounded(items)
        text = self.element.loop.get("collection") or self.element.loop["cardinality"]
        raise InvalidMatter(
            f"“{self.element.name}”({self.element.id})的多实例集合不是列表:{text}",
            f"The collection of {self.element.id} is not a list: {text}",
            (),
        )

    def _bounded(self, items: list[object]) -> list[object]:
        if len(items) <= MOST:
            return items
        raise InvalidMatter(
            f"“{self.element.name}”({self.element.id})的多实例超过 {MOST} 个,请缩小集合",
            f"{self.element.id} would have more than {MOST} instances; make its collection smaller",
            (),
        )


class Loop(Repeated):
    """Again and again while the condition holds, at most `maximum` times."""

    def instance_done(self, token: Token) -> None:
        """Begin again or finish."""
        token.internal_data["done"] += 1
        if self._goes_on(token):
            self.begin(token, None)
        else:
            self.end(token)

    def _update_hook(self, token: Token) -> bool:
        super()._update_hook(token)
        if self.element.loop.get("before") == "true" and not self._goes_on(token):
            return True
        self.begin(token, None)
        return False

    def _goes_on(self, token: Token) -> bool:
        loop, done = self.element.loop, token.internal_data["done"]
        if done >= int(loop.get("maximum", done + 1)):
            return False
        return "condition" not in loop or self.value(token, "condition", loopCounter=done) is True
