"""One organisation with its projects and cases."""

from flask import Blueprint, render_template

from engine.projects import find_organisation
from engine.store.project_lists import (
    cases_of_organisation,
    projects_of_organisation,
)
from web.case_rows import case_rows
from web.pages.projects import project_row
from web.session import db, reads

bp = Blueprint("organisations", __name__, url_prefix="/organisations")

#: Cases shown of an organisation that has many.
MOST_CASES = 50


@bp.get("/<code>")
@reads
def show(code: str) -> str:
    """Show an organisation of the register."""
    one = find_organisation(db(), code)
    cases = cases_of_organisation(db(), code)
    return render_template(
        "projects/organisation.html",
        organisation={
            "code": one.code,
            "name": one.name,
            "role": one.role,
            "qualification": one.qualification,
            "grade": one.credit_grade,
        },
        projects=[project_row(row) for row in projects_of_organisation(db(), code)],
        rows=case_rows(cases[:MOST_CASES]),
        total=len(cases),
    )
