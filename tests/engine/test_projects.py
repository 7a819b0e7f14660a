"""Projects and organisations are entered when a case is saved, and only where they changed."""

import pytest
from builders import accepted
from site_checks import APPLICATION, CONTRACTOR, DEVELOPER, MATTER, drawn
from sqlalchemy import event, select
from towns import Town

from engine.errors import NotFound
from engine.projects import find_organisation, find_project
from engine.store.database import reading, transaction
from engine.store.project_lists import (
    cases_of_organisation,
    cases_of_project,
    parties_of_cases,
    projects_of_organisation,
    projects_page,
)
from engine.store.registers import Organisation, Project

CODE = APPLICATION["project_code"]
STRANGER = "91990100000000107M"
NEWCOMER = "12990100000000051P"


def test_a_new_project_is_entered_with_its_first_case(any_town: Town) -> None:
    case = any_town_with(any_town, project_code="2609-990102-04-01-100077")
    with reading(any_town.database) as session:
        project = find_project(session, "2609-990102-04-01-100077")

    assert (project.name, project.developer_code, project.case_id) == (
        APPLICATION["works"],
        DEVELOPER,
        case,
    )


def any_town_with(town: Town, **changed: str) -> int:
    drawn(town)
    return town.start(MATTER, {**APPLICATION, **changed})


def test_what_departments_share_is_not_overwritten(town: Town) -> None:
    with transaction(town.database) as session:
        session.add(Project(code="2609-990102-04-01-100078", name="共享名", developer_code=""))
    any_town_with(town, project_code="2609-990102-04-01-100078", developer="云栖（错名）")
    with reading(town.database) as session:
        assert find_project(session, "2609-990102-04-01-100078").name == "共享名"
        assert find_organisation(session, DEVELOPER).name == "江城云栖置业有限公司"


def test_an_organisation_nobody_knew_is_added(town: Town) -> None:
    with transaction(town.database) as session:
        known = session.get(Organisation, NEWCOMER)
        if known is not None:
            session.delete(known)
    any_town_with(town, contractor_code=NEWCOMER, contractor="江城新来建工有限公司")
    with reading(town.database) as session:
        assert find_organisation(session, NEWCOMER).name == "江城新来建工有限公司"


def test_every_case_of_a_project_and_of_an_organisation_is_found(any_town: Town) -> None:
    first = drawn(any_town)
    second = any_town_with_again(any_town)
    with reading(any_town.database) as session:
        ids = [case.id for case in cases_of_project(session, CODE)]
        built = [case.id for case in cases_of_organisation(session, CONTRACTOR).rows]
        projects = [one.code for one in projects_of_organisation(session, CONTRACTOR)]
        parties = [(p.role, o.code) for p, o in parties_of_cases(session, ids)]
        page = projects_page(session, q=CODE)

    assert ids == [first, second]
    assert sorted(built) == ids
    assert CODE in projects
    assert parties == [("construction", CONTRACTOR), ("developer", DEVELOPER)]
    assert [one.code for one in page.rows] == [CODE]


def any_town_with_again(town: Town) -> int:
    return town.start(MATTER, APPLICATION)


def test_a_case_that_says_the_same_writes_nothing(town: Town) -> None:
    case = drawn(town)
    said: list[str] = []

    def listen(conn: object, cursor: object, statement: str, *_: object) -> None:
        if any(name in statement for name in ("projects", "organisations", "parties")):
            said.append(statement)

    event.listen(town.database.engine, "before_cursor_execute", listen)
    town.do(case, "inspect:quality", {"opinion": "已到场检查", "items": []})
    event.remove(town.database.engine, "before_cursor_execute", listen)

    assert said == []


def test_the_permits_parties_are_those_of_its_form(town: Town) -> None:
    case = accepted(town)
    with reading(town.database) as session:
        parties = parties_of_cases(session, [case])
        project = session.scalars(
            select(Project).where(Project.code == town.case(case).project_code)
        ).one()

    assert {"developer", "design", "construction", "survey"} <= {p.role for p, _ in parties}
    assert project.name


@pytest.mark.parametrize("find", [find_project, find_organisation])
def test_an_unknown_code_is_said(town: Town, find: object) -> None:
    with reading(town.database) as session, pytest.raises(NotFound, match=STRANGER[:6]):
        find(session, "919901000000001X")  # type: ignore[operator]
