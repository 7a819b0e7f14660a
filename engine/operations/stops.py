"""suspend_clock, resume_clock, extend_clock: the legal acts on the clocks of a case."""

from collections.abc import Mapping

from engine import documents, stopping, timers
from engine.bpmn.model import Element
from engine.bpmn.run import Activity
from engine.definitions import names_in
from engine.handling import Handling


def suspend(handling: Handling, activity: Activity, element: Element) -> Mapping[str, object]:
    """Stop the clocks inside the activity of the element named by `scope` (停表).

    Properties: scope, ground (FEEL), days (FEEL, told to the applicant), documents, asked_at (the
    element whose completer asked).
    """
    properties = element.properties
    papers = documents.issue_for(handling, element, activity.scope)
    stop = stopping.stop_clocks(
        handling,
        scope=properties["scope"],
        ground=str(handling.value(properties.get("ground", ""), activity.scope)),
        told=str(handling.value(properties.get("days", ""), activity.scope)),
        document_number=papers[0].number if papers else None,
        asked_by=_asker(handling, properties.get("asked_at", "")),
    )
    timers.rewrite(handling)
    return {"stopped_on": handling.day, "ground": stop.ground}


def _asker(handling: Handling, element_id: str) -> str | None:
    """Return who last completed the element at which the stop was asked for."""
    return next((person for _, person in handling.done_by(element_id)), None)


def resume(handling: Handling, activity: Activity, element: Element) -> Mapping[str, object]:
    """Let the clocks inside the activity of the element named by `scope` run on (恢复计时)."""
    resumed = stopping.resume_clocks(handling, scope=element.properties["scope"])
    timers.rewrite(handling)
    return {"resumed_on": handling.day, "grounds": [stop.ground for stop in resumed]}


def extend(handling: Handling, activity: Activity, element: Element) -> Mapping[str, object]:
    """Lengthen the budget of the limits named by `limits` by `days` (延期)."""
    properties = element.properties
    days = handling.value(properties.get("days", "0"), activity.scope)
    if not days:
        return {"days": 0}
    stopping.extend_clocks(handling, names_in(properties["limits"]), by=int(str(days)))
    timers.rewrite(handling)
    documents.issue_for(handling, element, activity.scope)
    return {"days": int(str(days)), "extended_on": handling.day}
