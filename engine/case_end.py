"""End a case before its process does: withdrawn by the applicant, or terminated (撤件, 终止)."""

from engine import clocks, flow
from engine.clock_functions import PROCESS
from engine.handling import Handling


def end_case(handling: Handling, outcome: str, *, ground: str, reason: str) -> None:
    """Close the case with an outcome; everything live is cancelled.

    Open tasks close as cancelled and keep their drafts, their holders are told; clocks end,
    timers and incidents go, an open stop ends with the case.
    """
    case = handling.case
    for incident in list(handling.rows.incidents):
        handling.rows.incidents.remove(incident)
        handling.discard(incident)
    case.state, case.closed_at, case.outcome = "closed", handling.at, outcome
    handling.run.end()
    flow.advance(handling)
    clocks.end_clocks(handling, PROCESS, "cancelled")
    for stop in handling.rows.open_stops():
        stop.resumed_at, stop.watch_at = handling.at, None
    case.suspended_at = None
    handling.record("case_closed", outcome=outcome, ground_name=ground, reason=reason)
