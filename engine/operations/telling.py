"""notify and publish: what the applicant and the public are told."""

from collections.abc import Mapping, Sequence

from engine import feel, outbox
from engine.bpmn.model import Element
from engine.bpmn.run import Activity
from engine.definitions import names_in
from engine.handling import Handling
from engine.outbox import Effect


def notify(handling: Handling, activity: Activity, element: Element) -> Mapping[str, object]:
    """Record a message to whom `to` names, with the text of `text` (FEEL or plain)."""
    to = str(handling.value(element.properties.get("to", "applicant"), activity.scope))
    text = str(handling.value(element.properties.get("text", element.name), activity.scope))
    handling.record("notified", by="", element_id=element.id, to=to, text=text, name=element.name)
    return {"to": to, "text": text, "on": handling.day}


def publish(handling: Handling, activity: Activity, element: Element) -> Mapping[str, object]:
    """Publish the case's result: the documents named by `documents`, as its steps issued them.

    What matter.toml says of the public part goes to the outbox as a webhook, once per step.
    """
    numbers = _issued(handling, names_in(element.properties.get("documents", "")))
    outbox.put(
        handling.session,
        [Effect("webhook", f"publish-{activity.id}", _announcement(handling, numbers))],
        case_id=handling.case.id,
        made_at=handling.at,
    )
    handling.record("published", by="", element_id=element.id, documents=numbers, name=element.name)
    return {"on": handling.day, "documents": numbers}


def _issued(handling: Handling, kinds: Sequence[str]) -> list[str]:
    """Return the numbers that steps `issue_document` left in the case; every kind's for none."""
    elements = handling.definition.process.elements.values()
    papers = [
        handling.case.document.get(element.id) or {}
        for element in elements
        if element.properties.get("operation") == "issue_document"
    ]
    return [
        issued["number"]
        for made in papers
        for kind, issued in made.items()
        if kind in (kinds or made)
    ]


def _announcement(handling: Handling, numbers: list[str]) -> Mapping[str, object]:
    """Return what the public is told: the fields of `[publish]` in matter.toml, no others."""
    matter = handling.definition.matter
    fields = matter.raw.get("publish", {}).get("fields", [])
    return {
        "event": "published",
        "case": handling.case.number,
        "matter": matter.key,
        "on": handling.day,
        "documents": numbers,
        "fields": [
            {
                "label": field["label"],
                "label_en": field.get("label_en", ""),
                "value": _told(handling, field["value"]),
            }
            for field in fields
        ],
    }


def _told(handling: Handling, expression: str) -> object:
    """Return a field's value; null where this case has none, as a refused one has no permit."""
    try:
        return feel.evaluate(expression, {"case": handling.case.document}, now=handling.at)
    except feel.FeelError:
        return None
