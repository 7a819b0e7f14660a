"""Read queries about projects and organisations: what hangs on them."""

from collections.abc import Iterable

from sqlalchemy import func, or_, select
from sqlalchemy.orm import Session

from engine.store.cases import Case
from engine.store.lists import Page, count_to_most
from engine.store.registers import Organisation, Party, Project


def projects_page(
    session: Session, *, q: str = "", number: int = 1, size: int = 20
) -> Page[Project]:
    """Return one page of projects by code, whose code, name or developer holds `q`."""
    query = select(Project)
    if q:
        like = f"%{q}%"
        developer = select(Organisation.code).where(Organisation.name.like(like))
        query = query.where(
            or_(
                Project.code.like(like),
                Project.name.like(like),
                Project.developer_code.in_(developer),
            )
        )
    rows = session.scalars(
        query.order_by(Project.code.desc()).offset((number - 1) * size).limit(size + 1)
    ).all()
    total = count_to_most(session, query)
    return Page(rows[:size], total, number, size, has_more=len(rows) > size)


def cases_of_project(session: Session, code: str) -> list[Case]:
    """Return every case of a project as they were opened."""
    return list(
        session.scalars(
            select(Case).where(Case.project_code == code).order_by(Case.opened_at, Case.id)
        )
    )


def cases_of_organisation(
    session: Session, code: str, *, number: int = 1, size: int = 20
) -> Page[Case]:
    """Return one page of the cases an organisation applied for or takes part in, newest first."""
    of = select(Party.case_id).where(Party.organisation_code == code)
    query = select(Case).where(or_(Case.applicant_code == code, Case.id.in_(of)))
    rows = session.scalars(
        query.order_by(Case.opened_at.desc(), Case.id.desc())
        .offset((number - 1) * size)
        .limit(size + 1)
    ).all()
    total = count_to_most(session, query)
    return Page(rows[:size], total, number, size, has_more=len(rows) > size)


def projects_of_organisation(session: Session, code: str) -> list[Project]:
    """Return every project an organisation develops or takes part in, by code."""
    of = (
        select(Case.project_code)
        .join(Party, Party.case_id == Case.id)
        .where(Party.organisation_code == code)
    )
    mine = or_(Project.developer_code == code, Project.code.in_(of))
    return list(session.scalars(select(Project).where(mine).order_by(Project.code)))


def parties_of_cases(session: Session, case_ids: Iterable[int]) -> list[tuple[Party, Organisation]]:
    """Return the parties of some cases with their organisations, each once for its role."""
    rows = session.execute(
        select(Party, Organisation)
        .join(Organisation, Organisation.code == Party.organisation_code)
        .where(Party.case_id.in_(sorted(set(case_ids))))
        .order_by(Party.role, Organisation.code, Party.case_id)
    )
    found = {(party.role, one.code): (party, one) for party, one in rows}
    return list(found.values())


def count_cases_of(session: Session, codes: Iterable[str]) -> dict[str, dict[str, int]]:
    """Return how many cases some projects have, open and closed, by project."""
    found = {code: {"open": 0, "closed": 0} for code in codes}
    rows = session.execute(
        select(Case.project_code, Case.state, func.count())
        .where(Case.project_code.in_(found))
        .group_by(Case.project_code, Case.state)
    )
    for code, state, number in rows:
        found[code or ""][state] = number
    return found
