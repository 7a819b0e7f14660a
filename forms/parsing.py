"""Turn the names of a browser's form into the nested data the JSON API would send.

`units-0-name` is a field of row 0 of `units`; `place-town` a field of the group `place`; checklists
repeat their name; a materials grid `m` sends `m-CODE-state`, `-certificate`, `-note` and repeated
`-attachments`. Files travel as ids of stored files under the field's name; a control without
JavaScript sends its new files under the name with `-file` added, for the web part to store.
`_drop` names files to take off, `photos:ID`. Rows may be numbered with gaps; they keep their order.
"""

import re
from collections.abc import Iterable, Iterator
from typing import Protocol

from forms.fields import Field, Form, flat

GRID_PARTS = ("state", "certificate", "note", "attachments")
#: A browser names rows; a number beyond it is not from our page.
LAST_ROW = 9_999
LISTS = frozenset({"checklist", "taglist", "filepicker", "attachments", "people"})
TICKS = frozenset({"checkbox", "statement"})


class MultiDict(Protocol):
    """The part of werkzeug's MultiDict that is needed."""

    def getlist(self, key: str, /) -> list[str]:
        """Return all values of a name."""

    def keys(self) -> Iterable[str]:
        """Return the names."""


def raw_from_form(form: Form, values: MultiDict) -> dict[str, object]:
    """Return what a browser sent as nested data: text, lists of text and ticks as bool."""
    return _object(form.fields, "", values)


def file_names(form: Form, names: Iterable[str]) -> Iterator[tuple[str, str]]:
    """Yield (name of the file control, name its stored id is to be added under)."""
    for name in names:
        if name.endswith("-file"):
            yield name, name.removesuffix("-file")


def _object(fields: tuple[Field, ...], prefix: str, values: MultiDict) -> dict[str, object]:
    # What was not on the page stays unmentioned: its default shows when it appears.
    found = {field.key: _value(field, prefix, values) for field in flat(fields) if field.key}
    return {key: value for key, value in found.items() if value is not None}


def _value(field: Field, prefix: str, values: MultiDict) -> object:
    name = f"{prefix}{field.key}"
    if field.has_rows:
        rows = [_object(field.fields, f"{name}-{row}-", values) for row in _rows(name, values)]
        return rows or None
    if field.fields:
        return _object(field.fields, f"{name}-", values)
    if field.kind == "materials":
        return {code: _material(f"{name}-{code}-", values) for code in _codes(name, values)}
    sent = values.getlist(name)
    if field.kind in LISTS:
        return _kept(name, sent, values)
    if field.kind in TICKS:
        return bool(sent) and sent[-1].lower() not in ("", "false", "off", "0")
    return sent[0] if sent else None


def _rows(name: str, values: MultiDict) -> list[int]:
    pattern = re.compile(re.escape(name) + r"-(\d{1,4})-", re.ASCII)
    found = (pattern.match(each) for each in values.keys())  # noqa: SIM118 - a MultiDict
    return sorted({int(match[1]) for match in found if match and int(match[1]) <= LAST_ROW})


def _codes(name: str, values: MultiDict) -> list[str]:
    parts = "|".join(GRID_PARTS)
    pattern = re.compile(re.escape(name) + rf"-(.+)-(?:{parts})")
    found = (pattern.fullmatch(each) for each in values.keys())  # noqa: SIM118 - a MultiDict
    return list(dict.fromkeys(match[1] for match in found if match))


def _material(prefix: str, values: MultiDict) -> dict[str, object]:
    row: dict[str, object] = {
        part: (values.getlist(f"{prefix}{part}") or [""])[0]
        for part in ("state", "certificate", "note")
    }
    name = f"{prefix}attachments"
    return {**row, "attachments": _kept(name, values.getlist(name), values)}


def _kept(name: str, sent: list[str], values: MultiDict) -> list[str]:
    dropped = set(values.getlist("_drop"))
    return [each for each in sent if each and f"{name}:{each}" not in dropped]
