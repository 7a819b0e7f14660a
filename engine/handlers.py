"""Whose a task is: its post's, or the one person's whom the diagram names."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from engine import conflicts, people, rounds
from engine.bpmn.model import Element
from engine.bpmn.run import Activity
from engine.errors import NotAllowed
from engine.handling import Handling
from engine.store.cases import Task


@dataclass(frozen=True)
class Place:
    """Whose a task is: (section, post); a button for a message is nobody's to begin with."""

    post: tuple[str, str]
    is_user: bool
    #: The active person the property `assignee` names; else None.
    named: str | None = None
    #: Who keeps away from the step.
    away: frozenset[str] = frozenset()
    #: Several do the step, each an instance that is theirs alone.
    is_shared: bool = False

    @property
    def is_away(self) -> bool:
        """Say whether the person named keeps away."""
        return self.named in self.away


def place_of(handling: Handling, activity: Activity, element: Element, *, is_user: bool) -> Place:
    """Return whose the task of an activity is."""
    section, post = (
        str(handling.value(element.properties.get(name, ""), activity.scope) or "")
        for name in ("section", "post")
    )
    if not is_user:
        return Place((section, post), is_user)
    away = frozenset(conflicts.away_from(handling, element, activity.scope))
    named = _named(handling, element, activity.scope)
    return Place((section, post), is_user, named, away, rounds.is_shared(element))


def _named(handling: Handling, element: Element, scope: Mapping[str, object]) -> str | None:
    text = element.properties.get("assignee", "")
    if not text:
        return None
    person_id = handling.value(text, scope)
    known = people.active(handling.session, [person_id]) if isinstance(person_id, str) else ()
    return str(person_id) if person_id in known else None


def give(handling: Handling, task: Task, place: Place, holders: Sequence[str]) -> None:
    """Give a new task to the person named, or as `first_holder` says.

    One named who keeps away does not get it: it goes to its post, unless it is one of several.
    """
    task.is_personal = place.is_shared or (place.named is not None and not place.is_away)
    if task.is_personal:
        task.assignee_id = None if place.is_away else place.named
    else:
        task.assignee_id = first_holder(handling, task, free(holders, place.away))


def free(holders: Iterable[str], away: Iterable[str]) -> list[str]:
    """Return the holders of a post who do not keep away."""
    kept = frozenset(away)
    return [person for person in holders if person not in kept]


def first_holder(handling: Handling, task: Task, holders: Sequence[str]) -> str | None:
    """Return who gets a task at once: who did it before, or the only holder of the post."""
    done = handling.done_by(task.element_id)
    before = next((person for item, person in done if item == task.item_key), None)
    if before in holders:
        return before
    return holders[0] if len(holders) == 1 else None


def may_reassign(task: Task, element: Element) -> bool:
    """Say whether a chief may give a task to another: not where its holder was called."""
    return not (task.is_personal and rounds.is_shared(element))


def refuse_giving(task: Task, *, may_give: bool) -> None:
    """Raise NotAllowed for giving away what is one person's alone."""
    if not may_give:
        raise NotAllowed(
            f"任务“{task.name}”指定由本人办理，不能退回或改派。因故不能办理的，请申请回避或登记缺席。",
            f"Task {task.element_id} is its holder's alone: it is neither released nor reassigned. "
            "Declare a recusal or have an absence noted.",
            code="personal_task",
        )
