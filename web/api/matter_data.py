"""Matters as the API gives them."""

from datetime import datetime
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from engine.case_document import plain
from engine.cases import start_form
from engine.days import day_of
from engine.definitions import Definition
from engine.limit_rules import LimitRule, rule_on
from engine.limits.units import Amount
from engine.matters import Material
from engine.store.publishing import LimitVersion
from forms.submit import form_of, start_context
from web.api.clock_data import ORDER
from web.api.form_data import form_data
from web.language import language, pick


def matter_row(definition: Definition) -> dict[str, Any]:
    """Return a matter as lists show it."""
    matter = definition.matter
    return {
        "key": matter.key,
        "name": pick(matter.name, matter.name_en),
        "version": definition.version,
        "result": pick(matter.raw.get("result", ""), matter.raw.get("result_en", "")),
        "materials_count": len(matter.materials),
    }


def matter_data(
    session: Session, definition: Definition, *, by: str, at: datetime
) -> dict[str, Any]:
    """Return a matter with its guide, materials, conditions, limits and start form."""
    matter = definition.matter
    return {
        **matter_row(definition),
        "definition": definition.id,
        "guide": _guide(definition),
        "materials": [_material(one) for one in matter.materials],
        "conditions": [
            {"text": pick(row["text"], row.get("text_en", "")), "article": row.get("article", "")}
            for row in matter.raw.get("conditions", [])
        ],
        "limits": _limits(session, definition, at),
        "fees": plain(matter.raw.get("fees", {})),
        "form": _start_form(session, definition, by=by, at=at),
    }


def _guide(definition: Definition) -> str:
    name = "guide.en.md" if language() == "en" and "guide.en.md" in definition.files else "guide.md"
    return definition.file(name).decode()


def _material(material: Material) -> dict[str, Any]:
    return {
        "code": material.code,
        "name": pick(material.name, material.name_en),
        "necessity": material.necessity,
        "when": material.when,
        "certificate": material.certificate,
        "form": material.form,
        "note": pick(material.note, material.note_en),
    }


def _limits(session: Session, definition: Definition, at: datetime) -> list[dict[str, Any]]:
    keys = session.scalars(
        select(LimitVersion.limit_key)
        .where(LimitVersion.matter_key == definition.matter_key)
        .distinct()
        .order_by(LimitVersion.limit_key)
    )
    rules = [rule_on(session, definition.matter_key, key, day_of(at)) for key in keys]
    return [_limit(rule) for rule in sorted(rules, key=lambda rule: ORDER.get(rule.kind, 3))]


def _limit(rule: LimitRule) -> dict[str, Any]:
    amount = None if rule.amount.startswith("=") else Amount.parse(rule.amount)
    return {
        "key": rule.key,
        "name": pick(rule.name, rule.name_en),
        "amount": rule.amount,
        "amount_text": pick(amount.name_zh, amount.name_en) if amount else "",
        "article": rule.article,
        "mark": rule.mark,
        "kind": rule.kind,
    }


def _start_form(
    session: Session, definition: Definition, *, by: str, at: datetime
) -> dict[str, Any]:
    key = start_form(definition)
    context = start_context(session, definition, by=by, at=at, language=language())
    return form_data(form_of(definition, key), definition.form_text(key), {}, context)
