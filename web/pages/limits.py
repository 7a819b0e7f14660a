"""The rules of limits: list, versions, what a change would do, apply, take back."""

from collections.abc import Mapping
from typing import Any

from flask import Blueprint, flash, make_response, redirect, render_template, request, url_for
from sqlalchemy import select
from werkzeug.wrappers import Response

from engine import limit_changes
from engine.days import day_of
from engine.definitions import current_definition
from engine.errors import InvalidSubmission
from engine.limit_rules import WITH, LimitRule, read_rule, rules_on, versions_on
from engine.recounting import recount_batch
from engine.store.publishing import LimitVersion, Matter
from web.access import needs_post, person
from web.clock_board import names
from web.language import _, pick
from web.limit_words import (
    amount_words,
    field_words,
    kind_words,
    ladder_words,
    mark_words,
    reach_options,
    reach_words,
    rule_name,
    unit_options,
    value_words,
)
from web.navigation import READERS
from web.session import commits, db, now, reads
from web.times import long_moment
from web.what_if_view import Asked, drafted, errors_of, form_values, outcome, present_rule

bp = Blueprint("limits", __name__, url_prefix="/limits")


@bp.get("")
@needs_post(*READERS)
@reads
def all() -> str:
    """Show the limits of every matter as they hold today."""
    today = day_of(now())
    matters = [
        {
            "name": pick(matter.name, matter.name_en),
            "rows": [
                _row(matter.key, rule, versions[rule.key])
                for versions in [versions_on(db(), matter.key, today)]
                for rule in rules_on(db(), matter.key, today)
            ],
        }
        for matter in db().scalars(select(Matter).order_by(Matter.key))
    ]
    return render_template("limits/list.html", matters=matters)


def _row(matter_key: str, rule: LimitRule, version: LimitVersion) -> dict[str, Any]:
    return {
        "name": rule_name(rule),
        "url": url_for("limits.show", matter=matter_key, limit=rule.key),
        "amount": amount_words(rule.amount),
        "kind": rule.kind,
        "kind_text": kind_words(rule.kind),
        "article": rule.article,
        "mark": rule.mark,
        "mark_text": mark_words(rule.mark),
        "ladder": ladder_words(rule),
        "since": "" if version.number == 1 else version.from_on.isoformat(),
    }


@bp.get("/<matter>/<limit>")
@needs_post(*READERS)
@reads
def show(matter: str, limit: str) -> str:
    """Show one limit, every version of it, who changed what and why."""
    rule = present_rule(Asked(matter, limit, {}))
    return render_template(
        "limits/show.html",
        rule=_row(matter, rule, versions_on(db(), matter, day_of(now()))[limit]),
        raw=rule.raw,
        basis=pick(str(rule.raw.get("basis", "")), str(rule.raw.get("basis_en", ""))),
        note=pick(str(rule.raw.get("note", "")), str(rule.raw.get("note_en", ""))),
        stop=_grounds(matter, rule),
        matter_name=names().matters.get(matter, matter),
        versions=_versions(matter, limit),
        change_url=url_for("limits.what_if", matter=matter, limit=limit),
        may_change=person().has_post("administrator"),
    )


def _grounds(matter: str, rule: LimitRule) -> list[str]:
    """Return the names of the grounds that stop a limit, from the matter's closed list."""
    raw = current_definition(db(), matter).matter.raw
    grounds = {
        row["key"]: pick(row["name"], row.get("name_en", ""))
        for row in raw.get("special", {}).get("grounds", ())
    }
    leaders = {other.key: rule_name(other) for other in rules_on(db(), matter, day_of(now()))}
    return [
        _("随“%(limit)s”一起停", limit=leaders.get(name.removeprefix(WITH), name))
        if name.startswith(WITH)
        else grounds.get(name, name)
        for name in rule.stop
    ]


def _versions(matter: str, limit: str) -> list[dict[str, Any]]:
    found = limit_changes.history(db(), matter, limit)
    called, today = names(), day_of(now())
    standing = [version for version in found if version.taken_back_at is None]
    in_force = next((version for version in standing if version.from_on <= today), None)
    return [_version(v, standing, called.persons, v is in_force) for v in found]


