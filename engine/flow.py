"""Moving a case on: run the process until it waits, and keep the rows of what waits in step.

After each run of the engine one difference of live activities says what left and what was
entered. Left: tasks close, clocks end, timers go. Entered: tasks open, clocks start, timers are
armed; an automatic step is performed at once and the run goes on.
"""

from collections.abc import Iterable, Mapping, Sequence

from engine import (
    clocks,
    conflicts,
    handlers,
    notices,
    operations,
    people,
    recalling,
    rectifying,
    rounds,
    timers,
)
from engine.bpmn.model import Element
from engine.bpmn.run import Activity, Departure
from engine.clock_functions import PROCESS
from engine.definitions import names_in
from engine.handlers import Place
from engine.handling import Handling, item_of
from engine.operations import calling
from engine.store.cases import Submission, Task

AUTOMATIC = frozenset({"serviceTask", "scriptTask", "businessRuleTask", "sendTask"})
SENDING = frozenset({"intermediateThrowEvent", "endEvent"})
#: A start event that is live stands by for its event sub-process: the case's own is never live.
CATCHING = frozenset({"intermediateCatchEvent", "boundaryEvent", "startEvent"})
#: Somebody does these; a task of no kind is taken for one that a person does.
MANUAL = frozenset({"userTask", "manualTask", "task"})


def advance(handling: Handling) -> None:
    """Run the case on until nothing but people, messages and timers can move it."""
    while True:
        change = handling.run.advance()
        handling.finished.extend(handling.run.steps())
        for departure in change.left:
            leave(handling, departure)
        _enter(handling, change.entered)
        if not (
            recalling.excuse_next(handling)
            or _consume_kept_message(handling)
            or _perform_next(handling)
        ):
            break
    if handling.run.is_complete and handling.case.state == "open":
        _close(handling)


def begin(handling: Handling) -> None:
    """Start the clocks of the process itself: the limits its property `limit` names."""
    process = handling.definition.process
    whole = Activity(PROCESS, process.id, None, {})
    for limit_key in names_in(process.properties.get("limit", "")):
        clocks.start_clock(handling, whole, limit_key)


def leave(handling: Handling, departure: Departure) -> None:
    """Close the rows of an activity that is live no longer."""
    activity = departure.activity
    element = handling.element(activity.element_id)
    if _is_task(element):
        _close_task(handling, departure)
    if element.event == "timer":
        timers.disarm(handling, activity.id)
    if element.properties.get("limit"):
        clocks.end_clocks(handling, activity.id, departure.outcome)


def _close_task(handling: Handling, departure: Departure) -> None:
    task = handling.rows.task(departure.activity.id)
    if task is not None and task.state == "open":
        task.state = departure.outcome
        task.ended_at = handling.at
        if task.state == "completed" and task.completed_by:
            handling.note_done(task.element_id, task.item_key, task.completed_by)
        if departure.outcome == "cancelled":
            _tell_cancelled(handling, task)


def _tell_cancelled(handling: Handling, task: Task) -> None:
    handling.record(
        "task_cancelled", element_id=task.element_id, name=task.name, holder=task.assignee_id
    )
    if task.assignee_id and task.kind == "user":
        notices.notify(
            handling.session,
            [task.assignee_id],
            case=handling.case,
            at=handling.at,
            zh=f"{handling.case.number} 的“{task.name}”已由系统终止，您的草稿仍保留。",
            en=f"Task {task.name} of {handling.case.number} was ended; your draft is kept.",
        )


def _enter(handling: Handling, entered: Sequence[Activity]) -> None:
    conflicts.shut_out_concerned(handling)
    places = _places(handling, entered)
    holders = people.holders_by_post(
        handling.session,
        {place.post for place in places.values() if place.is_user},
        handling.day,
    )
    for activity in entered:
        element = handling.element(activity.element_id)
        rounds.begin(handling, element, activity)
        if activity.id in places:
            place = places[activity.id]
            open_task(handling, activity, element, place, holders.get(place.post, []))
        for limit_key in names_in(element.properties.get("limit", "")):
            clocks.start_clock(handling, activity, limit_key)
        _tell_copies(handling, element)
        rectifying.begin(handling, element)
    for activity in entered:
        element = handling.element(activity.element_id)
        if element.event == "timer":
            timers.arm(handling, activity, element)


def _is_task(element: Element) -> bool:
    return element.type in MANUAL or _waits_for_message(element)


def _waits_for_message(element: Element) -> bool:
    return element.type == "receiveTask" or (
        element.event == "message" and element.type in CATCHING
    )


def _is_automatic(element: Element) -> bool:
    """Say whether the system does a step: a task of its own, or a message that is sent."""
    is_sending = element.event == "message" and element.type in SENDING
    return element.type in AUTOMATIC or is_sending


def _tell_copies(handling: Handling, element: Element) -> None:
    """Tell the sections named by `copy` that a step was reached (抄送)."""
    for section in names_in(element.properties.get("copy", "")):
        notices.notify(
            handling.session,
            people.in_section(handling.session, section, handling.day),
            case=handling.case,
            at=handling.at,
            zh=f"抄送：{handling.case.number} 进入“{element.name}”",
            en=f"For your information: {handling.case.number} reached {element.name}",
        )


