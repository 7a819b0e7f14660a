"""Migrations as use cases: plan one, say for each case whether it can come along, report."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from engine import people
from engine.comparing.change import Words
from engine.days import day_of
from engine.definitions import current_definition, load_definition
from engine.errors import InvalidSubmission, NotAllowed
from engine.handling import view_case
from engine.migration.judging import reasons_against, refuse_unknown
from engine.migration.plan import Plan, plan_to
from engine.store.case_migrations import MigratedCase, Migration
from engine.store.cases import Case

#: Whose holders, in any section, move cases to another version.
MIGRATORS = ("designer", "administrator")


@dataclass(frozen=True)
class Verdict:
    """Whether one case can be moved; no reasons: it can."""

    case_id: int
    number: str
    reasons: tuple[Words, ...]


def read_plan(
    session: Session, from_id: str, matter_key: str, chosen: Mapping[str, str] | None = None
) -> Plan:
    """Return the plan from a version to the current one; raises NotFound."""
    plan = plan_to(
        load_definition(session, from_id), current_definition(session, matter_key), chosen
    )
    refuse_unknown(plan)
    return plan


def plan_of(session: Session, migration: Migration) -> Plan:
    """Return the plan a migration followed."""
    old, new = (load_definition(session, one) for one in (migration.from_id, migration.to_id))
    return Plan(old, new, migration.mapping)


def old_versions(session: Session, matter_key: str) -> list[str]:
    """Return the ids of the versions running cases are on, but the current one."""
    current = current_definition(session, matter_key).id
    query = (
        select(Case.definition_id)
        .where(Case.matter_key == matter_key, Case.state == "open", Case.definition_id != current)
        .distinct()
    )
    return sorted(session.scalars(query))


def verdicts(session: Session, plan: Plan, *, at: datetime) -> list[Verdict]:
    """Judge every running case of the old version; writes nothing."""
    query = (
        select(Case)
        .where(Case.definition_id == plan.old.id, Case.state == "open")
        .order_by(Case.id)
    )
    return [
        Verdict(
            case.id,
            case.number,
            tuple(reasons_against(view_case(session, case, at=at), plan)),
        )
        for case in session.scalars(query)
    ]


def begin_migration(
    session: Session, plan: Plan, *, reason: str, by: str, at: datetime
) -> Migration:
    """Keep a plan that is about to be carried out.

    Raises NotAllowed, InvalidSubmission without a reason.
    """
    refuse_others(session, by, at=at)
    if not reason.strip():
        message = ("请写明原因，它会留痕。", "Say why; the reason is recorded.")
        raise InvalidSubmission({"reason": [message]})
    migration = Migration(
        matter_key=plan.new.matter_key,
        from_id=plan.old.id,
        to_id=plan.new.id,
        mapping=dict(plan.mapping),
        reason=reason.strip(),
        made_by=by,
        made_at=at,
    )
    session.add(migration)
    session.flush()
    return migration


def refuse_others(session: Session, by: str, *, at: datetime) -> None:
    """Raise NotAllowed unless a person may move cases to another version."""
    if not people.holds_post(session, by, MIGRATORS, day_of(at)):
        raise NotAllowed(
            "只有流程设计员和系统管理员可以把在办件移到新版本。",
            "Only designers and administrators move cases to another version.",
            code="not_a_designer",
        )


def results_of(session: Session, migration_id: int) -> list[MigratedCase]:
    """Return what a migration came to, case by case."""
    query = select(MigratedCase).where(MigratedCase.migration_id == migration_id)
    return list(session.scalars(query.order_by(MigratedCase.case_id)))


def migrations_of(session: Session, matter_key: str) -> list[Migration]:
    """Return the migrations of a matter, the latest first."""
    query = select(Migration).where(Migration.matter_key == matter_key)
    return list(session.scalars(query.order_by(Migration.id.desc())))
