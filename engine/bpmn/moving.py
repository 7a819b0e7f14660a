"""Administrators' moves: take live activities away, and put a token where work shall go on.

A move is refused when it would leave the case where it can never end: a join that waits for a
branch that is done, or a branch too many.
"""

from collections.abc import Collection, Iterable, Sequence

from SpiffWorkflow.util.task import TaskState

from engine.errors import Conflict

from .drawing import ACTIVITIES
from .model import Element, Process
from .naming import label
from .nodes import SubProcess
from .repeats import MultiInstance
from .soundness import JOINS, play
from .tokens import Flat, Token, Tokens
from .wiring import Wiring

#: Where a token can be put.
TARGETS = (
    *ACTIVITIES,
    "intermediateCatchEvent",
    "intermediateThrowEvent",
    "exclusiveGateway",
    "inclusiveGateway",
    "parallelGateway",
    "eventBasedGateway",
)
PEOPLE = ("userTask", "manualTask", "task")


def move(tokens: Tokens, process: Process, moved: Sequence[Token], element_id: str) -> None:
    """Cancel live tokens and put one on an element, entering the sub-processes around it.

    Out of a multi-instance the whole of it is left. Raises Conflict.
    """
    wiring = Wiring(process.elements, process.flows)
    target = _target(process, wiring, element_id)
    scope = _common_scope(tokens, process, moved, target)
    for task in moved:
        _leave(task, scope)
    for inner in _scopes_down(process, scope, target):
        scope = _enter_scope(scope, inner)
    scope.enter(target.id)
    refuse_dead_ends(tokens, wiring)


def withdraw(tokens: Tokens, process: Process, task: Token) -> None:
    """Cancel a live token with everything in it; nothing goes on for it. Raises Conflict.

    One of several instances is no longer waited for; the others go on.
    """
    whole = _whole(task)
    if isinstance(whole.task_spec, MultiInstance) and whole.internal_data["total"] > 1:
        task.workflow.drop(task)
        whole.task_spec.leave_out(whole)
        return
    _leave(task, task.workflow)
    if not any(_is_going(t) for t in task.workflow.tokens()):
        raise Conflict(
            "这是这一层唯一在办的环节,不能撤销;请改为移动",
            "Nothing else goes on in its scope: move it instead of withdrawing it.",
            code="last_activity",
        )
    refuse_dead_ends(tokens, Wiring(process.elements, process.flows))


def place_back(process: Process, done: Iterable[tuple[str, str | None]], task: Token) -> str:
    """Return the task a person did last before a live token, in its scope or one around it.

    `done` are (element id, parent) of completed steps, oldest first. Raises Conflict if none.
    """
    scopes = [str(parent) if parent else None for parent in _parents(task)]
    here = task.task_spec.element.id
    for parent in scopes:
        for element_id, around in reversed(list(done)):
            is_person = (
                element_id in process.elements and process.elements[element_id].type in PEOPLE
            )
            if is_person and around == parent and element_id != here:
                return element_id
    raise Conflict(
        "在此之前没有人办过环节,无处可退",
        "Nobody did anything before this: there is no step to go back to.",
        code="no_step_back",
    )


def _parents(task: Token) -> list[object]:
    """Return the ids of the sub-process tokens around a token, innermost first, then None."""
    found: list[object] = []
    here = getattr(task.workflow, "parent_task", None)
    while here is not None:
        found.append(here.id)
        here = getattr(here.workflow, "parent_task", None)
    return [*found, None]


def _target(process: Process, wiring: Wiring, element_id: str) -> Element:
    element = process.elements.get(element_id)
    if element is None:
        raise _refused(f"没有环节 {element_id}", f"there is no element {element_id}")
    is_join = element.type in JOINS and len(wiring.into[element_id]) > 1
    is_raced = any(
        process.elements[f.source].type == "eventBasedGateway" for f in wiring.into[element_id]
    )
    if element.type not in TARGETS or element.triggered or is_join:
        raise _refused(f"{label(element)}不能作为去处", f"nothing can be moved to {label(element)}")
    if is_raced:
        raise _refused(
            f"{label(element)}前面有事件网关,请移到网关",
            f"{label(element)} follows an event gateway: move to the gateway",
        )
    return element