def _places(handling: Handling, entered: Iterable[Activity]) -> dict[str, Place]:
    """Return the places of the tasks entered, by activity."""
    found = {}
    for activity in entered:
        element = handling.element(activity.element_id)
        if _is_task(element):
            is_user = element.type in MANUAL
            found[activity.id] = handlers.place_of(handling, activity, element, is_user=is_user)
    return found


def open_task(
    handling: Handling,
    activity: Activity,
    element: Element,
    place: Place,
    holders: Sequence[str],
) -> Task:
    """Write the task row of a user task, or of a message the case waits for."""
    properties = element.properties
    section, post = place.post
    item = item_of(activity.scope)
    is_user = place.is_user
    task = Task(
        id=activity.id,
        case_id=handling.case.id,
        kind="user" if is_user else "message",
        element_id=element.id,
        name=element.name,
        form_key=properties.get("form"),
        section_key=section,
        post_key=post,
        message=None if is_user else element.message or properties.get("message"),
        item={key: value for key, value in item.items() if isinstance(value, str | int | bool)},
        item_key=str(item["key"]) if "key" in item else None,
        parent_activity_id=activity.parent,
        state="open",
        opened_at=handling.at,
    )
    if is_user:
        handlers.give(handling, task, place, holders)
    handling.session.add(task)
    handling.rows.tasks.append(task)
    handling.record(
        "task_opened",
        element_id=element.id,
        name=task.name,
        section=section,
        item=item.get("name"),
        holder=task.assignee_id,
    )
    return task


def accept_values(
    handling: Handling,
    element: Element,
    values: Mapping[str, object],
    *,
    task: Task | None,
    by: str,
) -> None:
    """Keep a submission, write it into the case document and apply the element's `set`."""
    form_key = element.properties.get("form", element.id)
    item_key = task.item_key if task else None
    handling.session.add(
        Submission(
            case_id=handling.case.id,
            task_id=task.id if task else None,
            element_id=element.id,
            element_name=element.name,
            form_key=form_key,
            item_key=item_key,
            item_name=str(task.item.get("name", "")) if task else "",
            values=dict(values),
            submitted_by=by,
            submitted_at=handling.at,
        )
    )
    handling.put(form_key, values, item_key=item_key)
    if task is not None:
        rounds.note_done(handling, element, task, values)
    rectifying.act_on_items(handling, element, values, task=task, by=by)
    apply_set(handling, element, task.id if task else None)


def apply_set(handling: Handling, element: Element, activity_id: str | None) -> None:
    """Merge the element's `set` context into the case document, when it has one."""
    expression = element.properties.get("set")
    if not expression:
        return
    activity = handling.activity(activity_id) if activity_id else None
    values = handling.evaluate(expression, activity.scope if activity else None)
    if isinstance(values, Mapping):
        handling.merge(values)


def _consume_kept_message(handling: Handling) -> bool:
    """Give a waiting activity the message that came too early; say whether there was one."""
    kept = {message.name: message for message in reversed(handling.rows.kept_messages())}
    if not kept or handling.case.suspended_at is not None:
        return False
    for task in handling.rows.open_tasks("message"):
        message = kept.get(task.message or "")
        if message is not None:
            moment, handling.at = handling.at, message.sent_at  # it counts from its receipt
            deliver(handling, task, message.values, by=message.sent_by)
            handling.at = message.consumed_at = moment
            return True
    return False


def deliver(handling: Handling, task: Task, values: Mapping[str, object], *, by: str) -> None:
    """Deliver a message to the one activity that waits for it."""
    accept_values(handling, handling.element(task.element_id), values, task=task, by=by)
    task.completed_by = by
    handling.record(
        "message_received", by=by, element_id=task.element_id, name=task.name, message=task.message
    )
    handling.run.deliver(task.id)


def _perform_next(handling: Handling) -> bool:
    """Do the next automatic step that can be done; say whether there was one."""
    for activity in handling.run.live():
        element = handling.element(activity.element_id)
        is_due = _is_automatic(element) and not _is_waiting(handling, activity, element)
        if is_due and operations.perform(handling, activity, element):
            return True
    return False


def _is_waiting(handling: Handling, activity: Activity, element: Element) -> bool:
    if calling.is_asked(handling, activity, element):
        return True
    incident = handling.rows.incident(activity.id)
    return incident is not None and (incident.retry_at is None or incident.retry_at > handling.at)


def _close(handling: Handling) -> None:
    case = handling.case
    clocks.end_clocks(handling, PROCESS, "completed")
    case.state = "closed"
    case.closed_at = handling.at
    case.outcome = _outcome(handling)
    handling.record("case_closed", outcome=case.outcome)


def _outcome(handling: Handling) -> str | None:
    ends = {step.element_id for step in handling.finished}
    for outcome in handling.definition.matter.outcomes:
        is_there = not outcome.at or outcome.at in ends
        if is_there and (not outcome.when or handling.evaluate(outcome.when) is True):
            return outcome.key
    return None
