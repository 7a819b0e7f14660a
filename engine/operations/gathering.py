"""gather_evidence: write into one case what the record of another proves (证据归集)."""

from collections.abc import Mapping

from engine import documents
from engine.bpmn.model import Element
from engine.bpmn.run import Activity
from engine.evidence import evidence_of
from engine.handling import Handling


def gather_evidence(
    handling: Handling, activity: Activity, element: Element
) -> Mapping[str, object]:
    """Gather the evidence of the case whose number the property `case` gives (FEEL or plain).

    Returns what `engine.evidence.evidence_of` gives; {"is_found": False} without such a case, or
    where it is a closed one. The papers of `documents` are issued when the evidence is in the case,
    none where nothing was found.
    """
    number = handling.value(element.properties.get("case", ""), activity.scope)
    found = evidence_of(handling.session, str(number or ""), at=handling.at)
    handling.put(element.id, found)
    if found["is_found"]:
        documents.issue_for(handling, element, activity.scope)
    handling.record(
        "evidence_gathered",
        by="",
        element_id=element.id,
        name=element.name,
        found=found["is_found"],
        source=found["number"] or None,
        entries=found.get("entries"),
        hash=found.get("head"),
    )
    return found
