"""The case's data outside the process: how accepted values are merged in."""

from collections.abc import Mapping
from datetime import date, datetime, time
from decimal import Decimal
from typing import Any

from engine.feel import to_plain


def merge(document: Mapping[str, Any], values: Mapping[str, Any]) -> dict[str, Any]:
    """Return `document` with `values` merged in by path; lists and scalars are replaced."""
    merged = dict(document)
    for key, value in values.items():
        known = merged.get(key)
        if isinstance(known, Mapping) and isinstance(value, Mapping):
            merged[key] = merge(known, value)
        else:
            merged[key] = value
    return merged


def put(
    document: Mapping[str, Any], form_key: str, values: Any, *, item_key: str | None = None
) -> dict[str, Any]:
    """Return `document` with a form's values at `case.<form>`, or `case.<form>.<item key>`.

    The whole object is replaced: a second round leaves nothing of the first behind.
    """
    changed = dict(document)
    if item_key is None:
        changed[form_key] = values
    else:
        changed[form_key] = {**(document.get(form_key) or {}), item_key: values}
    return changed


def plain(value: Any) -> Any:
    """Return a FEEL value as the document stores it: exact numbers, days and moments in ISO."""
    if isinstance(value, Mapping):
        return {str(key): plain(inner) for key, inner in value.items()}
    if isinstance(value, list | tuple):
        return [plain(inner) for inner in value]
    if isinstance(value, Decimal):
        return int(value) if value == value.to_integral_value() else value
    if isinstance(value, date | datetime | time):
        return value.isoformat()
    if value is None or isinstance(value, bool | int | str):
        return value
    return to_plain(value)
