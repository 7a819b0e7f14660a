"""Changes of limits by an administrator: applied from a day on, taken back, compared.

A version holds from its day until the next one. Open cases keep the rule they began with unless
the administrator says otherwise; a clock that moves keeps what it had in `limit_moves`, so that
taking back restores it. Stored projections follow in batches (see `engine.recounting`).
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, func, insert, literal, select, update
from sqlalchemy.orm import Session

from engine.days import day_of
from engine.errors import Conflict, InvalidSubmission, NotFound
from engine.limit_drafts import LimitDraft, Reach, refuse_overlap, versions_of
from engine.limit_rules import read_rule
from engine.open_clocks import forget
from engine.recounting import REPLACED
from engine.staleness import stale_kinds
from engine.store.cases import Case
from engine.store.clocks import Clock, LimitMove
from engine.store.publishing import LimitVersion, Matter


@dataclass(frozen=True)
class Changed:
    """One entry in which two versions of a rule differ; None where one has none."""

    field: str
    old: object
    new: object


def apply_change(
    session: Session,
    draft: LimitDraft,
    *,
    reason: str,
    by: str,
    at: datetime,
    approved_by: str | None = None,
) -> LimitVersion:
    """Write a version and, when its day has come, move the open cases its reach names."""
    refuse_silence(reason)
    # One change of a matter at a time: two would take the same number.
    session.get(Matter, draft.matter_key, with_for_update=True)
    refuse_overlap(session, draft)
    number = session.scalar(
        select(func.max(LimitVersion.number)).where(*versions_of(draft.matter_key, draft.limit_key))
    )
    version = LimitVersion(
        matter_key=draft.matter_key,
        limit_key=draft.limit_key,
        number=(number or 0) + 1,
        from_on=draft.from_on,
        rule=dict(draft.rule),
        changed_by=by,
        changed_at=at,
        reason=reason.strip(),
        reach=draft.reach.value,
        approved_by=approved_by,
    )
    session.add(version)
    session.flush()
    move_due(session, at=at)
    return version


def refuse_silence(reason: str) -> None:
    """Refuse a change nobody gives a reason for; raises InvalidSubmission."""
    if not reason.strip():
        raise InvalidSubmission({"reason": [("请说明改动的原因。", "Say why it is changed.")]})


def move_due(session: Session, *, at: datetime) -> int:
    """Move the open cases of every version whose day has come; returns how many clocks moved."""
    due = session.scalars(
        select(LimitVersion).where(*_is_due(at)).order_by(LimitVersion.from_on, LimitVersion.id)
    )
    return sum(_move(session, version, at) for version in list(due))


def _is_due(at: datetime) -> tuple[ColumnElement[bool], ...]:
    return (
        LimitVersion.reach != Reach.KEEP,
        LimitVersion.moved_at.is_(None),
        LimitVersion.taken_back_at.is_(None),
        LimitVersion.from_on <= day_of(at),
    )


def is_any_stale(session: Session, *, at: datetime) -> bool:
    """Say whether open cases wait to be moved, or a clock to be recounted."""
    waiting = select(LimitVersion.id).where(*_is_due(at)).limit(1)
    return session.scalar(waiting) is not None or next(stale_kinds(session), None) is not None


def _move(session: Session, version: LimitVersion, at: datetime) -> int:
    rule = read_rule(version.limit_key, version.rule, day_of(at))
    moved = (
        select(literal(version.id), Clock.id, Clock.rule, Clock.amount)
        .join(Case, Case.id == Clock.case_id)
        .where(*moved_by(version))
    )
    kept = insert(LimitMove).from_select(
        ["version_id", "clock_id", "old_rule", "old_amount"], moved
    )
    session.flush()
    session.connection().execute(kept)
    # What FEEL gave a case when its clock started stays what it was told.
    is_told = rule.amount.startswith("=")
    number = (
        session.connection()
        .execute(
            update(Clock)
            .where(Clock.id == LimitMove.clock_id, LimitMove.version_id == version.id)
            .values(
                rule=dict(rule.raw),
                amount=Clock.amount if is_told else rule.amount,
                calendar_version=REPLACED,
            )
        )
        .rowcount
    )
    forget(session, (Clock,))
    version.moved_at = at
    session.flush()
    return number


def moved_by(version: LimitDraft | LimitVersion) -> tuple[ColumnElement[bool], ...]:
    """Return the conditions of the open clocks a change takes along, for Clock joined to Case."""
    conditions = [
        Case.matter_key == version.matter_key,
        Clock.limit_key == version.limit_key,
        Clock.state != "ended",
    ]
    if version.reach == Reach.SINCE:
        conditions.append(Clock.start_on >= version.from_on)
    return tuple(conditions)


def take_back(
    session: Session, version_id: int, *, reason: str, by: str, at: datetime
) -> LimitVersion:
    """Undo a version: the one before holds again, open clocks it moved get their rule back.

    Raises Conflict for the first version, one taken back before, or one a later change built on.
    """
    version = find_version(session, version_id)
    _refuse_taking_back(session, version, reason)
    session.flush()
    session.connection().execute(
        update(Clock)
        .where(
            Clock.id == LimitMove.clock_id,
            LimitMove.version_id == version.id,
            Clock.state != "ended",
        )
        .values(rule=LimitMove.old_rule, amount=LimitMove.old_amount, calendar_version=REPLACED)
    )
    forget(session, (Clock,))
    version.taken_back_at, version.taken_back_by = at, by
    version.taken_back_reason = reason.strip()
    session.flush()
    return version


def find_version(session: Session, version_id: int) -> LimitVersion:
    """Return a version; raises NotFound."""
    version = session.get(LimitVersion, version_id)
    if version is None:
        raise NotFound(f"没有版本 {version_id}", f"There is no version {version_id}.")
    return version


def _refuse_taking_back(session: Session, version: LimitVersion, reason: str) -> None:
    if not reason.strip():
        raise InvalidSubmission({"reason": [("请说明撤回的原因。", "Say why it is taken back.")]})
    if version.taken_back_at is not None:
        raise Conflict("该版本已经撤回。", "This version was taken back already.")
    others = list(
        session.scalars(
            select(LimitVersion).where(
                *versions_of(version.matter_key, version.limit_key),
                LimitVersion.id != version.id,
                LimitVersion.taken_back_at.is_(None),
            )
        )
    )
    if not any(other.from_on <= version.from_on for other in others):
        raise Conflict(
            "这是该时限的第一个版本，不能撤回，只能另立新版本。",
            "This is the limit's first version; it can only be followed by another.",
            code="first_version",
        )
    if any(other.id > version.id and other.moved_at is not None for other in others):
        raise Conflict(
            "其后的版本已改动在办件，请先撤回较新的版本。",
            "A later version moved open cases; take that one back first.",
            code="version_buried",
        )


def history(session: Session, matter_key: str, limit_key: str) -> list[LimitVersion]:
    """Return every version of a limit, also those taken back, the newest first."""
    return list(
        session.scalars(
            select(LimitVersion)
            .where(*versions_of(matter_key, limit_key))
            .order_by(LimitVersion.from_on.desc(), LimitVersion.number.desc())
        )
    )


def compare(old: Mapping[str, Any], new: Mapping[str, Any]) -> list[Changed]:
    """Return the entries in which two tables of a limit differ, in the order of their names."""
    return [
        Changed(field, old.get(field), new.get(field))
        for field in sorted({*old, *new})
        if old.get(field) != new.get(field)
    ]
