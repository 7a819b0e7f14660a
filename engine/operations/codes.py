"""check_codes: look up what sharing gives and what is still missing (材料预检)."""

from collections.abc import Mapping

from sqlalchemy import select

from engine import materials
from engine.bpmn.model import Element
from engine.bpmn.run import Activity
from engine.handling import Handling
from engine.store.registers import Certificate, Organisation


def check_codes(handling: Handling, activity: Activity, element: Element) -> Mapping[str, object]:
    """Return what the pre-check found.

    {"shared": [{code, number, title, valid_until_on}], "missing": [material codes],
    "credit_grade": text, "checked_on": day}
    """
    shared, missing = [], []
    for row in materials.grid(handling.definition.matter, handling.case.document, handling.at):
        if not row["needed"]:
            continue
        certificate = _certificate(handling, row)
        if certificate is not None:
            shared.append(
                {
                    "code": row["code"],
                    "number": certificate.number,
                    "title": certificate.title,
                    "valid_until_on": certificate.valid_until_on,
                }
            )
        elif row["state"] not in {"supplied", "shared"}:
            missing.append(row["code"])
    handling.record(
        "prechecked",
        by="",
        element_id=element.id,
        shared=len(shared),
        missing=missing,
        name=element.name,
    )
    return {
        "shared": shared,
        "missing": missing,
        "credit_grade": credit_grade(handling),
        "checked_on": handling.day,
    }


def credit_grade(handling: Handling) -> str:
    """Return the applicant's grade in the credit file; empty when it has none."""
    code = handling.evaluate(handling.definition.matter.applicant_code or "null")
    organisation = handling.session.get(Organisation, code) if isinstance(code, str) else None
    return organisation.credit_grade if organisation else ""


def _certificate(handling: Handling, row: Mapping[str, object]) -> Certificate | None:
    if not row["certificate"] or not row["number"]:
        return None
    found = handling.session.scalar(
        select(Certificate).where(
            Certificate.kind == row["certificate"], Certificate.number == row["number"]
        )
    )
    is_valid = found and (found.valid_until_on is None or found.valid_until_on >= handling.day)
    return found if is_valid else None
