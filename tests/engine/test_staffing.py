"""Persons and the posts they hold for periods."""

from collections.abc import Iterator
from datetime import date

import pytest
from sqlalchemy.orm import Session

from engine import people, staffing
from engine.errors import Conflict, NotFound
from engine.staffing import WrongPerson
from engine.store.database import Database, transaction
from engine.store.people import Person, Post, Section

OCTOBER, NOVEMBER = date(2026, 10, 31), date(2026, 11, 1)


@pytest.fixture
def session(database: Database) -> Iterator[Session]:
    with transaction(database) as one:
        one.add_all([Section(key="approval", name="审批科"), Section(key="quality", name="质监科")])
        one.add_all([Post(key="chief", name="负责人"), Post(key="handler", name="承办人")])
        one.flush()
        yield one


@pytest.fixture
def ann(session: Session) -> Person:
    return staffing.add_person(session, "ann", "安安", password="first-2026")


def test_a_post_is_held_from_its_first_day_to_its_last(session: Session, ann: Person) -> None:
    staffing.appoint(session, ann, "approval", "chief", from_on=date(2026, 1, 1), until_on=OCTOBER)
    staffing.appoint(session, ann, "quality", "chief", from_on=NOVEMBER)

    assert people.posts_on(session, "ann", date(2025, 12, 31)) == []
    assert people.posts_on(session, "ann", OCTOBER) == [("approval", "chief")]
    assert people.posts_on(session, "ann", NOVEMBER) == [("quality", "chief")]
    assert people.is_chief_of(session, "ann", "quality", NOVEMBER)


def test_holders_stand_in_the_order_of_their_appointment(session: Session, ann: Person) -> None:
    bob = staffing.add_person(session, "bob", "鲍勃", password="first-2026")
    for person in (bob, ann):
        staffing.appoint(session, person, "approval", "handler", from_on=date(2026, 1, 1))

    assert people.holders_on(session, "approval", "handler", OCTOBER) == [bob, ann]


def test_who_left_holds_nothing(session: Session, ann: Person) -> None:
    staffing.appoint(session, ann, "approval", "handler", from_on=date(2026, 1, 1))
    staffing.set_active(session, ann, active=False)

    assert people.holders_on(session, "approval", "handler", OCTOBER) == []


def test_an_ended_post_is_held_on_its_last_day(session: Session, ann: Person) -> None:
    holding = staffing.appoint(session, ann, "approval", "chief", from_on=date(2026, 1, 1))
    staffing.end_holding(session, holding.id, until_on=OCTOBER)

    assert people.holds(session, "ann", "approval", "chief", OCTOBER)
    assert not people.holds(session, "ann", "approval", "chief", NOVEMBER)


@pytest.mark.parametrize(
    ("person_id", "name", "field"),
    [
        ("1ann", "安安", "id"),
        ("a", "安安", "id"),
        ("ann smith", "安安", "id"),
        ("ann2", "安", "name"),
        ("ann2", "安" * 41, "name"),
        ("ann2", "安\n安", "name"),
    ],
)
def test_a_person_needs_a_usable_name(
    session: Session, person_id: str, name: str, field: str
) -> None:
    with pytest.raises(WrongPerson) as caught:
        staffing.add_person(session, person_id, name, password="first-2026")
    assert caught.value.field == field


def test_a_sign_in_name_is_given_once(session: Session, ann: Person) -> None:
    with pytest.raises(Conflict):
        staffing.add_person(session, "ANN", "另一位", password="first-2026")


def test_a_period_ends_after_it_begins(session: Session, ann: Person) -> None:
    with pytest.raises(WrongPerson):
        staffing.appoint(session, ann, "approval", "chief", from_on=NOVEMBER, until_on=OCTOBER)


@pytest.mark.parametrize(
    ("section", "post"), [("nowhere", "chief"), ("approval", "nothing")], ids=["section", "post"]
)
def test_a_post_lies_in_a_known_section(
    session: Session, ann: Person, section: str, post: str
) -> None:
    with pytest.raises(NotFound):
        staffing.appoint(session, ann, section, post, from_on=NOVEMBER)
