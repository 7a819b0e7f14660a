"""Show accepted data for reading: labels with words instead of codes, personal numbers masked."""

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from forms.answers import object_of, read_answers
from forms.context import FormContext
from forms.drawn import DrawnFile
from forms.fields import Field, Form
from forms.kinds.kind import Place, is_blank
from forms.masking import PERSONAL_KINDS, mask
from forms.parts import drawn_files, drawn_materials, drawn_options
from forms.places import places
from forms.speaking import spoken
from forms.wording import words_in
from forms.writing import typed_text


@dataclass(frozen=True)
class ShownValue:
    """One line of a submission."""

    path: str
    label: str
    text: str
    #: A personal number shown with its middle hidden; asking for it whole is recorded.
    is_masked: bool = False
    files: tuple[DrawnFile, ...] = ()


def show(
    form: Form,
    data: Mapping[str, Any],
    context: FormContext,
    language: str = "",
    *,
    unmasked: Collection[str] = (),
) -> tuple[ShownValue, ...]:
    """Return the lines of accepted `data` that hold something, in the form's order.

    `unmasked` are data paths whose personal numbers are shown whole.
    """
    language = language or context.language
    answers = read_answers(form, data, context)
    return tuple(
        line
        for place, value in places(answers, data)
        if not is_blank(value) and not _is_off_page(place)
        for line in _lines(form, place, value, language, unmasked)
    )


def _is_off_page(place: Place) -> bool:
    return bool(place.field.hide) and place.scope.hides(place.field.hide)


def _lines(
    form: Form, place: Place, value: object, language: str, unmasked: Collection[str]
) -> Iterator[ShownValue]:
    field, label = place.field, _label(form, place, language)
    if field.kind == "materials":
        yield from _materials(place, value, language)
    elif field.kind in ("filepicker", "attachments"):
        files = drawn_files(place, value)
        names = ("、" if language.startswith("zh") else ", ").join(each.name for each in files)
        yield ShownValue(place.path, label, names, files=files)
    elif field.kind in PERSONAL_KINDS and place.path not in unmasked:
        yield ShownValue(place.path, label, mask(field.kind, str(value)), is_masked=True)
    else:
        yield ShownValue(place.path, label, _text(place, value, language))


def _text(place: Place, value: object, language: str) -> str:
    field = place.field
    chosen = [each.label for each in drawn_options(place, value, language) if each.chosen]
    if chosen:
        return ("、" if language.startswith("zh") else ", ").join(chosen)
    if field.kind == "person" and (found := place.context.lookups.person(str(value))):
        return found.name
    unit = field.unit.text(language)
    if isinstance(value, (bool, list, dict)) or field.type == "expression":
        return spoken(value, language)
    text = value.isoformat() if isinstance(value, date) else typed_text(field, value)
    return f"{text} {unit}".strip()


def _materials(place: Place, value: object, language: str) -> Iterator[ShownValue]:
    words = words_in(language)
    rows = object_of(value)
    for each in drawn_materials(place, value, {}, language):
        row = object_of(rows.get(each.code))
        if row and row.get("state") != "not_needed":
            parts = (words.get(f"state_{row.get('state')}", ""), row.get("certificate"), each.note)
            text = " · ".join(str(part) for part in parts if part)
            yield ShownValue(f"{place.path}.{each.code}", each.label, text, files=each.files)


def _label(form: Form, place: Place, language: str) -> str:
    label = place.field.words.text(language)
    parts = place.path.split(".")
    for index, part in enumerate(parts):
        above = form.field_at(".".join(parts[:index])) if part.isdigit() else None
        if above is not None:
            return f"{_row_title(above, language)} {int(part) + 1} · {label}"
    return label


def _row_title(field: Field, language: str) -> str:
    name = "row_label" if language.startswith("zh") else "row_label_en"
    return field.option_named(name, field.words.text(language))
