"""Judge a diagram: whatever is drawn is run as BPMN says, or refused with a remedy."""

from collections.abc import Iterator

from .allowlist import check_tags
from .drawing import Drawing, Unreadable, read_drawing
from .finding import Finding, error
from .naming import check_names
from .references import check_references
from .rules_of_events import check_events
from .rules_of_flow import check_flow
from .rules_of_several import check_several
from .rules_of_work import check_work
from .silence import paths_from_timers_without_user_task
from .soundness import check_joins
from .wiring import Wiring

__all__ = [
    "Finding",
    "check_drawing",
    "check_process",
    "paths_from_timers_without_user_task",
    "unreadable",
]


def check_process(xml: bytes) -> tuple[Finding, ...]:
    """Return everything to be said about `xml`, faults first."""
    try:
        drawing = read_drawing(xml)
    except Unreadable as fault:
        return (unreadable(fault),)
    return check_drawing(drawing)


def check_drawing(drawing: Drawing) -> tuple[Finding, ...]:
    """Return everything to be said about a drawing, faults first."""
    found = [*check_tags(drawing), *check_names(drawing)]
    # Where an id is missing or stands for two things, nothing can be said of scopes and ways.
    if not any(f.code in ("id_repeated", "id_missing") for f in found):
        found += _of_the_graph(drawing, Wiring(drawing.elements, drawing.flows))
    return tuple(sorted(found, key=lambda f: f.severity != "error"))


def _of_the_graph(drawing: Drawing, wiring: Wiring) -> list[Finding]:
    found = list(_findings(drawing, wiring))
    if not any(f.severity == "error" for f in found):
        found += check_joins(drawing, wiring)
    return found


def _findings(drawing: Drawing, wiring: Wiring) -> Iterator[Finding]:
    yield from check_references(drawing, wiring)
    yield from check_flow(drawing, wiring)
    yield from check_events(drawing, wiring)
    yield from check_work(drawing)
    yield from check_several(drawing)


def unreadable(fault: Unreadable) -> Finding:
    """Return the finding for a file that is no BPMN at all."""
    return error(
        "",
        "unreadable",
        f"读不懂这个文件:{fault}",
        f"The file cannot be read: {fault}",
        ("请用 BPMN 2.0 设计器重新保存", "Save it again from a BPMN 2.0 modeler"),
    )
