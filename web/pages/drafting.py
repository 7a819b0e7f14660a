"""推演: a change of a limit drafted, looked at, then made or left to a second person."""

from typing import Any

from flask import flash, make_response, redirect, render_template, request, url_for
from sqlalchemy import select
from werkzeug.wrappers import Response

from engine import proposals
from engine.days import day_of
from engine.errors import InvalidSubmission
from engine.limit_rules import LimitRule, rules_on
from engine.recounting import recount_batch
from engine.store.publishing import LimitVersion, Matter
from web.access import needs_post, person
from web.language import _, pick
from web.limit_form import Asked, drafted, form_values, present_rule
from web.limit_words import (
    amount_words,
    kind_words,
    level_options,
    reach_options,
    rule_name,
    unit_options,
)
from web.navigation import READERS
from web.pages.limits import bp
from web.session import commits, db, now, reads
from web.what_if_view import errors_of, outcome


@bp.get("/what-if")
@needs_post(*READERS)
@reads
def what_if() -> str:
    """Show what a change would do, before it is made."""
    return _page(Asked.of(request.args), {})


def _page(asked: Asked, errors: dict[str, str]) -> str:
    values: dict[str, Any] = {"chosen": None, "choices": _choices(), "outcome": None}
    if asked.limit:
        rule = present_rule(asked)
        values |= {"chosen": _chosen(asked, rule), "form": form_values(asked, rule)}
        if asked.is_drafted and not set(errors) - {"reason"}:
            try:
                values["outcome"] = outcome(drafted(asked))
            except InvalidSubmission as error:
                errors = errors_of(error)
    return render_template(
        "limits/what_if.html",
        **values,
        errors=errors,
        units=unit_options(),
        levels=level_options(),
        reaches=reach_options(),
        sent=list(asked.sent.items(multi=True)),
        reason=request.form.get("reason", ""),
        may_change=person().has_post("administrator"),
        asks_second=proposals.asks_for_second(db(), proposals.LIMIT),
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


def _choices() -> list[dict[str, Any]]:
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
    """Make the change that was shown, or leave it to a second person."""
    asked = Asked.of(request.form)
    try:
        made = proposals.change_limit(
            db(),
            drafted(asked),
            reason=request.form.get("reason", ""),
            by=person().id,
            at=now(),
        )
    except InvalidSubmission as error:
        return make_response(_page(asked, errors_of(error)), 422)
    if not isinstance(made, LimitVersion):
        flash(_("已提交，待另一人批准后生效。"))
        return redirect(url_for("proposals.show", proposal_id=made.id))
    recount_batch(db(), at=now(), cause=made.reason)
    flash(_("已生效：自 %(day)s 起适用新版本。", day=made.from_on.isoformat()))
    return redirect(url_for("limits.show", matter=asked.matter, limit=asked.limit))
