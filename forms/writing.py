"""Write a value back into a control: what a person would have typed."""

from datetime import date
from decimal import Decimal

from forms.fields import Field
from forms.kinds.numbers import NUMBERS
from forms.speaking import grouped

#: Decimals shown at least; money keeps what was typed.
LEAST_DECIMALS = {"area": 2, "money_wan": 2}


def typed_text(field: Field, value: object) -> str:
    """Return the text of a control for `value`; text stays as it was typed, faults and all."""
    if value is None:
        return ""
    if isinstance(value, str):
        return value
    if isinstance(value, date):
        return value.isoformat()[:10]
    if field.kind in NUMBERS and isinstance(value, (int, float, Decimal)):
        return grouped(value, LEAST_DECIMALS.get(field.kind, 0))
    return str(value)


def size_text(size_bytes: int) -> str:
    """Return a file's size as people read it."""
    if size_bytes < 1024:
        return f"{size_bytes} B"
    if size_bytes < 1024 * 1024:
        return f"{size_bytes / 1024:.0f} KB"
    return f"{size_bytes / 1024 / 1024:.1f} MB"
