"""Things to tick and to choose."""

from collections.abc import Iterable, Iterator, Mapping

from forms.fields import Field, Option, Words
from forms.kinds.kind import Kind, Place
from forms.messages import Message, Refused
from forms.scope import Scope

TICKED = frozenset({"true", "on", "1", "yes"})
UNTICKED = frozenset({"false", "off", "0", "no", ""})

READ_AND_TICK: Message = ("请阅读后勾选", "Read it and tick the box")


def options_of(field: Field, scope: Scope) -> tuple[Option, ...]:
    """Return what can be chosen: listed in the form, or computed by its FEEL."""
    if not field.options_feel:
        return field.options
    found = scope.value(field.options_feel)
    return tuple(_options(found)) if isinstance(found, (list, tuple)) else ()


def read_tick(raw: object, field: Field) -> bool:
    """Return whether a box is ticked."""
    if isinstance(raw, bool):
        return raw
    if isinstance(raw, str) and raw.lower() in TICKED | UNTICKED:
        return raw.lower() in TICKED
    raise Refused("只能勾选或不勾选；请重新勾选", "A tick or none is expected; tick it again")


def check_tick(value: object, place: Place) -> Iterator[Message]:
    """Yield the request to tick a box that must be ticked."""
    if place.field.required and value is not True:
        yield READ_AND_TICK


def read_choice(raw: object, field: Field) -> str:
    """Return the one value chosen."""
    if isinstance(raw, (list, dict, bool)):
        raise Refused("只能选一项；请重新选择", "Only one can be chosen; choose again")
    return str(raw).strip()


def read_choices(raw: object, field: Field) -> list[str]:
    """Return the values chosen, each once, in the order given."""
    values = raw if isinstance(raw, (list, tuple)) else [raw]
    return list(dict.fromkeys(read_choice(value, field) for value in values if value != ""))


def check_choice(value: object, place: Place) -> Iterator[Message]:
    """Yield each chosen value that is not offered."""
    chosen = value if isinstance(value, list) else [value]
    offered = {option.value for option in options_of(place.field, place.scope)}
    for each in chosen:
        if each not in offered:
            shown = str(each)[:40]
            yield (
                f"“{shown}”不在可选项中；请从列表中选择",
                f"“{shown}” is not offered; choose from the list",
            )


def check_choices(value: object, place: Place) -> Iterator[Message]:
    """Yield what is wrong with the values chosen or with their number."""
    yield from check_choice(value, place)
    least = place.field.properties.get("min_choices")
    if isinstance(least, int) and isinstance(value, list) and len(value) < least:
        yield f"至少选 {least} 项；请补选", f"Choose at least {least}; choose more"


def _options(found: Iterable[object]) -> Iterator[Option]:
    for each in found:
        if isinstance(each, Mapping):
            value = each.get("value")
            zh = each.get("label", value)
            en = each.get("label_en", "")
            yield Option(str(value), Words(str(zh), str(en or "")))
        elif each is not None:
            yield Option(str(each), Words(str(each)))


_ASK: Message = ("请选择", "Choose one")
_ONE = frozenset({"radio", "select"})
_SEVERAL = frozenset({"checklist", "taglist"})
_TICK = Kind(
    frozenset({"checkbox"}),
    read_tick,
    check_tick,
    blank=lambda: False,
    ask=READ_AND_TICK,
)
_CHOICE = Kind(_ONE, read_choice, check_choice, ask=_ASK)
_CHOICES = Kind(_SEVERAL, read_choices, check_choices, blank=list, ask=_ASK)

CHOICES = {
    "checkbox": _TICK,
    "statement": _TICK,
    "radio": _CHOICE,
    "select": _CHOICE,
    "checklist": _CHOICES,
    "taglist": _CHOICES,
}
