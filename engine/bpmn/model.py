"""What a diagram says, as plain values: elements, flows and the process that holds them."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from types import MappingProxyType


def _nothing() -> Mapping[str, str]:
    return MappingProxyType({})


@dataclass(frozen=True)
class Element:
    """One flow node of a diagram, as drawn."""

    id: str
    #: BPMN local name: userTask, serviceTask, subProcess, boundaryEvent, exclusiveGateway ...
    type: str
    name: str = ""
    #: `spiffworkflow:properties`; a value that starts with "=" is FEEL.
    properties: Mapping[str, str] = field(default_factory=_nothing)
    #: The sub-process this element is drawn in; None at process level.
    parent_id: str | None = None
    lane_id: str | None = None
    #: Boundary events: the activity they sit on.
    attached_to: str | None = None
    #: Boundary events and starts of event sub-processes: does firing end the host?
    interrupting: bool = True
    #: timer, message, signal, error, escalation, terminate, link, conditional ...
    event: str | None = None
    #: FEEL without its leading "=": the timer's moment or duration, the script, the condition.
    expression: str | None = None
    #: Name of the message or signal that is waited for or sent.
    message: str | None = None
    #: parallel, sequential or loop (a standard loop).
    multi: str | None = None
    #: Timers: is the expression a moment ("date") or a span from entry ("duration")?
    timer: str | None = None
    #: Error and escalation events: the code they throw or catch; None catches every code.
    code: str | None = None
    #: Multi-instance: collection, item, item_view, cardinality, completion; FEEL without "=".
    loop: Mapping[str, str] = field(default_factory=_nothing)
    #: Call activities: id of the process they call.
    called: str | None = None
    #: Event sub-processes start by themselves when their start event fires.
    triggered: bool = False
    #: The process this element belongs to: the main one, or one that is called.
    process_id: str = ""

    @property
    def scope_id(self) -> str:
        """Id of the sub-process or process this element is drawn in."""
        return self.parent_id or self.process_id


@dataclass(frozen=True)
class Flow:
    """One sequence flow."""

    id: str
    source: str
    target: str
    #: FEEL without its leading "=".
    condition: str | None = None
    is_default: bool = False
    name: str = ""
    #: The sub-process the flow is drawn in; None at process level.
    parent_id: str | None = None


@dataclass(frozen=True)
class Process:
    """A checked process, ready to run; immutable and safe to share between threads."""

    id: str
    name: str
    #: By element id, in the order of the file; called processes of the same file included.
    elements: Mapping[str, Element]
    flows: tuple[Flow, ...]
    #: Lane names by lane id.
    lanes: Mapping[str, str]
    properties: Mapping[str, str]
    #: Of the file as it was read, hexadecimal.
    sha256: str
    #: `spiffworkflow:properties` of each lane that has some, by lane id.
    lane_properties: Mapping[str, Mapping[str, str]] = field(default_factory=dict)
    #: What the runtime needs; nothing outside this package reads it.
    _plan: object = field(default=None, repr=False, compare=False)

    def children_of(self, element_id: str | None) -> tuple[Element, ...]:
        """Return the elements drawn directly in a sub-process, or at process level for None."""
        scope = element_id or self.id
        return tuple(e for e in self.elements.values() if e.scope_id == scope)

    def flows_from(self, element_id: str) -> tuple[Flow, ...]:
        """Return the flows that leave an element, in the order of the file."""
        return tuple(f for f in self.flows if f.source == element_id)