def _version(
    version: LimitVersion,
    standing: list[LimitVersion],
    persons: Mapping[str, str],
    is_in_force: bool,
) -> dict[str, Any]:
    older = [one for one in standing if one.id < version.id and one.from_on <= version.from_on]
    before = max(older, key=lambda one: (one.from_on, one.number), default=None)
    changed = limit_changes.compare(before.rule, version.rule) if before else []
    return {
        "number": version.number,
        "from_on": version.from_on.isoformat() if before or version.number > 1 else "",
        "amount": amount_words(read_rule(version.limit_key, version.rule).amount),
        "by": persons.get(version.changed_by or "", version.changed_by or _("随事项发布")),
        "at": long_moment(version.changed_at),
        "reason": version.reason,
        "reach": reach_words(version.reach) if before else "",
        "entries": [
            {
                "name": field_words(one.field),
                "old": value_words(one.field, one.old),
                "new": value_words(one.field, one.new),
            }
            for one in changed
        ],
        "is_in_force": is_in_force,
        "is_taken_back": version.taken_back_at is not None,
        "taken_back": f"{persons.get(version.taken_back_by or '', '')} "
        f"{long_moment(version.taken_back_at)} {version.taken_back_reason}",
        "take_back_url": url_for("limits.take_back", version_id=version.id) if before else "",
    }


def _asked(values: Mapping[str, str]) -> Asked:
    kept = {key: value for key, value in values.items() if key not in {"matter", "limit"}}
    return Asked(values.get("matter", ""), values.get("limit", ""), kept)


@bp.get("/what-if")
@needs_post(*READERS)
@reads
def what_if() -> str:
    """Show what a change would do, before it is made."""
    return _page(_asked(request.args.to_dict()), {})


def _page(asked: Asked, errors: dict[str, str]) -> str:
    values: dict[str, Any] = {"chosen": None, "choices": _choices(asked), "outcome": None}
    if asked.limit:
        rule = present_rule(asked)
        values |= {"chosen": _chosen(asked, rule), "form": form_values(asked, rule)}
        if asked.is_drafted and not set(errors) - {"reason"}:
            try:
                values["outcome"] = outcome(asked, drafted(asked))
            except InvalidSubmission as error:
                errors = errors_of(error)
    return render_template(
        "limits/what_if.html",
        **values,
        errors=errors,
        units=unit_options(),
        reaches=reach_options(),
        sent=dict(asked.values),
        reason=request.form.get("reason", ""),
        may_change=person().has_post("administrator"),
    )


def _chosen(asked: Asked, rule: LimitRule) -> dict[str, Any]:
    return {
        "matter": asked.matter,
        "limit": asked.limit,
        "name": rule_name(rule),
        "amount": amount_words(rule.amount),
        "kind_text": kind_words(rule.kind),
        "url": url_for("limits.show", matter=asked.matter, limit=asked.limit),
    }


def _choices(asked: Asked) -> list[dict[str, Any]]:
    today = day_of(now())
    return [
        {
            "name": pick(matter.name, matter.name_en),
            "rows": [
                {
                    "url": url_for("limits.what_if", matter=matter.key, limit=rule.key),
                    "name": rule_name(rule),
                    "amount": amount_words(rule.amount),
                    "kind_text": kind_words(rule.kind),
                    "is_chosen": (matter.key, rule.key) == (asked.matter, asked.limit),
                }
                for rule in rules_on(db(), matter.key, today)
            ],
        }
        for matter in db().scalars(select(Matter).order_by(Matter.key))
    ]


@bp.post("/what-if")
@needs_post("administrator")
@commits
def apply() -> Response:
    """Make the change that was shown."""
    form = request.form.to_dict()
    asked = _asked({k: v for k, v in form.items() if k not in {"csrf_token", "reason"}})
    try:
        version = limit_changes.apply_change(
            db(), drafted(asked), reason=form.get("reason", ""), by=person().id, at=now()
        )
    except InvalidSubmission as error:
        errors = errors_of(error)
        return make_response(_page(asked, errors), 422)
    recount_batch(db(), at=now(), cause=version.reason)
    flash(_("已生效：自 %(day)s 起适用新版本。", day=version.from_on.isoformat()))
    return redirect(url_for("limits.show", matter=asked.matter, limit=asked.limit))


@bp.post("/versions/<int:version_id>/take-back")
@needs_post("administrator")
@commits
def take_back(version_id: int) -> Response:
    """Take a version back; open cases it moved get their rule again."""
    reason = request.form.get("reason", "")
    version = limit_changes.take_back(db(), version_id, reason=reason, by=person().id, at=now())
    recount_batch(db(), at=now(), cause=version.taken_back_reason)
    flash(_("已撤回该版本，原规则继续适用。"))
    return redirect(url_for("limits.show", matter=version.matter_key, limit=version.limit_key))
