"""Persons and their posts: add, appoint, end, lock and unlock (人员岗位)."""

import re
from datetime import date

from sqlalchemy.orm import Session

from engine.errors import BanjieError, Conflict, NotFound
from engine.sign_in import end_all, hash_password
from engine.store.people import Holding, Person, Post, Section

MAIL_ADDRESS = re.compile(r"[^@\s<>,;:\"\x00-\x1f]+@[^@\s<>,;:\"\x00-\x1f]+\.[a-zA-Z0-9-]+")
LONGEST_ADDRESS = 120
SIGN_IN_NAME = re.compile(r"[a-z][a-z0-9._-]{1,38}")


class WrongPerson(BanjieError):
    """A person's data is not acceptable; `field` says which."""

    code = "wrong_person"

    def __init__(self, field: str, zh: str, en: str) -> None:
        """Keep the field beside the message."""
        self.field = field
        super().__init__(zh, en)


def add_person(
    session: Session, person_id: str, name: str, *, password: str, must_change: bool = True
) -> Person:
    """Add a person who signs in with `person_id`; raises WrongPerson or Conflict."""
    person_id, name = person_id.strip().lower(), name.strip()
    if not SIGN_IN_NAME.fullmatch(person_id):
        raise WrongPerson(
            "id",
            "登录名须以字母开头，由 2 至 39 位小写字母、数字、点、横线组成。",
            "A sign-in name begins with a letter: 2 to 39 small letters, digits, dots, hyphens.",
        )
    if not 2 <= len(name) <= 40 or any(ord(sign) < 32 for sign in name):
        raise WrongPerson("name", "姓名须为 2 至 40 字。", "The name has 2 to 40 signs.")
    if session.get(Person, person_id) is not None:
        raise Conflict(f"登录名 {person_id} 已被使用。", f"The name {person_id} is taken.")
    person = Person(
        id=person_id,
        name=name,
        password_hash=hash_password(password),
        must_change_password=must_change,
    )
    session.add(person)
    session.flush()
    return person


def set_mail(person: Person, address: str) -> None:
    """Set where a person's notices are mailed to; "" for nowhere. Raises WrongPerson."""
    address = address.strip()
    if address and (not MAIL_ADDRESS.fullmatch(address) or len(address) > LONGEST_ADDRESS):
        raise WrongPerson("mail", "邮箱地址不正确。", "This is no mail address.")
    person.mail = address


def appoint(
    session: Session,
    person: Person,
    section_key: str,
    post_key: str,
    *,
    from_on: date,
    until_on: date | None = None,
) -> Holding:
    """Give a person a post in a section from a day on, until a day when given (both included)."""
    if session.get(Section, section_key) is None or session.get(Post, post_key) is None:
        raise NotFound("请选择科室和岗位。", "Choose a section and a post.")
    if until_on is not None and until_on < from_on:
        raise WrongPerson(
            "until", "截止日早于任岗日，请更正。", "The last day lies before the first."
        )
    holding = Holding(
        person_id=person.id,
        section_key=section_key,
        post_key=post_key,
        from_on=from_on,
        until_on=until_on,
    )
    session.add(holding)
    session.flush()
    return holding


def end_holding(session: Session, holding_id: int, *, until_on: date) -> Holding:
    """End a post on a day; raises NotFound."""
    holding = session.get(Holding, holding_id)
    if holding is None:
        raise NotFound("没有这条任岗记录。", "There is no such holding.")
    holding.until_on = max(until_on, holding.from_on)
    return holding


def reset_password(session: Session, person: Person, password: str) -> None:
    """Set a first password that must be changed; ends every session of the person."""
    person.password_hash = hash_password(password)
    person.must_change_password = True
    unlock(person)
    end_all(session, person.id)


def unlock(person: Person) -> None:
    """Forget failed attempts and the lock."""
    person.failed_attempts, person.locked_until_at = 0, None


def set_active(session: Session, person: Person, *, active: bool) -> None:
    """Let a person in, or shut them out and end every session."""
    person.is_active = active
    if not active:
        end_all(session, person.id)
