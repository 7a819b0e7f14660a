"""The names of steps, items and results in the language of the request."""

from collections.abc import Sequence

from sqlalchemy import select

from engine.bpmn.model import Element
from engine.definitions import Definition, load_definition
from engine.matters import Matter
from engine.store.cases import Case, Task
from engine.store.clocks import Card, Clock, Stop
from engine.store.people import Section
from forms.fields import flat
from forms.submit import form_of
from web.language import language, pick
from web.session import db


def element_name(element: Element) -> str:
    """Return an element's name as drawn, or its property `name_en`."""
    return pick(element.name, element.properties.get("name_en", ""))


def button_name(element: Element) -> str:
    """Return the caption of the button that sends an element's message."""
    chinese = element.properties.get("button", element.name)
    english = element.properties.get("button_en", element.properties.get("name_en", ""))
    return pick(chinese, english)


def step_name(case: Case, element_id: str, drawn: str) -> str:
    """Return the name of a step of a case; `drawn` where its version no longer has it."""
    element = load_definition(db(), case.definition_id).process.elements.get(element_id)
    return element_name(element) if element is not None else drawn


def deed_name(case: Case, element_id: str, drawn: str) -> str:
    """Return what was done at a step: of one that waits for a message, what its button says."""
    element = load_definition(db(), case.definition_id).process.elements.get(element_id)
    return button_name(element) if element is not None else drawn


def task_name(task: Task) -> str:
    """Return a task's name."""
    return step_name(task.case, task.element_id, task.name)


def item_name(key: str | None, drawn: str) -> str:
    """Return the name of a multi-instance item; English where the item is a section."""
    section = db().get(Section, key) if key else None
    return pick(drawn, section.name_en if section else "") or key or ""


def ground_name(stop: Stop) -> str:
    """Return the name of the ground of a stop, from its matter's closed list."""
    case = db().get(Case, stop.case_id)
    if case is None:
        return stop.ground_name
    names = grounds_of(load_definition(db(), case.definition_id).matter)
    return names.get(stop.ground, stop.ground_name)


def grounds_of(matter: Matter) -> dict[str, str]:
    """Return the names of a matter's grounds by key: to stop a clock, and of acts on a case."""
    tables = [matter.raw.get("special", {}), *matter.raw.get("acts", {}).values()]
    return {
        row["key"]: pick(row["name"], row.get("name_en", ""))
        for table in tables
        for row in table.get("grounds", ())
    }


def limit_names(cards: Sequence[Card]) -> dict[int, str]:
    """Return the name of each card's limit, by the card's id, in the language of the request."""
    names = {card.id: card.limit_name for card in cards}
    if language() != "en":
        return names
    rules = select(Card.id, Clock.rule).join(Clock, Clock.id == Card.clock_id)
    for card_id, rule in db().execute(rules.where(Card.id.in_(names))):
        names[card_id] = rule.get("name_en") or names[card_id]
    return names


def field_name(definition: Definition, form_key: str, path: str) -> str:
    """Return the name of a form's field, "责任主体 3 · 单位名称" for `units.2.dwmc`."""
    if not form_key:
        return path
    names: list[str] = []
    fields = form_of(definition, form_key).fields
    for part in path.split("."):
        field = next((one for one in flat(fields) if one.key == part), None)
        if field is not None:
            names.append(field.words.text(language()))
            fields = field.fields
        elif part.isdigit() and names:
            names[-1] += f" {int(part) + 1}"
        else:
            names.append(part)
    return " · ".join(names)
