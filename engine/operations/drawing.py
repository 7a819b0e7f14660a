"""draw_experts: read a step's properties into an order, and draw."""

from collections.abc import Mapping
from datetime import date

from engine import draws
from engine.bpmn.model import Element
from engine.bpmn.run import Activity
from engine.case_document import plain
from engine.definitions import names_in
from engine.draws import Avoided, Order
from engine.errors import BanjieError
from engine.handling import Handling

NAME = "draw_experts"


class WrongOrder(BanjieError):
    """A step asks for a draw that its own rules do not allow."""

    code = "wrong_draw"


def draw_experts(handling: Handling, activity: Activity, element: Element) -> Mapping[str, object]:
    """Draw experts of the specialities a step names.

    Properties: specialities (names with commas, or FEEL: a list, or how many of each as
    `={structure: 2, fire: 1}`), number, minimum, odd ("true"), avoid (FEEL: codes, names or
    numbers, or {who, reason}), reveal_on (FEEL: a day), section and post of who calls them.
    Returns {draw, number, drawn_on, reveal_on, accepted, vacant}: no name.
    """
    row = draws.draw(handling, activity, element, order_of(handling, activity, element))
    return {
        "draw": row.id,
        "number": len(row.seats),
        "drawn_on": handling.day,
        "reveal_on": row.reveal_on,
        "accepted": 0,
        "vacant": 0,
    }


def order_of(handling: Handling, activity: Activity, element: Element) -> Order:
    """Return what a step orders; raises WrongOrder naming the property and the remedy."""

    def given(name: str, usual: str = "") -> object:
        text = element.properties.get(name, usual)
        return plain(handling.value(text, activity.scope))

    seats = _seats(given("specialities"), given("number"))
    _refuse_number(len(seats), _whole(given("minimum", "1"), "minimum"), given("odd") == "true")
    return Order(
        seats=seats,
        avoid=tuple(_avoided(given("avoid"))),
        reveal_on=_day(given("reveal_on")),
        section_key=str(given("section") or ""),
        post_key=str(given("post") or ""),
    )


def _seats(specialities: object, number: object) -> tuple[str, ...]:
    """Return the speciality of each seat; past one of each, the seats go round."""
    if isinstance(specialities, Mapping):
        counted = {str(key): _whole(many, "specialities") for key, many in specialities.items()}
        return tuple(key for key, many in counted.items() for _ in range(many))
    listed = names_in(specialities) if isinstance(specialities, str) else specialities
    keys = [str(key) for key in listed] if isinstance(listed, list) else []
    if not keys:
        raise _wrong("specialities", "须列出至少一个专业", "must name at least one speciality")
    count = _whole(number, "number") if number else len(keys)
    return tuple(keys[place % len(keys)] for place in range(count))


def _refuse_number(number: int, minimum: int, must_be_odd: bool) -> None:
    if number < minimum:
        raise _wrong(
            "number", f"抽取 {number} 名，少于规定的 {minimum} 名", f"{number} is below {minimum}"
        )
    if must_be_odd and number % 2 == 0:
        raise _wrong("number", f"抽取人数须为单数，现为 {number}", f"{number} is not odd")


def _avoided(value: object) -> list[Avoided]:
    """Return the units and persons in conflict, lists within lists taken apart."""
    if isinstance(value, list):
        return [one for inner in value for one in _avoided(inner)]
    if isinstance(value, Mapping):
        who = value.get("who")
        return [Avoided(each.who, str(value.get("reason") or "")) for each in _avoided(who)]
    return [Avoided(str(value))] if value not in (None, "") else []


def _whole(value: object, name: str) -> int:
    try:
        return int(str(value))
    except ValueError:
        raise _wrong(
            name, f"须为整数，现为 {value}", f"must be a whole number, not {value}"
        ) from None


def _day(value: object) -> date:
    try:
        return date.fromisoformat(str(value)[:10])
    except ValueError:
        raise _wrong(
            "reveal_on", "须得出公布专家姓名的日期", "must give the day the names are shown"
        ) from None


def _wrong(name: str, zh: str, en: str) -> WrongOrder:
    return WrongOrder(
        f"专家抽取的属性 {name} {zh}；请在流程图中改正，或更正办件中的数据。",
        f"The property {name} of the draw {en}; correct the diagram or the case's data.",
    )
