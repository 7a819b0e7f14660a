"""The registry of general operations that service tasks call; scripts and decisions as well.

An operation gets the Handling, the live activity and its element; what it returns is written to
`case.<element id>`. No operation names an element, field, section or limit of a matter: those
come from the element's properties and from matter.toml.
"""

from collections.abc import Callable, Mapping
from datetime import timedelta

from engine.bpmn.model import Element
from engine.bpmn.run import Activity
from engine.errors import BanjieError, Conflict
from engine.handling import Handling
from engine.operations import (
    calling,
    codes,
    deciding,
    drawing,
    gathering,
    lots,
    messaging,
    numbers,
    papers,
    sealing,
    stops,
    telling,
)
from engine.store.records import Incident

Operation = Callable[[Handling, Activity, Element], object]

#: Operations that write when nothing can fail any more, the record last: a failure leaves nothing.
TELLING: Mapping[str, Operation] = {
    "archive": sealing.archive,
    "call": calling.call,
    "check_codes": codes.check_codes,
    "issue_document": papers.issue,
    "notify": telling.notify,
    "number": numbers.give_number,
    "publish": telling.publish,
}

#: Legal acts on the clocks, by which a person's act stands or falls.
ACTS: Mapping[str, Operation] = {
    "extend_clock": stops.extend,
    "resume_clock": stops.resume,
    "suspend_clock": stops.suspend,
}

#: Every operation a diagram may name in the property `operation`.
OPERATIONS: Mapping[str, Operation] = {
    **TELLING,
    **ACTS,
    "draw_experts": drawing.draw_experts,
    "draw_lot": lots.draw_lot,
    "gather_evidence": gathering.gather_evidence,
}

#: A step that failed is tried again this long after.
RETRY_AFTER = timedelta(hours=1)


def _is_act(element: Element) -> bool:
    return element.properties.get("operation", "") in ACTS


def perform(handling: Handling, activity: Activity, element: Element) -> bool:
    """Do one automatic step; False when it could not be done, or is a call: the case waits.

    An error leaves the step standing and an incident for the administrators; it is tried again.
    Raises Conflict when the law forbids what a person's act asks for, and whatever keeps an act on
    the clocks from being done: the person's act is refused, nothing of it is kept.
    """
    try:
        result = _result(handling, activity, element)
    except BanjieError as error:
        if handling.by is not None and (isinstance(error, Conflict) or _is_act(element)):
            raise
        _report(handling, activity, element, error)
        return False
    _forget_incident(handling, activity)
    if element.properties.get("operation") == calling.NAME:
        return False
    if element.type == "scriptTask":
        handling.merge(result if isinstance(result, Mapping) else {})
        handling.record("computed", by="", element_id=element.id, name=element.name, values=result)
    elif result is not None:
        handling.put(element.id, result)
    handling.run.complete(activity.id)
    return True


def _result(handling: Handling, activity: Activity, element: Element) -> object:
    if element.type == "scriptTask":
        return handling.evaluate(element.expression or "{}", activity.scope)
    if element.type == "businessRuleTask":
        deciding.decide(handling, activity, element)
        return None
    if element.event == "message":
        messaging.send(handling, activity, element)
        return None
    name = element.properties.get("operation", "")
    operation = OPERATIONS.get(name)
    if operation is None:
        raise BanjieError(
            f"环节 {element.id} 的操作 {name!r} 不存在，可用：{'、'.join(OPERATIONS)}",
            f"Step {element.id}: there is no operation {name!r}; known: {', '.join(OPERATIONS)}",
            code="unknown_operation",
        )
    if name in TELLING or (_is_act(element) and handling.by is not None):
        return operation(handling, activity, element)
    return _whole(handling, activity, element, operation)


def _whole(
    handling: Handling, activity: Activity, element: Element, operation: Operation
) -> object:
    """Do an operation that leaves nothing behind when it fails half-way.

    It is tried again, and papers are numbered.
    """
    try:
        with handling.session.begin_nested():
            return operation(handling, activity, element)
    except BanjieError:
        handling.reread()
        raise


def _report(handling: Handling, activity: Activity, element: Element, error: BanjieError) -> None:
    incident = handling.rows.incident(activity.id)
    if incident is None:
        incident = Incident(
            activity_id=activity.id,
            case_id=handling.case.id,
            element_id=element.id,
            since_at=handling.at,
            code=error.code,
            text=error.zh,
            text_en=error.en,
        )
        handling.session.add(incident)
        handling.rows.incidents.append(incident)
        handling.record("incident", element_id=element.id, code=error.code, text=error.zh)
    incident.code, incident.text, incident.text_en = error.code, error.zh, error.en
    incident.retry_at = handling.at + RETRY_AFTER


def _forget_incident(handling: Handling, activity: Activity) -> None:
    incident = handling.rows.incident(activity.id)
    if incident is not None:
        handling.rows.incidents.remove(incident)
        handling.discard(incident)
