"""The demo town without a case: who is who, and codes that cannot be anybody's."""

from datetime import date

import pytest
from sqlalchemy import select
from towns import Town

from engine import people
from engine.sign_in import check_password
from engine.store.cases import Case
from engine.store.database import reading, transaction
from engine.store.people import Person, Post, Section
from engine.store.publishing import Setting
from engine.store.registers import Organisation, Project
from forms import identifiers
from web.demo import DEMO_PASSWORD
from web.demo.applications import application
from web.demo.companies import COMPANIES, LEADERS
from web.demo.generated import LOTS as GENERATED
from web.demo.lots import LOTS, PROJECTS
from web.demo.works import Lot

ALL_LOTS = (*LOTS.values(), *GENERATED)


def test_the_town_has_no_case(town: Town) -> None:
    with reading(town.database) as session:
        assert session.scalars(select(Case)).all() == []


def test_sections_and_posts_have_both_names(town: Town) -> None:
    with reading(town.database) as session:
        rows = [*session.scalars(select(Section)), *session.scalars(select(Post))]

    assert all(row.name and row.name_en for row in rows)


def test_everybody_signs_in_with_the_one_password_and_need_not_change_it(town: Town) -> None:
    with transaction(town.database) as session:
        found = check_password(session, "chenting", DEMO_PASSWORD, now=town.now)
        changes = session.scalars(select(Person.must_change_password)).all()

    assert found is not None
    assert len(changes) == 31
    assert not any(changes)


@pytest.mark.parametrize(
    ("day", "approval", "quality"),
    [
        pytest.param(date(2026, 10, 31), "zhengkai", "zhaoguodong", id="before-the-rotation"),
        pytest.param(date(2026, 11, 1), "zhaoguodong", "zhengkai", id="after-the-rotation"),
    ],
)
def test_chiefs_changed_places(town: Town, day: date, approval: str, quality: str) -> None:
    with reading(town.database) as session:
        chiefs = {
            section: [one.id for one in people.holders_on(session, section, "chief", day)]
            for section in ("approval", "quality")
        }

    assert chiefs == {"approval": [approval], "quality": [quality]}


def test_the_certificate_of_tianye_ended(town: Town) -> None:
    with reading(town.database) as session:
        until = {
            one.id: one.certificate_until_on
            for one in session.scalars(select(Person))
            if one.certificate_until_on
        }

    assert until["tianye"] == date(2026, 9, 30)
    assert min(day for person, day in until.items() if person != "tianye") > date(2026, 12, 31)


def test_only_the_exhibition_company_may_not_promise(town: Town) -> None:
    with reading(town.database) as session:
        low = session.scalars(
            select(Organisation.name).where(Organisation.credit_grade.in_(["C", "D"]))
        ).all()

    assert low == ["江城文旅会展有限公司"]


def test_projects_and_regions_are_registered(town: Town) -> None:
    with reading(town.database) as session:
        codes = set(session.scalars(select(Project.code)))
        regions = session.get_one(Setting, "regions").value["regions"]

    assert codes >= {project.code for project in PROJECTS}
    assert [region["code"] for region in regions] == ["990100", "990102", "990103"]


@pytest.mark.parametrize("company", COMPANIES, ids=lambda company: company.name)
def test_every_credit_code_ends_in_its_check_digit(company: object) -> None:
    code = str(company.code)  # type: ignore[attr-defined]

    assert identifiers.is_uscc_shaped(code)
    assert code[2:4] == "99"  # a region GB/T 2260 does not use
    assert code[17] == identifiers.uscc_check_digit(code[:17])


@pytest.mark.parametrize("project", PROJECTS, ids=lambda project: project.code)
def test_every_identity_number_ends_in_its_check_digit(project: object) -> None:
    number = str(project.lead.id_number)  # type: ignore[attr-defined]

    assert number.startswith("99")
    assert number[17] == identifiers.id_check_digit(number[:17])


def test_leaders_of_units_were_born_on_real_days() -> None:
    assert all(identifiers.birth_date(first_17 + "0") for _, first_17 in LEADERS.values())


@pytest.mark.parametrize("lot", ALL_LOTS, ids=lambda lot: lot.key)
def test_the_buildings_of_a_lot_add_up(lot: Lot) -> None:
    values = application(lot, on=date(2026, 9, 1))
    areas = sum(round(float(row["jzmj"]) * 100) for row in values["buildings"])

    assert areas == round(float(values["zjzmj"]) * 100)
