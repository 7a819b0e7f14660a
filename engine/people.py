"""Who holds which post on which day, and what that allows."""

from collections.abc import Collection, Sequence
from datetime import date
from functools import lru_cache

from sqlalchemy import ColumnElement, Date, Select, and_, bindparam, or_, select
from sqlalchemy.orm import Session

from engine.errors import NotFound
from engine.store.people import Holding, Person, Section


def get_person(session: Session, person_id: str) -> Person:
    """Return a person; raises NotFound naming the id."""
    person = session.get(Person, person_id)
    if person is None:
        raise NotFound(f"没有人员 {person_id}", f"There is no person {person_id}.")
    return person


def posts_on(session: Session, person_id: str, day: date) -> list[tuple[str, str]]:
    """Return the (section, post) pairs a person holds on a day."""
    rows = session.execute(
        select(Holding.section_key, Holding.post_key)
        .where(Holding.person_id == person_id, *held_on(day))
        .order_by(Holding.id)
    )
    return [(section, post) for section, post in rows]


def sections_by_person(session: Session, day: date) -> dict[str, list[str]]:
    """Return the sections in which each person holds a post on a day, in one query."""
    rows = session.execute(
        select(Holding.person_id, Holding.section_key).where(*held_on(day)).order_by(Holding.id)
    )
    found: dict[str, list[str]] = {}
    for person_id, section_key in rows:
        found.setdefault(person_id, []).append(section_key)
    return found


def holders_on(session: Session, section_key: str, post_key: str, day: date) -> list[Person]:
    """Return the active persons who hold a post in a section on a day, in order of appointment."""
    return list(
        session.scalars(
            select(Person)
            .join(Holding)
            .where(
                Holding.section_key == section_key,
                Holding.post_key == post_key,
                Person.is_active,
                *held_on(day),
            )
            .order_by(Holding.id)
        )
    )


def persons_holding(
    session: Session,
    section_keys: Collection[str] | None,
    post_keys: Collection[str] | None,
    day: date,
) -> list[Person]:
    """Return the active holders of some posts in some sections, each once; None is any.

    In order of appointment.
    """
    query = select(Person).join(Holding).where(Person.is_active, *held_on(day))
    if section_keys is not None:
        query = query.where(Holding.section_key.in_(section_keys))
    if post_keys is not None:
        query = query.where(Holding.post_key.in_(post_keys))
    return list(dict.fromkeys(session.scalars(query.order_by(Holding.id))))


def active(session: Session, person_ids: Collection[str]) -> set[str]:
    """Return those of some persons who exist and are active."""
    return set(
        session.scalars(select(Person.id).where(Person.id.in_(person_ids), Person.is_active))
    )


def holders_by_post(
    session: Session, posts: Collection[tuple[str, str]], day: date
) -> dict[tuple[str, str], list[str]]:
    """Return the active holders of several (section, post) on a day, in one query.

    Each list is in order of appointment.
    """
    found: dict[tuple[str, str], list[str]] = {post: [] for post in posts}
    if not found:
        return found
    given: dict[str, object] = {"day": day}
    for place, (section, post) in enumerate(found):
        given |= {f"section_{place}": section, f"post_{place}": post}
    for section, post, person_id in session.connection().execute(_holders_of(len(found)), given):
        found[section, post].append(person_id)
    return found


@lru_cache
def _holders_of(number: int) -> Select[str, str, str]:
    """Return the statement that reads the holders of so many posts."""
    posts = (
        and_(
            Holding.section_key == bindparam(f"section_{place}"),
            Holding.post_key == bindparam(f"post_{place}"),
        )
        for place in range(number)
    )
    holdings, persons = Holding.__table__, Person.__table__
    return (
        select(holdings.c.section_key, holdings.c.post_key, holdings.c.person_id)
        .join(persons, persons.c.id == holdings.c.person_id)
        .where(or_(*posts), Person.is_active, *held_on(bindparam("day", type_=Date)))
        .order_by(holdings.c.id)
    )


def holds(session: Session, person_id: str, section_key: str, post_key: str, day: date) -> bool:
    """Say whether a person holds a post in a section on a day."""
    return (section_key, post_key) in posts_on(session, person_id, day)


def holds_post(session: Session, person_id: str, posts: Sequence[str], day: date) -> bool:
    """Say whether a person holds one of the posts in any section on a day."""
    return any(post in posts for _, post in posts_on(session, person_id, day))


def holders_of_post(session: Session, post_key: str, day: date) -> list[str]:
    """Return the ids of the active holders of a post in any section, in order of appointment."""
    return list(
        session.scalars(
            select(Holding.person_id)
            .join(Person)
            .where(Holding.post_key == post_key, Person.is_active, *held_on(day))
            .order_by(Holding.id)
        )
    )


def is_chief_of(session: Session, person_id: str, section_key: str, day: date) -> bool:
    """Say whether a person is chief of a section on a day."""
    return holds(session, person_id, section_key, "chief", day)


def in_section(session: Session, section_key: str, day: date) -> list[str]:
    """Return the ids of everybody who holds a post in a section on a day."""
    return list(
        session.scalars(
            select(Holding.person_id)
            .where(Holding.section_key == section_key, *held_on(day))
            .order_by(Holding.id)
        )
    )


def section_name(session: Session, section_key: str | None) -> str:
    """Return a section's name, or the key when it is unknown."""
    section = session.get(Section, section_key) if section_key else None
    return section.name if section else section_key or ""


def held_on(day: date | ColumnElement[date]) -> tuple[ColumnElement[bool], ...]:
    """Return the conditions under which a holding counts on a day."""
    return (
        Holding.from_on <= day,
        or_(Holding.until_on.is_(None), Holding.until_on >= day),
    )
