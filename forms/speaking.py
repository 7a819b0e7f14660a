"""Say a value in words: what `{{ FEEL }}` in a text becomes."""

from collections.abc import Mapping
from datetime import date, datetime
from decimal import Decimal

from forms.kinds.numbers import plain

YES_NO = {True: ("是", "yes"), False: ("否", "no")}


def spoken(value: object, language: str) -> str:
    """Return `value` as people read it: numbers grouped, days in ISO, lists joined."""
    is_zh = language.startswith("zh")
    if value is None or value == "":
        return "（空）" if is_zh else "(empty)"
    if isinstance(value, bool):
        return YES_NO[value][0 if is_zh else 1]
    if isinstance(value, (int, float, Decimal)):
        return grouped(value)
    if isinstance(value, datetime):
        return f"{value:%Y-%m-%d %H:%M}"
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, Mapping):
        return ("；" if is_zh else "; ").join(spoken(each, language) for each in value.values())
    if isinstance(value, (list, tuple)):
        return ("、" if is_zh else ", ").join(spoken(each, language) for each in value)
    return str(value)


def grouped(number: int | float | Decimal, least_decimals: int = 0) -> str:
    """Return a number with thousands separators, without needless zeros."""
    whole, _, fraction = plain(Decimal(str(number))).partition(".")
    sign, digits = ("-", whole[1:]) if whole.startswith("-") else ("", whole)
    fraction = fraction.ljust(least_decimals, "0")
    return f"{sign}{int(digits):,}" + (f".{fraction}" if fraction else "")
