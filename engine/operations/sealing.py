"""archive: seal the record of a case (归档)."""

from collections.abc import Mapping

from engine.bpmn.model import Element
from engine.bpmn.run import Activity
from engine.handling import Handling


def archive(handling: Handling, activity: Activity, element: Element) -> Mapping[str, object]:
    """Write the sealing entry and return its number and hash."""
    entry = handling.record(
        "sealed",
        by="",
        element_id=element.id,
        name=element.name,
        entries=handling.case.record_count,
    )
    return {"on": handling.day, "record": entry.number, "hash": entry.hash}
