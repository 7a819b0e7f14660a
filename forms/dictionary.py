"""The data dictionary of a matter: every place of the case document, with its name and its kind.

Pickers show it and the FEEL editor completes from it.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from engine.bpmn.model import Process
from engine.case_paths import CasePaths, read_paths
from forms.checking import FORM, FORMS
from forms.fields import Field, flat
from forms.reading import inspect_form

#: What a field's value is in FEEL, by type of its form-js component; others are text.
FEEL_KINDS = {"number": "number", "checkbox": "boolean", "dynamiclist": "list", "group": "context"}


@dataclass(frozen=True)
class Entry:
    """One place of the case document, as an expression names it: `case.application.area`."""

    path: str
    label: str
    label_en: str
    #: Our kind of field (uscc, money_wan, date ...), or "step" for what a step leaves behind.
    kind: str
    #: The kind in FEEL: string, number, boolean, list, context, any.
    feel: str
    #: Key of the form it comes from; empty for what a script or a step writes.
    form: str = ""
    #: It lies once under each item of a repetition, at `case.<form>.<item key>`.
    is_repeated: bool = False


def dictionary(process: Process, files: Mapping[str, bytes]) -> list[Entry]:
    """Return the entries of a matter's case document: forms first, then what steps write."""
    paths = read_paths(process, files)
    used = dict.fromkeys(
        one.properties["form"] for one in process.elements.values() if "form" in one.properties
    )
    found = [
        entry
        for key in used
        if f"{FORMS}{key}{FORM}" in files
        for entry in _of_form(key, files[f"{FORMS}{key}{FORM}"], paths)
    ]
    return [*found, *_of_steps(process, paths, set(used))]


def _of_form(key: str, text: bytes, paths: CasePaths) -> Iterator[Entry]:
    form, _ = inspect_form(text, key)
    if form is None:
        return
    is_repeated = key not in paths.forms
    yield Entry(f"case.{key}", form.words.zh, form.words.en, "form", "context", key, is_repeated)
    yield from _of_fields(form.fields, f"case.{key}", key, is_repeated)


def _of_fields(
    fields: tuple[Field, ...], prefix: str, form: str, is_repeated: bool
) -> Iterator[Entry]:
    for field in flat(fields):
        if not field.key:
            continue
        path = f"{prefix}.{field.key}"
        kind = FEEL_KINDS.get(field.type, "string")
        yield Entry(path, field.words.zh, field.words.en, field.kind, kind, form, is_repeated)
        yield from _of_fields(field.fields, path, form, is_repeated)


def _of_steps(process: Process, paths: CasePaths, forms: set[str]) -> Iterator[Entry]:
    for key in sorted(paths.entries - forms):
        element = process.elements.get(key)
        if element is None:
            yield Entry(f"case.{key}", key, key, "step", "any")
        elif element.type in {"serviceTask", "businessRuleTask"}:
            english = element.properties.get("name_en", element.name)
            yield Entry(f"case.{key}", element.name, english, "step", "any")
