"""Every limit that `due`, `used` or `remaining` names must lie on an activity around the place.

Else the function would be null for ever, and a timer never run out. Diagram and forms are looked
at; a decision table is asked from many places, so what it names is not.
"""

from collections.abc import Iterator, Mapping

from engine import feel
from engine.bpmn.finding import Finding, error
from engine.bpmn.model import Element, Process
from engine.case_paths import form_json
from engine.checking_expressions import places_of
from engine.checking_texts import texts_in_form
from engine.clock_functions import NAMES


def check_clock_names(process: Process, files: Mapping[str, bytes]) -> list[Finding]:
    """Return a fault for each limit an expression asks for that nothing around its place has."""
    flows = {flow.id: flow.source for flow in process.flows}
    asked = [
        (process.elements[flows.get(place.element_id, place.element_id)], place.text)
        for place in places_of(process)
    ]
    asked += list(_in_forms(process, files))
    found = [
        _unknown(element, name, key)
        for element, text in asked
        for name, key in _clock_calls(text)
        if key not in limits_around(process, element)
    ]
    return list(dict.fromkeys(found))


def _in_forms(process: Process, files: Mapping[str, bytes]) -> Iterator[tuple[Element, str]]:
    for element in process.elements.values():
        path = f"forms/{element.properties.get('form', '')}.form"
        # A start form has no clock around it yet: there the functions are null.
        if path in files and element.type != "startEvent":
            for text in texts_in_form(path, "", form_json(files[path])):
                yield element, text.text


def _clock_calls(text: str) -> list[tuple[str, str]]:
    try:
        return [call for call in feel.literal_calls(text) if call[0] in NAMES]
    except feel.FeelError:
        return []  # said elsewhere


def limits_around(process: Process, element: Element) -> set[str]:
    """Return the limits on an element and on everything it is drawn in, up to the process."""
    found = _named(element.properties)
    if element.attached_to is not None:
        return found | limits_around(process, process.elements[element.attached_to])
    if element.parent_id is not None:
        return found | limits_around(process, process.elements[element.parent_id])
    callers = [one for one in process.elements.values() if one.called == element.process_id]
    return found.union(
        _named(process.properties), *(limits_around(process, one) for one in callers)
    )


def _named(properties: Mapping[str, str]) -> set[str]:
    return {name.strip() for name in properties.get("limit", "").split(",") if name.strip()}


def _unknown(element: Element, name: str, key: str) -> Finding:
    return error(
        element.id,
        "limit_not_around",
        f'{name}("{key}")：{element.name or element.id} 及其外围环节都没有时限 {key}，结果总是空值',
        f'{name}("{key}"): neither {element.id} nor anything around it has the limit {key}; '
        "it would always be null",
        ("把属性 limit 写在外围环节上，或改正名称", "Put the limit on an activity around it"),
    )
