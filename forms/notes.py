"""What the server adds below a value: capital figures, and what the registers know of a code."""

from decimal import Decimal

from forms.kinds import KINDS
from forms.kinds.codes import right_digit
from forms.kinds.kind import Place, is_blank
from forms.messages import Refused
from forms.money import capital_wan
from forms.wording import words_in


def note_on(place: Place, raw: object, language: str) -> str:
    """Return the note below a field's value, "" when there is nothing to say."""
    kind = KINDS.get(place.field.kind)
    if kind is None or is_blank(raw):
        return ""
    try:
        value = kind.read(raw, place.field)
    except Refused:
        return ""
    words = words_in(language)
    if isinstance(value, Decimal):
        return _capital(place, value, words)
    if place.field.kind in ("uscc", "organisation"):
        return _organisation(place, str(value), words)
    return _certificate(place, str(value), words) if place.field.kind == "certificate" else ""


def _capital(place: Place, value: Decimal, words: dict[str, str]) -> str:
    if place.field.kind != "money_wan":
        return ""
    capital = capital_wan(value)
    return words["capital"] + capital if capital else ""


def _organisation(place: Place, code: str, words: dict[str, str]) -> str:
    found = place.context.lookups.organisation(code)
    if found:
        return words["registered"] + found.name
    is_right = len(code) == 18 and not right_digit("uscc", code)
    return words["not_registered"] if is_right and place.field.kind == "organisation" else ""


def _certificate(place: Place, number: str, words: dict[str, str]) -> str:
    found = place.context.lookups.certificate(place.field.option_named("certificate"), number)
    if found is None:
        return ""
    until = found.valid_until_on
    ends = f"{words['valid_until']}{until}" if until else ""
    return f"{words['shared']}{found.title}{ends}"
