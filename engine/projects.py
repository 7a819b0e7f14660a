"""Projects (项目代码) and organisations (统一社会信用代码) as records that cases hang on.

What a matter's `[project]` table says of a case is entered when the case is saved; nothing is
written while it stays the same. What departments share is never overwritten by an application.
"""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from sqlalchemy import delete
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.orm import Session

from engine.case_document import plain
from engine.errors import NotFound
from engine.matters import Matter, ProjectRule
from engine.store import json
from engine.store.base import Table
from engine.store.cases import Case
from engine.store.registers import Organisation, Party, Project

LONGEST_CODE = 18
MOST_PARTIES = 200


@dataclass(frozen=True)
class PartyIn:
    """An organisation that takes part in a case."""

    role: str
    code: str
    name: str


@dataclass(frozen=True)
class Enrolment:
    """What a case says of its project and parties."""

    code: str | None
    name: str
    developer_code: str
    parties: tuple[PartyIn, ...]

    @property
    def hash(self) -> str:
        """The hash by which a change is noticed."""
        parties = [[one.role, one.code, one.name] for one in self.parties]
        return json.sha256([self.code, self.name, self.developer_code, parties])


def enter_project(
    session: Session, case: Case, matter: Matter, evaluate: Callable[[str], object]
) -> None:
    """Enter the project and the parties of a case where they changed since it was last saved."""
    if matter.project is None:
        return
    told = _told(case, matter.project, evaluate)
    if told.hash == case.enrolled:
        return
    case.enrolled = told.hash
    _enter_organisations(session, told.parties)
    _enter_row(session, case, told)
    _enter_parties(session, case, told.parties)


def _told(case: Case, rule: ProjectRule, evaluate: Callable[[str], object]) -> Enrolment:
    def text(expression: str) -> str:
        value = evaluate(expression) if expression else None
        return "" if value is None else str(value).strip()

    parties = plain(evaluate(rule.parties)) if rule.parties else []
    return Enrolment(
        code=case.project_code,
        name=text(rule.name)[:240] or case.title,
        developer_code=text(rule.developer)[:LONGEST_CODE],
        parties=tuple(dict.fromkeys(_parties(parties))),
    )


def _parties(rows: Any) -> Iterable[PartyIn]:
    """Yield the rows that name an organisation by a code it can have."""
    for row in rows[:MOST_PARTIES] if isinstance(rows, list) else ():
        given = row if isinstance(row, Mapping) else {}
        code, name = (str(given.get(key) or "").strip() for key in ("code", "name"))
        if code and len(code) <= LONGEST_CODE and name:
            yield PartyIn(str(given.get("role") or "")[:40], code, name[:200])


def _enter_organisations(session: Session, parties: Iterable[PartyIn]) -> None:
    """Add the organisations nobody knew yet; a known one keeps the register's name."""
    rows = {one.code: {"code": one.code, "name": one.name} for one in parties}
    if rows:
        usual = {"role": "", "qualification": "", "credit_grade": ""}
        given = [{**usual, **rows[code]} for code in sorted(rows)]
        session.execute(_insert(session, Organisation).values(given).on_conflict_do_nothing())


def _enter_row(session: Session, case: Case, told: Enrolment) -> None:
    """Add a project, or correct the one this case was first to name."""
    if told.code is None:
        return
    values = {"name": told.name, "developer_code": told.developer_code}
    row = {"code": told.code, "case_id": case.id, **values}
    session.execute(
        _insert(session, Project)
        .values(row)
        .on_conflict_do_update(
            index_elements=[Project.code], set_=values, where=Project.case_id == case.id
        )
    )


def _enter_parties(session: Session, case: Case, parties: Iterable[PartyIn]) -> None:
    session.execute(delete(Party).where(Party.case_id == case.id))
    keys = sorted({(one.code, one.role) for one in parties})
    if keys:
        rows = [{"case_id": case.id, "organisation_code": c, "role": r} for c, r in keys]
        session.execute(_insert(session, Party).values(rows))


def _insert(session: Session, table: type[Table]) -> Any:
    is_sqlite = session.get_bind().dialect.name == "sqlite"
    return sqlite.insert(table) if is_sqlite else postgresql.insert(table)


def find_project(session: Session, code: str) -> Project:
    """Return a project by its code; raises NotFound."""
    found = session.get(Project, code)
    if found is None:
        raise NotFound(
            f"没有项目 {code}。项目在第一个办件申报后登记，请核对代码。",
            f"There is no project {code}; it is entered with its first case. Check the code.",
        )
    return found


def find_organisation(session: Session, code: str) -> Organisation:
    """Return an organisation by its code; raises NotFound."""
    found = session.get(Organisation, code)
    if found is None:
        raise NotFound(f"主体库中没有 {code}。", f"There is no organisation {code}.")
    return found
