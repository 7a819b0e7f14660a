"""Projects: the list, and one project with every case of it on one timeline."""

from flask import Blueprint, render_template, request, url_for

from engine.projects import find_project
from engine.store.project_lists import cases_of_project, count_cases_of, projects_page
from engine.store.registers import Organisation, Project
from web.numbers import counted
from web.project_view import parties, timeline
from web.session import db, reads

bp = Blueprint("projects", __name__, url_prefix="/projects")

SIZE = 20


@bp.get("")
@reads
def all() -> str:
    """Show projects, the newest code first."""
    q = request.args.get("q", "").strip()
    number = max(request.args.get("page", 1, type=int), 1)
    page = projects_page(db(), q=q, number=number, size=SIZE)
    cases = count_cases_of(db(), [one.code for one in page.rows])
    return render_template(
        "projects/list.html",
        q=q,
        rows=[{**project_row(one), **cases[one.code]} for one in page.rows],
        total=counted(page.total),
        page_no=page.number,
        pages=page.pages,
        page_url=lambda number: url_for("projects.all", q=q, page=number),
    )


def project_row(one: Project) -> dict[str, str]:
    """Return what lists show of a project."""
    developer = db().get(Organisation, one.developer_code)
    return {
        "code": one.code,
        "name": one.name,
        "developer": developer.name if developer else "",
        "developer_code": one.developer_code,
        "developer_url": url_for("organisations.show", code=developer.code) if developer else "",
        "url": url_for("projects.show", code=one.code),
    }


@bp.get("/<code>")
@reads
def show(code: str) -> str:
    """Show one project."""
    project = find_project(db(), code)
    cases = cases_of_project(db(), code)
    return render_template(
        "projects/show.html",
        project=project_row(project),
        timeline=timeline(cases),
        parties=parties(cases),
    )
