"""One organisation with its projects and cases."""

from flask import Blueprint, render_template, request, url_for

from engine.projects import find_organisation
from engine.store.project_lists import (
    cases_of_organisation,
    projects_of_organisation,
)
from web.case_rows import case_rows
from web.numbers import counted
from web.pages.projects import project_row
from web.session import db, reads

bp = Blueprint("organisations", __name__, url_prefix="/organisations")

SIZE = 20


@bp.get("/<code>")
@reads
def show(code: str) -> str:
    """Show an organisation of the register."""
    one = find_organisation(db(), code)
    number = max(request.args.get("page", 1, type=int), 1)
    page = cases_of_organisation(db(), code, number=number, size=SIZE)
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
        rows=case_rows(page.rows),
        total=counted(page.total),
        page_no=page.number,
        pages=page.pages,
        page_url=lambda number: url_for("organisations.show", code=code, page=number),
    )
