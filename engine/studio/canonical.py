"""TOML in canonical form: the same values give the same bytes, on every machine.

Tables keep the order their values have; the keys of one table are its plain values first, then its
tables. A list of tables whose tables hold only plain values is written inline where it is short,
otherwise as `[[tables]]`. Texts of one line are basic strings; texts of several lines are
multi-line basic strings. Comments are no values: what is written here has none.
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from datetime import date, datetime, time
from decimal import Decimal
from typing import Any

BARE = re.compile(r"[A-Za-z0-9_-]+")
WIDTH = 100
ESCAPES = {'"': '\\"', "\\": "\\\\", "\b": "\\b", "\t": "\\t", "\f": "\\f", "\r": "\\r"}


def write_toml(values: Mapping[str, Any]) -> bytes:
    """Return values as TOML; raises TypeError for what TOML cannot hold, such as None."""
    text = "\n".join(_table(values, ())).strip("\n")
    return f"{text}\n".encode() if text else b""


def _table(values: Mapping[str, Any], path: tuple[str, ...]) -> Iterator[str]:
    for key, value in values.items():
        if not _stands_apart(value):
            yield f"{_key(key)} = {_value(value)}"
    for key, value in values.items():
        if not _stands_apart(value):
            continue
        name = ".".join(_key(part) for part in (*path, key))
        for head, inner in _heads(name, value):
            # A table of nothing but tables needs no head of its own.
            if head.startswith("[[") or not inner or not all(map(_stands_apart, inner.values())):
                yield from ("", head)
            yield from _table(inner, (*path, key))


def _heads(name: str, value: Any) -> Iterator[tuple[str, Mapping[str, Any]]]:
    if isinstance(value, Mapping):
        yield f"[{name}]", value
        return
    for row in value:
        yield f"[[{name}]]", row


def _stands_apart(value: Any) -> bool:
    """Say whether a value has a head of its own: a table, or tables too wide for one line."""
    if isinstance(value, Mapping):
        return True
    if not _is_list(value) or not value or not all(isinstance(row, Mapping) for row in value):
        return False
    return any(not _is_short(row) for row in value)


def _is_short(row: Mapping[str, Any]) -> bool:
    flat = not any(isinstance(one, Mapping) for one in row.values())
    return flat and not any("\n" in str(one) for one in row.values()) and len(_inline(row)) < WIDTH


def _is_list(value: Any) -> bool:
    return isinstance(value, Sequence) and not isinstance(value, str | bytes)


def _key(key: str) -> str:
    return key if BARE.fullmatch(key) else _text(key)


def _value(value: Any) -> str:
    if isinstance(value, str):
        return _text(value) if "\n" not in value else _lines(value)
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, Mapping):
        return _inline(value)
    if _is_list(value):
        return _list(value)
    return _plain(value)


def _plain(value: Any) -> str:
    if isinstance(value, datetime | date | time):
        return value.isoformat()
    if isinstance(value, int | float):
        return repr(value)
    if isinstance(value, Decimal) and value.is_finite():
        text = f"{value:f}"
        return text if value == value.to_integral_value() or "." in text else f"{text}.0"
    raise TypeError(f"TOML cannot hold {value!r}")


def _list(values: Sequence[Any]) -> str:
    written = [_value(one) for one in values]
    if any(isinstance(one, Mapping) for one in values):
        return "\n".join(["[", *(f"  {one}," for one in written), "]"])
    return f"[{', '.join(written)}]"


def _inline(row: Mapping[str, Any]) -> str:
    if not row:
        return "{}"
    return "{ " + ", ".join(f"{_key(key)} = {_one_line(one)}" for key, one in row.items()) + " }"


def _one_line(value: Any) -> str:
    if isinstance(value, str):
        return _text(value)
    if _is_list(value):
        return f"[{', '.join(_one_line(one) for one in value)}]"
    return _value(value)


def _text(text: str) -> str:
    return f'"{_escaped(text).replace(chr(10), chr(92) + "n")}"'


def _lines(text: str) -> str:
    return f'"""\n{_escaped(text)}"""'


def _escaped(text: str) -> str:
    return "".join(ESCAPES.get(one) or _unseen(one) for one in text)


def _unseen(one: str) -> str:
    return f"\\u{ord(one):04x}" if (one < " " and one != "\n") or one == "\x7f" else one
