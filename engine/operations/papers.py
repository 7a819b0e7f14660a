"""issue_document: make the papers an element names."""

from collections.abc import Mapping

from engine import documents
from engine.bpmn.model import Element
from engine.bpmn.run import Activity
from engine.handling import Handling


def issue(handling: Handling, activity: Activity, element: Element) -> Mapping[str, object]:
    """Issue every document in the property `documents`; returns their numbers by key."""
    return {
        row.document_key: {"number": row.number, "issued_on": row.issued_on}
        for row in documents.issue_for(handling, element, activity.scope)
    }
