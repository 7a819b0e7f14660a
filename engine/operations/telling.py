"""notify and publish: what the applicant and the public are told."""

from collections.abc import Mapping

from engine import documents
from engine.bpmn.model import Element
from engine.bpmn.run import Activity
from engine.definitions import names_in
from engine.handling import Handling


def notify(handling: Handling, activity: Activity, element: Element) -> Mapping[str, object]:
    """Record a message to whom `to` names, with the text of `text` (FEEL or plain)."""
    to = str(handling.value(element.properties.get("to", "applicant"), activity.scope))
    text = str(handling.value(element.properties.get("text", element.name), activity.scope))
    handling.record("notified", by="", element_id=element.id, to=to, text=text, name=element.name)
    return {"to": to, "text": text, "on": handling.day}


def publish(handling: Handling, activity: Activity, element: Element) -> Mapping[str, object]:
    """Publish the case's result: the documents named by `documents`, issued before."""
    keys = names_in(element.properties.get("documents", ""))
    numbers = [row.number for row in documents.issued(handling, keys)]
    handling.record("published", by="", element_id=element.id, documents=numbers, name=element.name)
    return {"on": handling.day, "documents": numbers}
