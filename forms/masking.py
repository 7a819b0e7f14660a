"""Show personal numbers with their middle hidden; unmasking is a recorded act elsewhere."""

PERSONAL_KINDS = frozenset({"id_number", "mobile", "phone"})


def mask_id(number: str) -> str:
    """Return a 公民身份号码 as 990102********0110; anything shorter keeps its ends only."""
    return _mask(number, 6, 4)


def mask_mobile(number: str) -> str:
    """Return a telephone number as 154****0001."""
    return _mask(number, 3, 4)


def mask(kind: str, value: str) -> str:
    """Return `value` as people without need may see it, by the kind of its field."""
    if kind == "id_number":
        return mask_id(value)
    return mask_mobile(value) if kind in PERSONAL_KINDS else value


def _mask(text: str, head: int, tail: int) -> str:
    if len(text) <= head + tail:
        return text[:1] + "*" * max(len(text) - 1, 0)
    return text[:head] + "*" * (len(text) - head - tail) + text[-tail:]
