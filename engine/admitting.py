"""Adding persons to a closed case: a post named by its matter does, with a reason, on record."""

from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from engine import access, attempts, conflicts, people
from engine.errors import Conflict, NotAllowed
from engine.handling import Handling, write_rows
from engine.reasons import reasoned
from engine.store.people import Person
from engine.store.readers import Reader
from engine.sweep import open_case


def add_reader(
    session: Session, case_id: int, person_id: str, reason: str, *, by: str, at: datetime
) -> None:
    """Open a closed case to one more person.

    Raises NotAllowed for who may not add, Conflict when the person keeps away from the case or it
    is not closed, InvalidSubmission without a reason, NotFound for nobody.
    """
    handling = open_case(session, case_id, at=at, by=by)
    person = people.get_person(session, person_id)
    with attempts.of(case_id, "readers", by):
        if not may_add(handling, by):
            raise NotAllowed(
                "增加在案人员须由本事项指定的岗位办理。",
                "Only the posts its matter names add persons to this case.",
                code="not_admitting",
            )
    if person_id in conflicts.stated(handling) or person_id in conflicts.concerned(handling):
        raise Conflict(
            f"{person.name}须回避本件，不能加入。",
            f"{person.name} keeps away from this case and cannot be added.",
            code="recused",
        )
    reason = reasoned(reason)
    access.admit(session, handling.case, person_id, access.ADDED, reason, at=at, by=by)
    handling.record("reader_added", person=person_id, reason=reason)
    write_rows(handling)


def may_add(handling: Handling, person_id: str) -> bool:
    """Say whether a person may add others to a case."""
    matter = handling.definition.matter
    held = people.posts_on(handling.session, person_id, handling.day)
    return access.is_closed(matter) and any(
        f"{section}/{post}" in matter.admitting for section, post in held
    )


def readers_of(session: Session, case_id: int) -> list[tuple[Reader, str]]:
    """Return who a closed case is open or shut to, with the person's name, oldest first."""
    query = (
        select(Reader, Person.name)
        .outerjoin(Person, Person.id == Reader.person_id)
        .where(Reader.case_id == case_id)
        .order_by(Reader.id)
    )
    return [(reader, name or reader.post or "") for reader, name in session.execute(query)]
