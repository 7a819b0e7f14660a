"""The rules of limits: list, versions, comparing two of them, taking one back."""

from collections.abc import Mapping
from typing import Any

from flask import Blueprint, flash, redirect, render_template, request, url_for
from sqlalchemy import select
from werkzeug.datastructures import MultiDict
from werkzeug.wrappers import Response

from engine import limit_changes
from engine.calendar_notices import missing_year
from engine.catalogue import catalogue
from engine.days import day_of
from engine.limit_rules import LimitRule, read_rule, rules_on, versions_on
from engine.recounting import recount_batch
from engine.store.publishing import LimitVersion, Matter
from web.access import needs_post, person
from web.catalogue_view import catalogue_rows
from web.clock_board import names
from web.language import _, listed, pick
from web.limit_form import Asked, ground_names, present_rule
from web.limit_words import (
    amount_words,
    extension_words,
    kind_words,
    ladder_words,
    mark_words,
    reach_words,
    rule_name,
)
from web.navigation import READERS
from web.proposal_view import waiting
from web.session import commits, db, now, reads
from web.times import long_moment
from web.what_if_view import entries

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
    return render_template(
        "limits/list.html",
        matters=matters,
        waiting=waiting(),
        missing=missing_year(db(), now()),
    )


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


@bp.get("/catalogue")
@needs_post(*READERS)
@reads
def catalogue_page() -> str:
    """Show the statutory limits by their articles, and how far each was checked."""
    q, mark = request.args.get("q", ""), request.args.get("mark", "")
    return render_template(
        "limits/catalogue.html",
        rows=catalogue_rows(q, mark),
        q=q,
        marks=[
            {"key": key, "name": mark_words(key), "selected": key == mark}
            for key in ("V", "K", "U")
        ],
    )


@bp.get("/<matter>/<limit>")
@needs_post(*READERS)
@reads
def show(matter: str, limit: str) -> str:
    """Show one limit, every version of it, who changed what and why."""
    rule = present_rule(Asked(matter, limit, MultiDict()))
    return render_template(
        "limits/show.html",
        rule=_row(matter, rule, versions_on(db(), matter, day_of(now()))[limit]),
        raw=rule.raw,
        basis=pick(str(rule.raw.get("basis", "")), str(rule.raw.get("basis_en", ""))),
        note=pick(str(rule.raw.get("note", "")), str(rule.raw.get("note_en", ""))),
        stop=listed(ground_names(matter, rule).get(name, name) for name in rule.stop),
        extension=extension_words(rule.extension),
        law=catalogue().get(str(rule.raw.get("law", ""))),
        siblings=_siblings(matter, rule),
        compare_url=url_for("limits.compare", matter=matter, limit=limit),
        matter_name=names().matters.get(matter, matter),
        versions=_versions(matter, limit),
        change_url=url_for("limits.what_if", matter=matter, limit=limit),
        may_change=person().has_post("administrator"),
    )


def _siblings(matter: str, rule: LimitRule) -> list[dict[str, str]]:
    """Return the limits that count from the same fact: the statute beside its promise."""
    kinds = {"statutory", "promised"}
    return [
        {
            "name": rule_name(one),
            "amount": amount_words(one.amount),
            "url": url_for("limits.show", matter=matter, limit=one.key),
        }
        for one in rules_on(db(), matter, day_of(now()))
        if {one.kind, rule.kind} == kinds and one.start == rule.start
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
    return {
        "id": version.id,
        "number": version.number,
        "from_on": version.from_on.isoformat() if before or version.number > 1 else "",
        "amount": amount_words(read_rule(version.limit_key, version.rule).amount),
        "by": persons.get(version.changed_by or "", version.changed_by or _("随事项发布")),
        "approved_by": persons.get(version.approved_by or "", version.approved_by or ""),
        "at": long_moment(version.changed_at),
        "reason": version.reason,
        "reach": reach_words(version.reach) if before else "",
        "entries": entries(version.matter_key, before.rule, version.rule) if before else [],
        "is_in_force": is_in_force,
        "is_future": version.from_on > day_of(now()) and version.taken_back_at is None,
        "is_taken_back": version.taken_back_at is not None,
        "taken_back": f"{persons.get(version.taken_back_by or '', '')} "
        f"{long_moment(version.taken_back_at)} {version.taken_back_reason}",
        "take_back_url": url_for("limits.take_back", version_id=version.id) if before else "",
    }


@bp.get("/<matter>/<limit>/compare")
@needs_post(*READERS)
@reads
def compare(matter: str, limit: str) -> str:
    """Show in which entries two versions of a limit differ."""
    found = {one.id: one for one in limit_changes.history(db(), matter, limit)}
    chosen = [request.args.get(key, 0, type=int) for key in ("old", "new")]
    pair = [found[key] for key in chosen if key in found]
    rule = present_rule(Asked(matter, limit, MultiDict()))
    return render_template(
        "limits/compare.html",
        name=rule_name(rule),
        url=url_for("limits.show", matter=matter, limit=limit),
        versions=[(one.id, _version_name(one)) for one in found.values()],
        chosen=chosen,
        pair=[_version_name(one) for one in pair],
        entries=entries(matter, pair[0].rule, pair[1].rule) if len(pair) == len(chosen) else None,
    )


def _version_name(version: LimitVersion) -> str:
    amount = amount_words(read_rule(version.limit_key, version.rule).amount)
    since = version.from_on.isoformat() if version.number > 1 else _("事项发布起")
    return f"{version.number} · {since} · {amount}"


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
