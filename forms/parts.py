"""Draw the parts of fields that have some: options, files, rows of the materials grid."""

from collections.abc import Mapping, Sequence

from forms.answers import object_of
from forms.drawn import DrawnFile, DrawnMaterial, DrawnOption
from forms.fields import Option, Words
from forms.kinds.choices import options_of
from forms.kinds.codes import region_code
from forms.kinds.kind import Place
from forms.kinds.materials import Material, blank_row, materials_of
from forms.kinds.registers import persons_offered
from forms.messages import Message, pick
from forms.wording import words_in
from forms.writing import size_text, typed_text


def drawn_options(place: Place, value: object, language: str) -> tuple[DrawnOption, ...]:
    """Return what a field offers, with what is chosen marked."""
    chosen = value if isinstance(value, (list, tuple)) else [typed_text(place.field, value)]
    name = place.path.replace(".", "-")
    return tuple(
        DrawnOption(
            f"f-{name}-{index}", each.value, each.words.text(language), each.value in chosen
        )
        for index, each in enumerate(_offered(place))
    )


def drawn_files(place: Place, value: object) -> tuple[DrawnFile, ...]:
    """Return the files attached that are still there."""
    ids = value if isinstance(value, (list, tuple)) else [value]
    found = (place.context.lookups.attachment(str(each)) for each in ids if each)
    return tuple(
        DrawnFile(each.id, each.file_name, size_text(each.size_bytes), each.content_type)
        for each in found
        if each
    )


def drawn_materials(
    place: Place, value: object, errors: Mapping[str, Sequence[Message]], language: str
) -> tuple[DrawnMaterial, ...]:
    """Return the rows of the grid: needed ones first, in the matter's order."""
    rows = object_of(value)
    drawn = [
        _material(place, each, object_of(rows.get(each.code)), errors, language)
        for each in materials_of(place)
    ]
    return tuple(sorted(drawn, key=lambda each: not each.needed))


def _material(
    place: Place,
    material: Material,
    row: Mapping[str, object],
    errors: Mapping[str, Sequence[Message]],
    language: str,
) -> DrawnMaterial:
    words = words_in(language)
    name = f"{place.path.replace('.', '-')}-{material.code}"
    state = _state(material, row)
    found = errors.get(f"{place.path}.{material.code}", ())
    return DrawnMaterial(
        code=material.code,
        id=f"f-{name}",
        name=name,
        label=material.words.text(language),
        help=material.note.text(language),
        necessity=material.necessity,
        necessity_label=words.get(f"necessity_{material.necessity}", material.necessity),
        needed=material.needed,
        state=state,
        states=tuple(
            DrawnOption(f"f-{name}-{each}", each, words[f"state_{each}"], each == state)
            for each in material.states
        ),
        takes_certificate=bool(material.certificate),
        certificate=str(row.get("certificate") or material.number),
        note=str(row.get("note") or ""),
        files=drawn_files(place, row.get("attachments") or ()),
        errors=tuple(pick(each, language) for each in found),
    )


def _state(material: Material, row: Mapping[str, object]) -> str:
    state = str(row.get("state") or "")
    if state in material.states:
        return state
    # What the shared register answers for, the applicant need not hand in.
    if not state and material.needed and material.number and "shared" in material.states:
        return "shared"
    return str(blank_row(material)["state"])


def _offered(place: Place) -> tuple[Option, ...]:
    if place.field.kind in ("person", "people"):
        return persons_offered(place)
    regions = place.context.variables.get("regions")
    if place.field.kind == "region" and isinstance(regions, (list, tuple)):
        return tuple(_region(each) for each in regions)
    return options_of(place.field, place.scope)


def _region(row: object) -> Option:
    code = region_code(row)
    zh, en = (row.get("name", ""), row.get("name_en", "")) if isinstance(row, Mapping) else ("", "")
    return Option(code, Words(f"{zh} {code}".strip(), f"{en or zh} {code}".strip()))
