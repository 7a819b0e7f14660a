"""What a throwing message event or send task does: the message goes to matters that subscribe."""

from collections.abc import Mapping

from engine import announcing
from engine.bpmn.model import Element
from engine.bpmn.run import Activity
from engine.handling import Handling


def send(handling: Handling, activity: Activity, element: Element) -> None:
    """Send the element's message with what its property `payload` gives (a FEEL context)."""
    given = handling.value(element.properties.get("payload", ""), activity.scope)
    announcing.announce(
        handling,
        element.message or element.id,
        f"message-{activity.id}",
        given if isinstance(given, Mapping) else {},
    )
    handling.record(
        "message_sent", element_id=element.id, name=element.name, message=element.message
    )
