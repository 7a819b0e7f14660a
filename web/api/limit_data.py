"""Limits and their versions as the API gives them."""

from typing import Any

from sqlalchemy.orm import Session

from engine.limit_rules import LimitRule
from engine.store.publishing import LimitVersion
from web.api.names import Names
from web.limit_words import rule_name, unit_of


def limit_data(session: Session, rule: LimitRule, version: LimitVersion) -> dict[str, Any]:
    """Return a limit as it holds by a version."""
    extension = rule.extension
    return {
        "matter": Names(session).matter(version.matter_key),
        "key": rule.key,
        "name": rule_name(rule),
        "kind": rule.kind,
        "amount": rule.amount,
        "unit": unit_of(rule),
        "start": rule.start,
        "ends": rule.ends,
        "law": str(rule.raw.get("law", "")),
        "article": rule.article,
        "mark": rule.mark,
        "stop": list(rule.stop),
        "extension": {"most": extension.most, "times": extension.times, "by": extension.by}
        if extension
        else None,
        "ladder": [
            {
                "key": rung.key,
                "level": rung.level,
                "left": rung.left,
                "share": rung.share,
                "told": list(rung.told),
            }
            for rung in rule.ladder
        ],
        "from_on": version.from_on,
    }


def version_data(session: Session, version: LimitVersion) -> dict[str, Any]:
    """Return one version of a limit: who made it, when and why."""
    names = Names(session)
    return {
        "id": version.id,
        "number": version.number,
        "from_on": version.from_on,
        "rule": version.rule,
        "reach": version.reach,
        "reason": version.reason,
        "changed_by": names.person(version.changed_by),
        "changed_at": version.changed_at,
        "approved_by": names.person(version.approved_by),
        "taken_back_at": version.taken_back_at,
        "taken_back_by": names.person(version.taken_back_by),
        "taken_back_reason": version.taken_back_reason,
    }
