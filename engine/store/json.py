"""JSON whose numbers are exact: decimals stay decimals, keys are sorted, text is canonical."""

import hashlib
from typing import Any

import simplejson


def dumps(value: Any) -> str:
    """Return the canonical text of `value`: sorted keys, no spaces, Chinese as it is."""
    return str(
        simplejson.dumps(
            value, use_decimal=True, sort_keys=True, ensure_ascii=False, separators=(",", ":")
        )
    )


def loads(text: str) -> Any:
    """Return the value of a JSON text; a number with a point becomes a Decimal."""
    return simplejson.loads(text, use_decimal=True)


def sha256(value: Any) -> str:
    """Return the sha256 of the canonical text of `value` as hexadecimal digits."""
    return hashlib.sha256(dumps(value).encode()).hexdigest()