def _scope_names(process: Process, target: Element) -> list[str]:
    """Return the scopes around an element, innermost first, up to its process."""
    names = [target.scope_id]
    while names[-1] in process.elements:
        names.append(process.elements[names[-1]].scope_id)
    return names


def _common_scope(
    tokens: Tokens, process: Process, moved: Sequence[Token], target: Element
) -> Flat:
    """Return the innermost scope instance that holds all moved tokens and can hold the target."""
    names = _scope_names(process, target)
    around = [_scopes_around(tokens, task) for task in moved]
    for scope in around[0]:
        if scope.spec.name in names and all(scope in others for others in around):
            return scope
    raise _refused(
        f"{label(target)}和要移走的环节不在同一个流程里",
        f"{label(target)} lies in another process than what is moved",
    )


def _scopes_around(tokens: Tokens, task: Token) -> list[Flat]:
    found: list[Flat] = [task.workflow]
    while found[-1] is not tokens:
        found.append(found[-1].parent_workflow)  # type: ignore[attr-defined]
    return found


def _leave(task: Token, scope: Flat) -> None:
    """Cancel what of a scope a token lies in: itself, its sub-process, its multi-instance."""
    while task.workflow is not scope:
        task = task.workflow.parent_task
    race = task.internal_data.get("race")
    scope.drop(_whole(task))
    if race is not None:
        scope.withdraw("race", race)


def _whole(task: Token) -> Token:
    """Return the token of all instances a token is one of; itself when it is none."""
    wrapper = task.internal_data.get("of")
    return next((t for t in task.workflow.tokens() if str(t.id) == wrapper), task)


def _scopes_down(process: Process, scope: Flat, target: Element) -> list[Element]:
    """Return the sub-processes to enter from a scope to an element, outermost first."""
    names = _scope_names(process, target)
    inner = [process.elements[n] for n in names[: names.index(scope.spec.name)]]
    for element in inner:
        if element.multi is not None or element.triggered:
            raise _refused(
                f"{label(element)}是多实例或事件子流程,不能从外面移进去",
                f"{label(element)} is repeated or starts by an event: nothing is moved into it",
            )
    return inner[::-1]


def _enter_scope(scope: Flat, element: Element) -> Flat:
    """Put a token on a sub-process without starting it; its events are armed."""
    spec = scope.spec.task_specs[element.id]
    if not isinstance(spec, SubProcess):
        raise _refused(f"{label(element)}不能进入", f"{label(element)} cannot be entered")
    task = scope.put(spec, TaskState.STARTED)
    inside: Flat = scope.top_workflow.create_subprocess(task, spec.spec)
    for name in inside.spec.armed:
        inside.enter(name, armed=True)
    for name in spec.boundaries:
        scope.enter(name, host=str(task.id))
    return inside


def refuse_dead_ends(tokens: Tokens, wiring: Wiring) -> None:
    """Raise Conflict when some scope can no longer come to its end."""
    for scope in tokens.scopes():
        game = play(wiring, tuple(sorted(_places(scope.tokens()))))
        if game.is_complete and not game.can_end:
            join = next(iter(game.stuck), "")
            name = label(wiring.elements[join]) if join in wiring.elements else scope.spec.name
            raise _refused(
                f"移动后{name}会永远等不齐;请移到分支之前,并一并撤销其他分支",
                f"{name} would wait for ever; move to before the fork, with the other branches",
            )


def _places(tasks: Collection[Token]) -> list[str]:
    """Return where the tokens of a scope stand: waiting on a flow, or on a node."""
    races: set[str] = set()
    places: list[str] = []
    for task in tasks:
        marks = task.internal_data
        if not _is_going(task) or marks.get("race") in races:
            continue
        races |= {marks["race"]} if "race" in marks else set()
        is_arrival = task.task_spec.joins and task.state == TaskState.WAITING
        places.append(marks["via"] if is_arrival else f"{task.task_spec.element.id}.link")
    return places


def _is_going(task: Token) -> bool:
    """Tell whether a token goes on by itself: no armed event, no single instance of many."""
    return not {"host", "armed", "of"} & set(task.internal_data)


def _refused(zh: str, en: str) -> Conflict:
    return Conflict(f"不能移动:{zh}", f"This move is not possible: {en}.", code="move_refused")
