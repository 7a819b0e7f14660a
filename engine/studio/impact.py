"""Which running cases a new version would touch, were they moved to it: nothing moves them here."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from engine.bpmn.model import Process
from engine.comparing.comparison import compare
from engine.definitions import load_definition
from engine.store.cases import Case, Task
from engine.studio.source import source_of_version


@dataclass(frozen=True)
class TouchedStep:
    """A step of a published version at which cases wait and that changes or vanishes."""

    version: int
    element_id: str
    name: str
    name_en: str
    cases: int
    is_gone: bool


def running_cases(session: Session, matter_key: str) -> dict[str, int]:
    """Return how many open cases each version of a matter has, by id of the definition."""
    query = (
        select(Case.definition_id, func.count())
        .where(Case.matter_key == matter_key, Case.state == "open")
        .group_by(Case.definition_id)
    )
    return {row[0]: row[1] for row in session.execute(query)}


def touched_steps(
    session: Session, matter_key: str, files: Mapping[str, bytes], process: Process, *, on: date
) -> list[TouchedStep]:
    """Return the steps with waiting cases that new files change or no longer have."""
    found = []
    for definition_id in running_cases(session, matter_key):
        definition = load_definition(session, definition_id)
        changed = _changed(
            source_of_version(session, definition_id, on=on), files, definition.process
        )
        for element_id, number in _waiting(session, definition_id).items():
            element = definition.process.elements.get(element_id)
            is_gone = element_id not in process.elements
            if element is None or not (is_gone or element_id in changed):
                continue
            english = element.properties.get("name_en", element.name)
            found.append(
                TouchedStep(definition.version, element_id, element.name, english, number, is_gone)
            )
    return sorted(found, key=lambda one: (not one.is_gone, -one.cases, one.element_id))


def _changed(old: Mapping[str, bytes], new: Mapping[str, bytes], process: Process) -> set[str]:
    """Return the elements whose own drawing, properties, outgoing flows or form differ."""
    changes = [one for one in compare(old, new) if one.kind != "moved"]
    places = {one.element for one in changes if one.part == "diagram" and one.element}
    forms = {one.path for one in changes if one.part == "form"}
    flows = {flow.source for flow in process.flows if flow.id in places}
    drawn = {
        one.id
        for one in process.elements.values()
        if f"forms/{one.properties.get('form', '')}.form" in forms
    }
    return places | flows | drawn


def _waiting(session: Session, definition_id: str) -> dict[str, int]:
    query = (
        select(Task.element_id, func.count(Task.case_id.distinct()))
        .join(Case, Case.id == Task.case_id)
        .where(Case.definition_id == definition_id, Case.state == "open", Task.state == "open")
        .group_by(Task.element_id)
    )
    return {row[0]: row[1] for row in session.execute(query)}
