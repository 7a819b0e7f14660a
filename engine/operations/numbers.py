"""number: give the next number of a series of matter.toml, such as the permit's."""

from collections.abc import Mapping
from datetime import date

from engine.bpmn.model import Element
from engine.bpmn.run import Activity
from engine.errors import BanjieError
from engine.handling import Handling
from engine.matters import NumberRule
from engine.store.locking import count_up, count_up_to


class NumbersExhausted(BanjieError):
    """All numbers of a series are given for this day; the next ones come with the next day."""

    code = "number_exhausted"


def give_number(handling: Handling, activity: Activity, element: Element) -> str:
    """Return the next number of the series in the property `number`.

    Raises NumbersExhausted, coded `<series>_number_exhausted`, past the series' maximum; a day that
    is used up is followed by the day the step is tried again.
    """
    rule = handling.definition.matter.numbers[element.properties["number"]]
    facts = {key: handling.evaluate(text, activity.scope) for key, text in rule.values.items()}
    values = {key: _typed(value) for key, value in facts.items()}
    number = _next(handling, rule, values)
    if number is None:
        values = {key: _not_before(value, handling.day) for key, value in values.items()}
        number = _next(handling, rule, values)
    if number is None:
        raise NumbersExhausted(
            f"{rule.key} 当日编号已用完（{rule.max} 个），办件将于次日编号。",
            f"All {rule.max} {rule.key} numbers of the day are given; "
            "the case is numbered the next day.",
            code=f"{rule.key}_number_exhausted",
        )
    text = rule.pattern.format(seq=number, **values)
    handling.record("number_given", by="", element_id=element.id, series=rule.key, number=text)
    return text


def _next(handling: Handling, rule: NumberRule, values: Mapping[str, object]) -> int | None:
    """Return the next number of the series; None when its maximum is given already."""
    counter = ":".join(["number", rule.key, *(str(values[name]) for name in rule.per)])
    if rule.max:
        return count_up_to(handling.session, counter, rule.max)
    return count_up(handling.session, counter)


def _not_before(value: object, day: date) -> object:
    return max(value, day) if isinstance(value, date) else value


def _typed(value: object) -> object:
    if isinstance(value, str):
        try:
            return date.fromisoformat(value)
        except ValueError:
            return value
    return value
