"""A case in words: its facts, submissions and materials as a page shows them, numbers masked."""

from collections.abc import Iterator, Mapping
from typing import Any

from flask import url_for

from engine import materials
from engine.errors import NotFound
from engine.handling import Handling
from engine.store.cases import Attachment, Submission
from forms.fields import Field
from forms.masking import PERSONAL_KINDS, mask
from forms.speaking import spoken
from forms.submit import form_of
from web.language import _, language, pick
from web.session import db


def facts(handling: Handling) -> list[dict[str, str]]:
    """Return the matter's summary facts that have a value."""
    rows = []
    for fact in handling.definition.matter.summary:
        value = handling.evaluate(fact.value)
        if value is not None and value != "":
            rows.append(
                {"label": pick(fact.label, fact.label_en), "value": spoken(value, language())}
            )
    return rows


def submission_rows(
    handling: Handling, submission: Submission, *, unmasked: bool = False
) -> list[dict[str, str]]:
    """Return label and value of every field a submission filled, personal numbers masked."""
    try:
        form = form_of(handling.definition, submission.form_key)
    except NotFound:
        return []
    return list(_rows(form.fields, submission.values, "", unmasked))


def _rows(
    fields: tuple[Field, ...], values: Mapping[str, Any], before: str, unmasked: bool
) -> Iterator[dict[str, str]]:
    for field in fields:
        if not field.key:
            yield from _rows(field.fields, values, before, unmasked)
            continue
        value = values.get(field.key)
        label = f"{before}{field.words.text(language())}"
        if field.has_rows and isinstance(value, list):
            for number, row in enumerate(value, 1):
                yield from _rows(field.fields, row, f"{label} {number} · ", unmasked)
        elif field.kind == "materials" and isinstance(value, Mapping):
            yield {"label": label, "value": _grid_text(value)}
        elif value not in (None, "", [], {}):
            yield {"label": label, "value": _spoken(field, value, unmasked)}


def _grid_text(grid: Mapping[str, Any]) -> str:
    supplied = sum(row.get("state") in {"supplied", "shared"} for row in grid.values())
    return _("已备 %(number)d 项，共 %(total)d 项", number=supplied, total=len(grid))


def _spoken(field: Field, value: object, unmasked: bool) -> str:
    if field.kind in PERSONAL_KINDS and isinstance(value, str):
        return value if unmasked else mask(field.kind, value)
    names = {option.value: option.words.text(language()) for option in field.options}
    if isinstance(value, list) and names:
        return spoken([names.get(str(one), one) for one in value], language())
    if field.kind in {"attachments", "filepicker"} and isinstance(value, list):
        return _("%(number)d 个附件", number=len(value))
    text = names.get(str(value)) or spoken(value, language())
    unit = field.unit.text(language())
    return f"{text} {unit}" if unit else text


def personal_fields(fields: tuple[Field, ...], values: Mapping[str, Any]) -> bool:
    """Say whether a submission holds a personal number."""
    for field in fields:
        value = values.get(field.key) if field.key else values
        if field.kind in PERSONAL_KINDS and value:
            return True
        inner = value if isinstance(value, list) else [value]
        if field.fields and any(
            isinstance(one, Mapping) and personal_fields(field.fields, one) for one in inner
        ):
            return True
    return False


def material_rows(handling: Handling) -> list[dict[str, Any]]:
    """Return the needed materials with state and files in words."""
    grid = materials.grid(handling.definition.matter, handling.case.document, handling.at)
    shared = _shared(handling)
    return [
        _material(number, row, shared)
        for number, row in enumerate((row for row in grid if row["needed"]), 1)
    ]


def _shared(handling: Handling) -> dict[str, str]:
    """Return the numbers of certificates that sharing gave, by material."""
    found: dict[str, str] = {}
    for values in handling.case.document.values():
        rows = values.get("shared") if isinstance(values, Mapping) else None
        for row in rows if isinstance(rows, list) else ():
            if isinstance(row, Mapping) and "code" in row:
                found[str(row["code"])] = str(row.get("number", ""))
    return found


def _material(number: int, row: Mapping[str, Any], shared: Mapping[str, str]) -> dict[str, Any]:
    is_shared = row["code"] in shared
    state = "shared" if is_shared and row["state"] != "supplied" else row["state"]
    texts = {
        "supplied": _("已提交"),
        "shared": _("共享免交"),
        "promised": _("容缺待补"),
        "missing": _("未提交"),
    }
    needs = {"main": _("主审要件"), "promise": _("可容缺"), "statement": _("承诺说明")}
    return {
        "code": number,
        "name": pick(row["name"], row["name_en"]),
        "necessity_text": needs.get(row["necessity"], row["necessity"]),
        "state": state,
        "state_text": texts.get(state, state),
        "number": shared.get(row["code"], ""),
        "attachments": [_file(one) for one in _attachments(row["attachments"])],
    }


def _attachments(ids: list[str]) -> list[Attachment]:
    found = [db().get(Attachment, one) for one in ids]
    return [one for one in found if one is not None]


def _file(one: Attachment) -> dict[str, str | None]:
    url = url_for("attachments.show", attachment_id=one.id)
    return {
        "name": one.file_name,
        "url": f"{url}?download=1",
        "preview_url": url,
        "size": _size(one.size_bytes),
    }


def _size(number: int) -> str:
    return f"{number / 1024 / 1024:.1f} MB" if number >= 1024 * 1024 else f"{number / 1024:.0f} KB"
