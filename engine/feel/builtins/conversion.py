"""Read numbers and write values as text. Source: DMN 1.5, table 71."""

import re
from decimal import Decimal

from engine.feel import iso
from engine.feel.budget import MAX_DEPTH, MAX_STRING, Run
from engine.feel.builtins.registry import builtin
from engine.feel.errors import LimitExceeded
from engine.feel.temporal import DURATION, TEMPORAL
from engine.feel.values import Range, entries, is_context, number

_NUMBER = re.compile(r"[+-]?(?:[0-9]+(?:\.[0-9]*)?|\.[0-9]+)(?:[eE][+-]?[0-9]{1,6})?", re.ASCII)
_WRITING = 8  # steps for one nested value
_PLAIN_KEY = re.compile(r"[^\W\d][\w ]*")


@builtin("number", "from: string")
def number_from_text(run: Run, text: str) -> Decimal | None:
    """Read a number with a point and no grouping."""
    return number(text) if _NUMBER.fullmatch(text) else None


@builtin("number", "from: number")
def number_from_number(run: Run, value: Decimal) -> Decimal:
    """Return the same number."""
    return value


@builtin(
    "number",
    "from: string, grouping separator: string|null, decimal separator: string|null",
)
def number_with_separators(
    run: Run, text: str, grouping: str | None, point: str | None
) -> Decimal | None:
    """Read a number as written in some country."""
    if grouping not in (None, " ", ",", ".") or point not in (None, ",", "."):
        return None
    if grouping is not None and grouping == point:
        return None
    if grouping:
        text = text.replace(grouping, "")
    if point == ",":
        text = "" if "." in text else text.replace(",", ".")
    return number_from_text(run, text)


@builtin("string", "from: any")
def string(run: Run, value: object) -> str | None:
    """Write a value as text; null stays null."""
    if value is None or isinstance(value, str):
        return value
    pieces: list[str] = []
    _write(run, value, pieces, 0)
    return "".join(pieces)


def _write(run: Run, value: object, pieces: list[str], depth: int) -> None:
    """Add the text of a value, as FEEL would read it; nested texts stand in quotes."""
    if depth > MAX_DEPTH:
        raise LimitExceeded("nesting", MAX_DEPTH)
    run.charge(_WRITING)
    if type(value) is list:
        _write_list(run, value, pieces, depth)
    elif is_context(value):
        _write_context(run, value, pieces, depth)  # type: ignore[arg-type]
    elif isinstance(value, Range):
        _write_range(run, value, pieces, depth)
    else:
        text = _scalar(value, nested=depth > 0)
        run.charge_string(len(text))
        pieces.append(text)
    if len(pieces) > MAX_STRING:
        raise LimitExceeded("string", MAX_STRING)


def _write_list(run: Run, items: list[object], pieces: list[str], depth: int) -> None:
    pieces.append("[")
    for index, item in enumerate(items):
        if index:
            pieces.append(", ")
        _write(run, item, pieces, depth + 1)
    pieces.append("]")


def _write_context(run: Run, context: dict[str, object], pieces: list[str], depth: int) -> None:
    pieces.append("{")
    for index, (key, item) in enumerate(entries(run, context).items()):
        if index:
            pieces.append(", ")
        pieces.append(f"{key if _PLAIN_KEY.fullmatch(key) else _quoted(key)}: ")
        run.charge_string(len(key))
        _write(run, item, pieces, depth + 1)
    pieces.append("}")


def _write_range(run: Run, interval: Range, pieces: list[str], depth: int) -> None:
    if interval.unary:
        pieces.append(f"({interval.unary} ")
        end = interval.start if interval.unary[0] == ">" else interval.end
        _write(run, end, pieces, depth + 1)
        pieces.append(")")
        return
    pieces.append("[" if interval.start_included else "(")
    _write(run, interval.start, pieces, depth + 1)
    pieces.append("..")
    _write(run, interval.end, pieces, depth + 1)
    pieces.append("]" if interval.end_included else ")")


def _scalar(value: object, *, nested: bool) -> str:
    if value is None:
        return "null"
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, Decimal):
        return number_text(value)
    if isinstance(value, str):
        return _quoted(value)
    if isinstance(value, (*TEMPORAL, *DURATION)):
        text = iso.write(value)
        return f'@"{text}"' if nested else text
    return "function"


def number_text(value: Decimal) -> str:
    """Write a number without exponent and without idle zeros."""
    text = f"{value:f}"
    if "." in text:
        text = text.rstrip("0").rstrip(".")
    return "0" if text in ("-0", "") else text


def _quoted(text: str) -> str:
    escaped = text.replace("\\", "\\\\").replace('"', '\\"')
    return f'"{escaped}"'
