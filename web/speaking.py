"""A case in words: its facts, submissions and materials as a page shows them, numbers masked."""

from collections.abc import Collection, Mapping
from typing import Any

from flask import url_for

from engine import materials
from engine.errors import NotFound
from engine.handling import Handling
from engine.store.cases import Attachment, Submission
from forms.showing import show
from forms.speaking import spoken
from forms.submit import form_of, reading_context
from web.language import _, language, pick
from web.session import db


def facts(handling: Handling) -> list[dict[str, Any]]:
    """Return the matter's summary facts that have a value."""
    rows: list[dict[str, Any]] = []
    for fact in handling.definition.matter.summary:
        value = handling.evaluate(pick(fact.value, fact.value_en))
        if value is not None and value != "":
            rows.append(
                {
                    "label": pick(fact.label, fact.label_en),
                    "value": spoken(value, language()),
                    "is_personal": fact.is_personal,
                    "unmask_url": None,
                }
            )
    return rows


def submission_rows(
    handling: Handling, submission: Submission, *, unmasked: Collection[str] = ()
) -> list[dict[str, Any]]:
    """Return label, value and files of every field a submission filled, personal numbers masked."""
    try:
        form = form_of(handling.definition, submission.form_key)
    except NotFound:
        return []
    context = reading_context(handling, submission.form_key, language=language())
    return [
        {
            "label": line.label,
            "value": line.text,
            "is_masked": line.is_masked,
            "path": line.path,
            "unmask_url": url_for(
                "cases.unmask", number=handling.case.number, submission_id=submission.id
            ),
            "files": [
                {"name": file.name, "url": url_for("attachments.show", attachment_id=file.id)}
                for file in line.files
            ],
        }
        for line in show(form, submission.values, context, unmasked=unmasked)
    ]


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
