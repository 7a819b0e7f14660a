"""Who keeps away from a case, or from a step of it (回避), and why.

Somebody declared it or was ordered to, which stands in `case.recused`; or the diagram says so by
the property `recuse`, FEEL that names persons: on the process for the whole case, on a task for
that task alone. Source: 行政许可法 第四十八条, 行政处罚法 第四十三条, 政务处分法 第四十七条.
"""

from collections.abc import Iterator, Mapping

from engine import access, people
from engine.bpmn.model import Element
from engine.errors import NotAllowed
from engine.handling import Handling

DECLARED, ORDERED = "declared", "ordered"
BY_RULE = "依流程规定应当回避"


def stated(handling: Handling) -> dict[str, str]:
    """Return who declared that they keep away or was ordered to, with the reason."""
    return {one["key"]: str(one["reason"]) for one in handling.case.recused or ()}


def concerned(handling: Handling) -> frozenset[str]:
    """Return whom the diagram keeps away from the whole case."""
    text = handling.definition.process.properties.get("recuse", "")
    return frozenset(_persons(handling.value(text))) if text else frozenset()


def shut_out_concerned(handling: Handling) -> None:
    """Shut a closed case to whom the diagram keeps away from the whole of it."""
    matter = handling.definition.matter
    if access.is_closed(matter):
        found = concerned(handling)
        known = people.active(handling.session, found) if found else set()
        for person_id in sorted(known):
            access.shut_out(
                handling.session, handling.case, matter, person_id, BY_RULE, at=handling.at
            )


def away_from(
    handling: Handling, element: Element, scope: Mapping[str, object] | None = None
) -> dict[str, str]:
    """Return who keeps away from a step, each with the reason."""
    found = dict.fromkeys(concerned(handling), BY_RULE)
    text = element.properties.get("recuse", "")
    if text:
        found |= dict.fromkeys(_persons(handling.value(text, scope)), BY_RULE)
    return found | stated(handling)


def _persons(value: object) -> Iterator[str]:
    """Yield the person ids of what `recuse` gave: an id, a context with a key, or lists of them."""
    if isinstance(value, str) and value:
        yield value
    elif isinstance(value, Mapping) and value.get("key"):
        yield str(value["key"])
    elif isinstance(value, list | tuple):
        for one in value:
            yield from _persons(one)


def refuse_conflict(
    handling: Handling, element: Element, scope: Mapping[str, object] | None, person_id: str
) -> None:
    """Raise NotAllowed for somebody who keeps away from a step."""
    away = away_from(handling, element, scope)
    if person_id not in away:
        return
    if away[person_id] == BY_RULE:
        raise NotAllowed(
            f"您是本件的当事人或者有关人员，依法应当回避，不得办理“{element.name}”。",
            f"You are concerned by this case yourself and keep away from {element.id}.",
            code="own_case",
        )
    raise NotAllowed(
        f"您已回避本件，不得办理“{element.name}”。回避理由：{away[person_id]}",
        f"You keep away from this case and may not do {element.id}: {away[person_id]}",
        code="recused",
    )


def refuse_receiver(handling: Handling, element: Element, person_id: str) -> None:
    """Raise NotAllowed for giving a step to somebody who keeps away from it."""
    if person_id in away_from(handling, element):
        name = people.get_person(handling.session, person_id).name
        raise NotAllowed(
            f"{name}须回避本件，请改派给其他人员。",
            f"{name} keeps away from this case; choose somebody else.",
            code="recused",
        )
