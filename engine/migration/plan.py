"""The plan of a migration: two versions, and which step of the one is which of the other."""

from collections.abc import Mapping
from dataclasses import dataclass

from engine.bpmn.model import Element, Process
from engine.comparing.matching import match
from engine.definitions import Definition


@dataclass(frozen=True)
class Plan:
    """From which version to which; `mapping` gives the new element's id by the old one's."""

    old: Definition
    new: Definition
    mapping: Mapping[str, str]


def suggest(old: Process, new: Process) -> dict[str, str]:
    """Return which element is which: by id, then by kind and name where that is clear."""
    found = match(
        list(old.elements.values()),
        list(new.elements.values()),
        lambda e: (e.id, _family(e)),
        lambda e: (_family(e), e.name, e.parent_id) if e.name else None,
        lambda e: (_family(e), e.name) if e.name else None,
    )
    return {one.id: other.id for one, other in found.both}


def plan_to(old: Definition, new: Definition, chosen: Mapping[str, str] | None = None) -> Plan:
    """Return the suggested plan; `chosen` overrules it, an empty id leaves a step without place."""
    mapping = suggest(old.process, new.process) | dict(chosen or {})
    return Plan(old, new, {key: value for key, value in mapping.items() if value})


def _family(element: Element) -> str:
    return "person" if element.type in ("task", "userTask", "manualTask") else element.type
