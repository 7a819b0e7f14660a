"""The hot state of a case on another diagram: the same tokens, on the nodes they are mapped to.

Nothing is guessed: a token whose place is gone, lies in another scope, or is another kind of thing
is an obstacle, and so is a state from which the case could never end.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from engine.errors import Conflict

from .model import Element, Process
from .moving import refuse_dead_ends
from .run import Run
from .scope import Evaluate
from .tokens import Flat, Token
from .wiring import Wiring

PEOPLE = frozenset({"task", "userTask", "manualTask"})
STANDING_BY = frozenset({"host", "armed"})


@dataclass(frozen=True)
class Obstacle:
    """Why a token cannot come along; a pair (zh, en)."""

    element_id: str
    zh: str
    en: str


@dataclass
class _Bringing:
    """What walking the state of a case fills."""

    old: Process
    new: Process
    mapping: Mapping[str, str]
    obstacles: list[Obstacle] = field(default_factory=list)
    #: Events that stood by and are another kind of event now: entered anew.
    dropped: set[str] = field(default_factory=set)

    def rows(self, rows: list[list[Any]]) -> list[list[Any]]:
        found = (self.row(*row) for row in rows)
        return [row for row in found if row is not None]

    def row(
        self, task_id: str, name: str, state: int, marks: Any = None, inside: Any = None
    ) -> list[Any] | None:
        element_id, dot, suffix = name.partition(".")
        element = self.old.elements[element_id]
        target = self.new.elements.get(self.mapping.get(element_id, ""))
        marks = dict(marks or {})
        if marks.keys() & STANDING_BY:
            if target is None or not self.stands_alike(element, target):
                self.dropped |= {target.id} if target else set()
                return None
        elif target is None:
            self.refuse(element, "在新版本里没有对应的环节", "has no step in the new version")
            return None
        else:
            self.judge(element, target, marks)
        marks = self.with_flow(element, target, marks)
        row: list[Any] = [task_id, target.id + dot + suffix, state]
        if marks or inside is not None:
            row.append(marks)
        if inside is not None:
            row.append(self.rows(inside))
        return row

    def stands_alike(self, element: Element, target: Element) -> bool:
        host = self.mapping.get(element.attached_to or "")
        return (element.event, host) == (target.event, target.attached_to) and (
            element.interrupting == target.interrupting
        )

    def judge(self, element: Element, target: Element, marks: Mapping[str, Any]) -> None:
        if _kind(element) != _kind(target):
            self.refuse(element, "在新版本里是另一种元素", "is another kind of element now")
        elif _shape(element) != _shape(target):
            self.refuse(
                element, "多实例或子流程变了样", "its instances or sub-process changed shape"
            )
        elif self.scope_of(element) != target.scope_id:
            self.refuse(element, "在新版本里移到了别的子流程", "lies in another sub-process now")
        elif "race" in marks and not self.races_alike(element, target):
            self.refuse(element, "事件网关等的事件变了", "its event gateway waits for other events")

    def scope_of(self, element: Element) -> str | None:
        if element.scope_id == self.old.id:
            return self.new.id
        return self.mapping.get(element.scope_id, element.scope_id)

    def races_alike(self, element: Element, target: Element) -> bool:
        return {self.mapping.get(e) for e in _rivals(self.old, element)} == set(
            _rivals(self.new, target)
        )

    def with_flow(self, element: Element, target: Element, marks: dict[str, Any]) -> dict[str, Any]:
        """Return marks with the flow the token came by as the new diagram calls it."""
        flow = next((f for f in self.old.flows if f.id == marks.get("via")), None)
        if flow is None:
            return marks
        ends = (self.mapping.get(flow.source), target.id)
        alike = [f for f in self.new.flows if (f.source, f.target) == ends]
        known = next((f for f in alike if f.id == flow.id), alike[0] if alike else None)
        if known is not None:
            return {**marks, "via": known.id}
        if element.type in ("parallelGateway", "inclusiveGateway"):
            self.refuse(
                element, "等的分支在新版本里没有了", "waits for a branch that is drawn no more"
            )
        return marks

    def refuse(self, element: Element, zh: str, en: str) -> None:
        name = element.name or element.id
        english = element.properties.get("name_en") or name
        self.obstacles.append(Obstacle(element.id, f"“{name}”{zh}", f"{english} {en}"))


def _rivals(process: Process, element: Element) -> list[str]:
    gateways = {
        f.source
        for f in process.flows
        if f.target == element.id and process.elements[f.source].type == "eventBasedGateway"
    }
    return [f.target for f in process.flows if f.source in gateways]


def _kind(element: Element) -> tuple[str, str | None]:
    if element.type in PEOPLE:
        return ("person", None)
    return (element.type, element.event)


def _shape(element: Element) -> tuple[object, ...]:
    loop = {key: value for key, value in element.loop.items() if key != "completion"}
    several = element.properties.get("several")
    return (element.multi, loop, element.called, element.triggered, several)


def bring(
    old: Process, new: Process, state: Mapping[str, Any], mapping: Mapping[str, str]
) -> tuple[dict[str, Any], set[str], tuple[Obstacle, ...]]:
    """Return a case's state on a new diagram, the events to enter anew, and what stands against it.

    `mapping` gives the new element's id by the old one's; what is not in it has no place. With
    obstacles the state is not to be used.
    """
    bringing = _Bringing(old, new, mapping)
    rows = bringing.rows(state["tokens"])
    unique = dict.fromkeys(bringing.obstacles)
    return {**state, "tokens": rows}, bringing.dropped, tuple(unique)


def brought(
    old: Process,
    new: Process,
    state: Mapping[str, Any],
    mapping: Mapping[str, str],
    evaluate: Evaluate,
) -> Run:
    """Return the run of a case on a new diagram, with the events that now stand by for it.

    Raises Conflict naming what stands against it.
    """
    moved, dropped, obstacles = bring(old, new, state, mapping)
    if obstacles:
        raise Conflict(
            "；".join(one.zh for one in obstacles),
            "; ".join(one.en for one in obstacles),
            code="not_migratable",
        )
    run = Run.restore(new, moved, evaluate)
    known = {mapping[e] for e in old.elements if e in mapping} - dropped
    for scope in list(run.scopes()):
        _stand_by(scope, known)
    refuse_dead_ends(run.tokens(), Wiring(new.elements, new.flows))
    return run


def _stand_by(scope: Flat, known: set[str]) -> None:
    """Put there the events the new diagram has and the old had not; one that fired stays away."""
    for name in scope.spec.armed:
        if name.partition(".")[0] not in known:
            scope.enter(name, armed=True)
    for task in scope.tokens():
        if not task.internal_data.keys() & STANDING_BY:
            _stand_on(scope, task, known)


def _stand_on(scope: Flat, task: Token, known: set[str]) -> None:
    for boundary in task.task_spec.boundaries:
        if boundary not in known:
            scope.enter(boundary, host=str(task.id))
