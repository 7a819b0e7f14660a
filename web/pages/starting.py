"""The matters one may start, their guides, and the start form with its draft."""

import uuid

from flask import (
    Response,
    flash,
    jsonify,
    make_response,
    redirect,
    render_template,
    url_for,
)
from markdown import markdown
from markupsafe import Markup
from sqlalchemy import Select, select
from werkzeug.wrappers import Response as BaseResponse

from engine.cases import open_start
from engine.days import day_of
from engine.definitions import Definition, current_definition
from engine.errors import InvalidSubmission, NotAllowed
from engine.limit_rules import rules_on
from engine.limits.units import Amount
from engine.store.cases import Start
from engine.store.publishing import Matter
from forms.drawing import draw
from forms.submit import form_of, start_context, submit_start
from web import forming
from web.access import person
from web.language import _, language, pick
from web.once import once
from web.pages import cases
from web.session import commits, db, now, reads
from web.times import clock_time


@cases.bp.get("/start")
@reads
def start() -> str:
    """Show the matters the person may start."""
    return render_template(
        "cases/start.html", matters=[_matter_card(matter) for matter in _startable()]
    )


def _startable() -> list[Definition]:
    found = []
    for matter in db().scalars(select(Matter).order_by(Matter.key)):
        try:
            found.append(open_start(db(), matter.key, by=person().id, at=now()).definition)
        except NotAllowed:
            continue
    return found


def _matter_card(definition: Definition) -> dict[str, object]:
    matter = definition.matter
    limits = _limits(definition)
    return {
        "name": pick(matter.name, matter.name_en),
        "name_en": matter.name_en,
        "key": matter.key,
        "url": url_for("cases.apply", matter_key=matter.key),
        "summary": pick(matter.raw.get("result", ""), matter.raw.get("result_en", "")),
        "limits_text": "；".join(
            f"{one['name']} {one['amount']}" for one in limits if one["kind"] != "step"
        ),
        "materials_count": len(matter.materials),
        "guide_url": url_for("cases.guide", matter_key=matter.key),
    }


def _limits(definition: Definition) -> list[dict[str, str]]:
    rows = []
    for rule in rules_on(db(), definition.matter_key, day_of(now())):
        amount = "" if rule.amount.startswith("=") else Amount.parse(rule.amount)
        rows.append(
            {
                "name": pick(rule.name, rule.name_en),
                "amount": "" if isinstance(amount, str) else pick(amount.name_zh, amount.name_en),
                "article": rule.article,
                "mark": {"V": _("已核对"), "K": _("待核对"), "U": _("地方规定")}.get(rule.mark, ""),
                "kind": rule.kind,
            }
        )
    order = {"statutory": 0, "promised": 1, "step": 2}
    return sorted(rows, key=lambda row: order.get(row["kind"], 3))


@cases.bp.get("/guide/<matter_key>")
@reads
def guide(matter_key: str) -> str:
    """Show the guide of a matter, as applicants read it."""
    definition = current_definition(db(), matter_key)
    name = "guide.en.md" if language() == "en" and "guide.en.md" in definition.files else "guide.md"
    text = definition.file(name).decode()
    matter = definition.matter
    return render_template(
        "cases/guide.html",
        title=pick(matter.name, matter.name_en),
        html=Markup(markdown(text, extensions=["tables"])),  # noqa: S704 - a deployed file
        matter=matter,
        materials=[
            {
                "name": pick(one.name, one.name_en),
                "necessity": one.necessity,
                "note": pick(one.note, one.note_en),
            }
            for one in matter.materials
        ],
        limits=_limits(definition),
        fees=matter.raw.get("fees", {}),
        conditions=[
            {"text": pick(one["text"], one.get("text_en", "")), "article": one.get("article", "")}
            for one in matter.raw.get("conditions", [])
        ],
        start_url=url_for("cases.apply", matter_key=matter_key),
    )


@cases.bp.get("/start/<matter_key>")
@reads
def apply(matter_key: str) -> str:
    """Show the start form of a matter with the draft the person kept."""
    kept = db().scalar(_draft_query(matter_key))
    return _apply_page(
        matter_key, kept.draft if kept else {}, clock_time(kept.draft_at) if kept else ""
    )


def _draft_query(matter_key: str) -> Select[Start]:
    return select(Start).where(Start.matter_key == matter_key, Start.person_id == person().id)


def _apply_page(
    matter_key: str,
    values: dict[str, object],
    saved: str = "",
    error: InvalidSubmission | None = None,
) -> str:
    opening = open_start(db(), matter_key, by=person().id, at=now())
    matter = opening.definition.matter
    context = start_context(db(), opening.definition, by=person().id, at=now(), language=language())
    drawn = draw(
        form_of(opening.definition, opening.form_key),
        values,
        error.errors if error else {},
        context,
        language(),
        overridable=getattr(error, "overridable", ()),
    )
    return render_template(
        "cases/apply.html",
        matter={
            "key": matter.key,
            "name": pick(matter.name, matter.name_en),
            "guide_url": url_for("cases.guide", matter_key=matter.key),
        },
        drawn=drawn,
        draft_url=url_for("cases.apply_draft", matter_key=matter_key),
        redraw_url=url_for("cases.apply_redraw", matter_key=matter_key),
        upload_url=url_for("attachments.upload"),
        draft_saved=saved,
        submit_label=_("提交申请"),
    )


def _raw(matter_key: str) -> dict[str, object]:
    opening = open_start(db(), matter_key, by=person().id, at=now())
    return forming.raw_of_request(form_of(opening.definition, opening.form_key))


@cases.bp.post("/start/<matter_key>")
def apply_post(matter_key: str) -> BaseResponse:
    """Start a case; a wrong entry comes back as 422 with nothing lost."""
    try:
        return _start(matter_key, forming.releaser())
    except InvalidSubmission as error:
        return _apply_again(matter_key, error)


@once
@commits
def _start(matter_key: str, released_by: str | None) -> BaseResponse:
    raw = _raw(matter_key)
    changed = forming.changed_rows(raw)
    if changed is not None:
        return make_response(_apply_page(matter_key, changed))
    case = submit_start(
        db(),
        matter_key,
        raw,
        by=person().id,
        at=now(),
        overrides=forming.overrides(),
        released_by=released_by,
        language=language(),
    )
    for kept in db().scalars(_draft_query(matter_key)):
        db().delete(kept)
    flash(_("已收件，办件编号 %(number)s。", number=case.number))
    return redirect(url_for("cases.show", number=case.number))


@commits
def _apply_again(matter_key: str, error: InvalidSubmission) -> BaseResponse:
    raw = _raw(matter_key)
    _keep(matter_key, raw)
    return make_response(_apply_page(matter_key, raw, error=error), 422)


def _keep(matter_key: str, raw: dict[str, object]) -> Start:
    kept = db().scalar(_draft_query(matter_key))
    if kept is None:
        kept = Start(
            id=uuid.uuid4().hex,
            matter_key=matter_key,
            person_id=person().id,
            draft_at=now(),
            draft={},
        )
        db().add(kept)
    kept.draft, kept.draft_at = raw, now()
    return kept


@cases.bp.post("/start/<matter_key>/draft")
@commits
def apply_draft(matter_key: str) -> Response:
    """Keep what has been typed so far; answers {"saved": "09:12"}."""
    return jsonify(saved=clock_time(_keep(matter_key, _raw(matter_key)).draft_at))


@cases.bp.post("/start/<matter_key>/redraw")
@reads
def apply_redraw(matter_key: str) -> str:
    """Return the form anew with what is typed."""
    return _apply_page(matter_key, _raw(matter_key))
