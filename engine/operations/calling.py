"""call: ask a service outside; the step stands until its key is answered (see engine.calls)."""

from collections.abc import Mapping

from engine import outbox
from engine.bpmn.model import Element
from engine.bpmn.run import Activity
from engine.handling import Handling
from engine.outbox import Effect

NAME = "call"


def call(handling: Handling, activity: Activity, element: Element) -> None:
    """Put a call to the service named by `service`, with what `payload` gives (a FEEL context)."""
    properties = element.properties
    body = handling.value(properties.get("payload", ""), activity.scope)
    payload = {
        "case": handling.case.number,
        "matter": handling.case.matter_key,
        "activity": activity.id,
        "element": element.id,
        "service": properties.get("service", element.id),
        "body": body if isinstance(body, Mapping) else {},
    }
    outbox.put(
        handling.session,
        [Effect("call", key_of(activity.id), payload)],
        case_id=handling.case.id,
        made_at=handling.at,
    )
    handling.record("called", by="", element_id=element.id, name=element.name)


def key_of(activity_id: str) -> str:
    """Return the key by which the call of an activity is answered."""
    return f"call-{activity_id}"


def is_asked(handling: Handling, activity: Activity, element: Element) -> bool:
    """Say whether a step is a call that was put already, and waits for its answer."""
    is_call = element.properties.get("operation") == NAME
    return is_call and outbox.find(handling.session, key_of(activity.id)) is not None
