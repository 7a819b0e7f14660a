"""The materials of a case: which are needed, and what is there."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from engine import feel
from engine.matters import Material, Matter


def grid(matter: Matter, document: Mapping[str, Any], at: datetime) -> list[dict[str, Any]]:
    """Return one row per material of the matter, with what the case has of it.

    Keys: code, name, name_en, necessity, note, form, certificate, number, needed (bool),
    state (supplied | shared | promised | missing), attachments (ids).
    """
    given = _given(document)
    return [
        _row(material, document, given.get(material.code) or {}, at)
        for material in matter.materials
    ]


def _row(
    material: Material, document: Mapping[str, Any], given: Mapping[str, Any], at: datetime
) -> dict[str, Any]:
    number = _evaluate(material.number, document, at) if material.number else None
    return {
        "code": material.code,
        "name": material.name,
        "name_en": material.name_en,
        "necessity": material.necessity,
        "note": material.note,
        "form": material.form,
        "certificate": material.certificate,
        "number": number if isinstance(number, str) else None,
        "needed": not material.when or _evaluate(material.when, document, at) is True,
        "state": given.get("state") or "missing",
        "attachments": list(given.get("attachments") or ()),
    }


#: What is there outranks what was promised.
RANK = {"supplied": 3, "shared": 2, "promised": 1}


def _given(document: Mapping[str, Any]) -> dict[str, dict[str, Any]]:
    """Collect what the accepted forms of the case hold of each material."""
    given: dict[str, dict[str, Any]] = {}
    for values in document.values():
        rows = values.get("materials") if isinstance(values, Mapping) else None
        for code, row in (rows or {}).items() if isinstance(rows, Mapping) else ():
            if isinstance(row, Mapping):
                given[code] = _better(given.get(code, {}), row)
    return given


def _better(known: Mapping[str, Any], row: Mapping[str, Any]) -> dict[str, Any]:
    states = [known.get("state"), row.get("state")]
    best = max(states, key=lambda state: RANK.get(state or "", 0))
    attachments = dict.fromkeys([*known.get("attachments", ()), *(row.get("attachments") or ())])
    return {"state": best, "attachments": list(attachments)}


def _evaluate(text: str, document: Mapping[str, Any], at: datetime) -> object:
    return feel.evaluate(text, {"case": document}, now=at)
