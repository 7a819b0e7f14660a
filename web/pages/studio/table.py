"""The table editor: a frame, and the engine's own answer to what a designer tries."""

import re
from collections.abc import Mapping
from typing import Any

from flask import Response, abort, render_template, request, url_for

from engine import dmn, feel
from engine.store import json
from engine.studio import drafts
from web.access import needs_post
from web.language import pick
from web.pages.studio.blueprint import DESIGNERS, bp, frame
from web.session import db, now, reads

#: What a tried row may set: names with dots between them.
PATH = re.compile(r"[^\W\d]\w*(\.[^\W\d]\w*)*")
#: More rows than anybody writes by hand.
MOST_ROWS = 100


class Computed(Exception):
    """An input is worked out from others, so a tried row cannot say it."""

    def __init__(self, expression: str) -> None:
        """Say what it is in both languages."""
        self.zh = f"输入“{expression}”是算出来的，不能在这里试；请在试运行中试。"
        self.en = f"The input {expression!r} is worked out and cannot be tried here; use a dry run."
        super().__init__(self.en)


@bp.get("/<matter>/tables/<key>")
@needs_post(*DESIGNERS)
@reads
def table(matter: str, key: str) -> str:
    """Show the editor on a decision file of the draft."""
    path = f"{key}.dmn"
    if path not in drafts.files_now(db(), matter, at=now()):
        raise drafts.no_file(matter, path)
    return render_template(
        "studio/table.html",
        **frame(matter),
        path=path,
        file_url=url_for("studio.file", matter=matter, path=path),
        try_url=url_for("studio.table_try", matter=matter, key=key),
    )


@bp.post("/<matter>/tables/<key>/try")
@needs_post(*DESIGNERS)
@reads
def table_try(matter: str, key: str) -> Response:
    """Answer what an unsaved decision says to each row of {xml, decision, rows}; saves nothing.

    A row maps input expressions to FEEL values. The answer lists {value, rules} or {wrong}.
    """
    sent = request.get_json(silent=True)
    if not isinstance(sent, dict) or not isinstance(sent.get("rows"), list):
        abort(400)
    try:
        model = dmn.read_model(str(sent.get("xml", "")).encode())
        answers = [
            _tried(model, str(sent.get("decision", "")), row) for row in sent["rows"][:MOST_ROWS]
        ]
    except dmn.InvalidDecision as fault:
        answers = [{"wrong": pick(fault.zh, fault.en)}] * len(sent["rows"])
    return Response(json.dumps(answers), mimetype="application/json")


def _tried(model: dmn.Model, decision: str, row: Mapping[str, Any]) -> dict[str, Any]:
    try:
        outcome = dmn.decide(model, decision, _inputs(row), now=now())
    except (Computed, dmn.InvalidDecision) as fault:
        return {"wrong": pick(fault.zh, fault.en)}
    except feel.FeelError as fault:
        return {"wrong": str(fault)}
    rules = [rule for match in outcome.matches for rule in match.rules]
    return {"value": json.dumps(outcome.value), "rules": rules}


def _inputs(row: Mapping[str, Any]) -> dict[str, Any]:
    """Return the inputs as nested data; raises Computed where a row cannot say them."""
    inputs: dict[str, Any] = {}
    for expression, text in row.items():
        if not PATH.fullmatch(expression):
            raise Computed(expression)
        *outer, last = expression.split(".")
        place = inputs
        for name in outer:
            place = place.setdefault(name, {})
        place[last] = feel.evaluate(str(text), {}) if str(text).strip() else None
    return inputs
