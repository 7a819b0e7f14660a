"""What a case of a matter can hold, path by path, as its diagram and forms say.

It takes too much rather than too little: whoever is warned without a reason stops reading warnings.
"""

from collections.abc import Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass
from typing import Any

from engine import feel
from engine.bpmn.model import Element, Process
from engine.store import json

#: Kinds of FEEL by type of a form-js component; a stored day is a text.
KINDS = {
    "number": "number",
    "checkbox": "boolean",
    "datetime": "string",
    "textfield": "string",
    "textarea": "string",
}
Path = tuple[str, ...]


@dataclass(frozen=True)
class CasePaths:
    """The entries of a case document."""

    #: What stands directly in the document.
    entries: frozenset[str]
    #: Kinds by field of each form that lies whole at `case.<form>`; None where it is not known.
    forms: Mapping[str, Mapping[str, str | None]]
    #: Keys that scripts and `set` write, wherever that is.
    made: frozenset[str]

    def knows(self, path: Path) -> bool:
        """Tell whether anything of the matter can write what a path from `case` reads."""
        if len(path) < 2:
            return True
        fields = self.forms.get(path[1])
        if fields is None or len(path) < 3:
            return path[1] in self.entries
        return path[2] in fields or path[2] in self.made

    def kind(self, path: Path) -> str | None:
        """Return the kind of a form's field by its path from `case`, if it is known."""
        if len(path) != 3 or path[0] != "case" or path[2] in self.made:
            return None
        return self.forms.get(path[1], {}).get(path[2])


def read_paths(process: Process, files: Mapping[str, bytes]) -> CasePaths:
    """Return what cases of this matter can hold."""
    elements = process.elements.values()
    made = frozenset(key for element in elements for key in _made(element))
    repeated = {_entry(element) for element in elements if _is_repeated(process, element)}
    forms = {
        form: dict(_fields(form_json(files[f"forms/{form}.form"]) or {}))
        for form in {_entry(element) for element in elements} - repeated
        if f"forms/{form}.form" in files
    }
    written = {_entry(element) for element in elements} | set(process.elements)
    return CasePaths(frozenset(written) | made, forms, made)


def form_json(content: bytes) -> Mapping[str, Any] | None:
    """Return what a form's file says; None if it is no JSON object."""
    try:
        found = json.loads(content.decode())
    except ValueError:
        return None
    return found if isinstance(found, Mapping) else None


def _entry(element: Element) -> str:
    return element.properties.get("form", element.id)


def _made(element: Element) -> frozenset[str]:
    script = element.expression if element.type == "scriptTask" else None
    found: frozenset[str] = frozenset()
    for text in filter(None, (script, element.properties.get("set"))):
        with suppress(feel.FeelError):
            found |= feel.keys_made(text.removeprefix("="))
    return found


def _is_repeated(process: Process, element: Element | None) -> bool:
    """Tell whether an element stands in a repetition, whose forms lie under each item's key."""
    while element is not None:
        if element.multi in ("parallel", "sequential"):
            return True
        element = process.elements.get(element.parent_id or "")
    return False


def _fields(part: Any) -> Iterator[tuple[str, str | None]]:
    """Yield key and kind of every component of a form, however deep it lies."""
    for component in part.get("components") or ():
        key = component.get("key") or component.get("path")
        if key:
            yield str(key), None if component.get("components") else _kind(component)
        yield from _fields(component)


def _kind(component: Mapping[str, Any]) -> str | None:
    if component.get("type") in ("radio", "select"):
        values = [option.get("value") for option in component.get("values") or ()]
        return "string" if values and all(isinstance(value, str) for value in values) else None
    return KINDS.get(str(component.get("type")))
