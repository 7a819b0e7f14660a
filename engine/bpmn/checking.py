"""Judge a diagram: whatever is drawn is run as BPMN says, or refused with a remedy."""

from .drawing import Drawing, Unreadable, read_drawing
from .finding import Finding, error

__all__ = ["Finding", "check_drawing", "check_process", "unreadable"]


def check_process(xml: bytes) -> tuple[Finding, ...]:
    """Return everything to be said about `xml`, faults first."""
    try:
        drawing = read_drawing(xml)
    except Unreadable as fault:
        return (unreadable(fault),)
    return check_drawing(drawing)


def check_drawing(drawing: Drawing) -> tuple[Finding, ...]:
    """Return everything to be said about a drawing, faults first."""
    return ()


def unreadable(fault: Unreadable) -> Finding:
    """Return the finding for a file that is no BPMN at all."""
    return error(
        "",
        "unreadable",
        f"读不懂这个文件:{fault}",
        f"The file cannot be read: {fault}",
        ("请用 BPMN 2.0 设计器重新保存", "Save it again from a BPMN 2.0 modeler"),
    )
