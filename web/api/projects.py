"""Projects and organisations with the cases that hang on them; a case's problem items."""

from typing import Any

from sqlalchemy import select

from engine.cases import find_case
from engine.handling import view_case
from engine.projects import find_organisation, find_project
from engine.store.people import Person
from engine.store.project_lists import (
    cases_of_organisation,
    cases_of_project,
    projects_of_organisation,
    projects_page,
)
from web.access import person
from web.api.blueprint import Blueprint
from web.api.case_data import case_rows
from web.api.paging import SIZE, page_data
from web.api.schemas.registers import (
    OrganisationData,
    ProblemsData,
    ProjectData,
    ProjectsArgs,
    ProjectsData,
)
from web.case_page.problems import problem_rows
from web.pages.projects import project_row
from web.project_view import parties
from web.session import db, now, reads

bp = Blueprint("projects", __name__, path="", zh="项目", en="Projects").for_persons()


@bp.get("/projects", zh="项目")
@bp.takes(ProjectsArgs, location="query")
@bp.gives(ProjectsData)
@reads
def all(sent: dict[str, Any]) -> dict[str, Any]:
    """List projects, the newest code first."""
    page = projects_page(db(), q=sent["q"].strip(), number=sent["page"], size=SIZE)
    return page_data([project_row(one) for one in page.rows], page)


@bp.get("/projects/<code>", zh="一个项目")
@bp.gives(ProjectData)
@reads
def one(code: str) -> dict[str, Any]:
    """Read a project with its parties and all its cases as they were opened."""
    cases = cases_of_project(db(), code)
    return {
        **project_row(find_project(db(), code)),
        "parties": parties(cases),
        "cases": case_rows(db(), cases, at=now()),
    }


@bp.get("/organisations/<code>", zh="一个单位")
@bp.gives(OrganisationData)
@reads
def organisation(code: str) -> dict[str, Any]:
    """Read an organisation with its projects and the cases it applied for or takes part in."""
    one = find_organisation(db(), code)
    cases = cases_of_organisation(db(), code, size=SIZE).rows
    return {
        "code": one.code,
        "name": one.name,
        "role": one.role,
        "qualification": one.qualification,
        "credit_grade": one.credit_grade,
        "projects": [project_row(row) for row in projects_of_organisation(db(), code)],
        "cases": case_rows(db(), cases, at=now()),
    }


@bp.get("/cases/<number>/problems", zh="办件的问题项")
@bp.gives(ProblemsData)
@reads
def problems(number: str) -> dict[str, Any]:
    """List a case's problem items."""
    handling = view_case(db(), find_case(db(), number), at=now(), by=person().id)
    names = {one.id: one.name for one in db().scalars(select(Person))}
    return {"rows": problem_rows(handling, names)}
