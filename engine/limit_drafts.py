"""A change of a limit before it is made: judged by shape, by law, and on every day it touches."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Any

from sqlalchemy import ColumnElement, select
from sqlalchemy.orm import Session

from engine.calendars import load_calendar
from engine.definitions import current_definition
from engine.errors import InvalidSubmission
from engine.limit_checks import check_tables
from engine.limit_rules import LimitRule, read_rule, rule_on, versions_on
from engine.limit_shapes import check_shapes
from engine.limits.counting import last_day
from engine.limits.errors import CountingError
from engine.limits.units import Amount
from engine.store import json
from engine.store.people import Post, Section
from engine.store.publishing import LimitVersion

#: Who is told at a rung besides the persons of a section named by its key.
ROLES = ("holder", "chief", "applicant")


class Reach(StrEnum):
    """Which open cases a change takes along."""

    #: None: only what starts on or after the day.
    KEEP = "keep"
    #: Those that started counting on or after the day.
    SINCE = "since"
    #: Every open one.
    ALL = "all"


@dataclass(frozen=True)
class LimitDraft:
    """A change that was judged and could be applied."""

    matter_key: str
    limit_key: str
    from_on: date
    rule: Mapping[str, Any]
    reach: Reach


def draft_change(
    session: Session,
    matter_key: str,
    limit_key: str,
    changes: Mapping[str, Any],
    *,
    from_on: date,
    reach: Reach | str = Reach.KEEP,
) -> LimitDraft:
    """Judge a change of a limit's table from a day on; keys set to None are removed.

    Raises InvalidSubmission with every reason, NotFound when the limit does not exist by then.
    """
    known = rule_on(session, matter_key, limit_key, from_on)
    wrong = check_shapes(changes)
    if wrong:
        raise InvalidSubmission(wrong)
    stored = versions_on(session, matter_key, from_on)[limit_key].rule
    exact = json.loads(json.dumps(dict(changes)))
    rule = {k: v for k, v in {**stored, **exact}.items() if v is not None}
    if rule == stored:
        raise InvalidSubmission({"": [("没有改动。", f"Nothing changes in {known.name_en}.")]})
    draft = LimitDraft(matter_key, limit_key, from_on, rule, read_reach(reach))
    judge(session, draft)
    return draft


def read_reach(text: str) -> Reach:
    """Read a reach; raises InvalidSubmission."""
    try:
        return Reach(text)
    except ValueError:
        known = "、".join(Reach)
        zh, en = f"在办件的处理只能是 {known}。", f"reach must be one of {', '.join(Reach)}."
        raise InvalidSubmission({"reach": [(zh, en)]}) from None


def judge(session: Session, draft: LimitDraft) -> None:
    """Refuse a draft that overlaps a version or is unlawful; raises InvalidSubmission."""
    refuse_overlap(session, draft)
    _refuse_strangers(session, draft)
    _refuse_unlawful(session, draft)
    _refuse_endless(session, draft)


def refuse_overlap(session: Session, draft: LimitDraft) -> None:
    """Refuse a draft from a day on which a version begins already; raises InvalidSubmission."""
    same = session.scalar(
        select(LimitVersion).where(
            *versions_of(draft.matter_key, draft.limit_key),
            LimitVersion.from_on == draft.from_on,
            LimitVersion.taken_back_at.is_(None),
        )
    )
    if same is not None:
        zh = f"{draft.from_on} 起已有一个版本，生效日重叠；请先撤回它或另选日期。"
        en = (
            f"A version begins on {draft.from_on} already; take it back first "
            "or choose another day."
        )
        raise InvalidSubmission({"from_on": [(zh, en)]})


def versions_of(matter_key: str, limit_key: str) -> tuple[ColumnElement[bool], ...]:
    """Return the conditions of all versions of a limit."""
    return (LimitVersion.matter_key == matter_key, LimitVersion.limit_key == limit_key)


def _refuse_strangers(session: Session, draft: LimitDraft) -> None:
    """Refuse roles nobody can hold, and a post that does not exist."""
    try:
        rule = read_rule(draft.limit_key, draft.rule, draft.from_on)
    except (CountingError, KeyError):
        return  # told with the law
    roles = {*ROLES, *session.scalars(select(Section.key))}
    messages = [
        (f"没有可以告知的“{role}”。", f"There is nobody to tell called {role!r}.")
        for role in dict.fromkeys(r for rung in rule.ladder for r in rung.told)
        if role not in roles
    ]
    by = rule.extension.by if rule.extension else ""
    if by and session.get(Post, by) is None:
        messages.append((f"没有岗位“{by}”。", f"There is no post {by!r}."))
    if messages:
        raise InvalidSubmission({"rule": messages})


def _refuse_unlawful(session: Session, draft: LimitDraft) -> None:
    """Judge the matter's limits as they would stand on every day the change can touch."""
    raw = current_definition(session, draft.matter_key).matter.raw
    grounds = frozenset(row["key"] for row in raw.get("special", {}).get("grounds", ()))
    messages: dict[tuple[str, str], None] = {}
    for day in _days_touched(session, draft):
        tables = {key: row.rule for key, row in versions_on(session, draft.matter_key, day).items()}
        try:
            found = check_tables({**tables, draft.limit_key: draft.rule}, grounds)
        except CountingError as error:
            messages[error.zh, error.en] = None
            continue
        messages |= {(one.zh, one.en): None for one in found if one.severity == "error"}
    if messages:
        raise InvalidSubmission({"rule": list(messages)})


def _refuse_endless(session: Session, draft: LimitDraft) -> None:
    """Refuse an amount that reaches past every calendar."""
    rule = rule_in(draft)
    if rule.amount.startswith("=") or Amount.parse(rule.amount).unit.is_hours:
        return
    try:
        last_day(draft.from_on, Amount.parse(rule.amount), load_calendar(session))
    except CountingError as error:
        raise InvalidSubmission({"rule": [(error.zh, error.en)]}) from error


def _days_touched(session: Session, draft: LimitDraft) -> list[date]:
    """Return the day of the change, and each later one on which another limit changes under it."""
    later = session.execute(
        select(LimitVersion.limit_key, LimitVersion.from_on)
        .where(
            LimitVersion.matter_key == draft.matter_key,
            LimitVersion.from_on > draft.from_on,
            LimitVersion.taken_back_at.is_(None),
        )
        .order_by(LimitVersion.from_on)
    ).all()
    ends_on = next((day for key, day in later if key == draft.limit_key), None)
    return [draft.from_on, *sorted({day for _, day in later if ends_on is None or day < ends_on})]


def rule_in(draft: LimitDraft) -> LimitRule:
    """Return the rule a draft would bring."""
    return read_rule(draft.limit_key, draft.rule, draft.from_on)
