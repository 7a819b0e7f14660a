"""Found the demo town: settings, sections, posts, persons, registers. No cases."""

from datetime import date, datetime, timedelta

from sqlalchemy.orm import Session

from engine.days import day_of
from engine.sign_in import hash_password
from engine.staffing import appoint
from engine.store.people import Person, Post, Section
from engine.store.publishing import Setting
from engine.store.registers import Certificate, Organisation
from engine.store.registers import Project as ProjectRow
from web.demo import DEMO_PASSWORD, roster
from web.demo.companies import COMPANIES, COMPANY
from web.demo.finished import FINISHED
from web.demo.lots import LOTS
from web.demo.works import CERTIFICATES, Lot, certificates_of


def found_town(session: Session, *, at: datetime) -> None:
    """Write the demo town into an empty database: everything but its cases."""
    _settings(session)
    _posts(session)
    _persons(session)
    _organisations(session)
    register_lots(session, (*LOTS.values(), *FINISHED), on=day_of(at))


def _settings(session: Session) -> None:
    regions = [{"code": code, "name": zh, "name_en": en} for code, zh, en in roster.REGIONS]
    session.add(Setting(key="bureau", value=dict(roster.BUREAU)))
    session.add(Setting(key="regions", value={"regions": regions}))


def _posts(session: Session) -> None:
    for place, (key, name, name_en, is_bureau) in enumerate(roster.SECTIONS):
        session.add(Section(key=key, name=name, name_en=name_en, is_bureau=is_bureau, place=place))
    session.add_all(Post(key=key, name=zh, name_en=en) for key, zh, en in roster.POSTS)
    session.flush()


def _persons(session: Session) -> None:
    # argon2 is slow on purpose, and everybody's password is the same here: hash it once.
    hashed = hash_password(DEMO_PASSWORD)
    for number, staff in enumerate(roster.PERSONS, start=1):
        person = Person(
            id=staff.id,
            name=staff.name,
            mobile=f"154000001{number:02}",
            certificate=f"JC-ZF-{number:04}" if staff.certified_until else None,
            certificate_until_on=staff.certified_until,
            password_hash=hashed,
            must_change_password=False,
        )
        session.add(person)
        session.flush()
        for served in staff.posts:
            appoint(
                session,
                person,
                served.section,
                served.post,
                from_on=served.from_on,
                until_on=served.until_on,
            )


def _organisations(session: Session) -> None:
    session.add_all(
        Organisation(
            code=company.code,
            name=company.name,
            role=company.role,
            qualification=company.qualification,
            credit_grade=company.credit_grade,
        )
        for company in COMPANIES
    )


def register_lots(session: Session, lots: tuple[Lot, ...], *, on: date) -> None:
    """Enter the lots' projects and certificates into the registers departments share."""
    projects = {lot.project.code: lot.project for lot in lots}
    session.add_all(
        ProjectRow(
            code=project.code, name=project.name, developer_code=COMPANY[project.developer].code
        )
        for project in projects.values()
    )
    numbers = {(kind, lot.certificate(kind)): lot for lot in lots for kind in certificates_of(lot)}
    session.add_all(_certificate(kind, number, lot, on) for (kind, number), lot in numbers.items())
    session.flush()


def _certificate(kind: str, number: str, lot: Lot, on: date) -> Certificate:
    title, issuer, _ = CERTIFICATES[kind]
    return Certificate(
        kind=kind,
        number=number,
        title=f"{title}（{lot.project.name}）",
        holder_code=COMPANY[lot.project.developer].code,
        project_code=lot.project.code,
        issued_on=on - timedelta(days=60),
        issuer=issuer,
    )
