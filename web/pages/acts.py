"""Asking for an act on a case, and deciding it: 撤件, 中止, 恢复, 终止, 更正."""

from collections.abc import Mapping
from typing import Any

from flask import flash, make_response, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from engine import acts, correcting
from engine.act_judging import Asked, refuse_state, refuse_stranger, rule_for
from engine.act_rules import ActRule
from engine.cases import find_case
from engine.errors import InvalidSubmission
from engine.handling import Handling, view_case
from engine.store.cases import Attachment
from forms.wording import words_in
from forms.writing import size_text
from web.access import person
from web.case_page.acts import kind_name
from web.language import _, language, pick
from web.pages.attachments import keep_upload
from web.pages.cases import bp
from web.session import commits, db, now, reads


@bp.get("/<number>/acts/<kind>")
@reads
def act(number: str, kind: str) -> str:
    """Show the form in which an act is asked for."""
    return _page(_viewed(number), kind, {}, {})


def _viewed(number: str) -> Handling:
    return view_case(db(), find_case(db(), number), at=now(), by=person().id)


def _page(
    handling: Handling, kind: str, entered: Mapping[str, str], errors: Mapping[str, str]
) -> str:
    rule = rule_for(handling, kind)
    refuse_stranger(handling, rule.asks, kind)
    refuse_state(handling, rule)
    facts = correcting.start_facts(handling) if kind == "correct" else []
    case = handling.case
    return render_template(
        "cases/act.html",
        case={
            "number": case.number,
            "title": case.title,
            "url": url_for("cases.show", number=case.number),
        },
        kind=kind,
        name=kind_name(kind),
        note=_note(kind),
        grounds=_grounds(rule),
        facts=[
            (one.key, f"{pick(one.label, one.label_en)}：{one.value.isoformat()}") for one in facts
        ],
        entered=entered,
        errors=errors,
        files=_files(entered.get("file", "")),
        words=words_in(language()),
    )


def _files(attachment_id: str) -> list[dict[str, str]]:
    """Return the file that was uploaded already, when a refused form is shown again."""
    found = db().get(Attachment, attachment_id) if attachment_id else None
    if found is None:
        return []
    return [{"id": found.id, "name": found.file_name, "size": size_text(found.size_bytes)}]


def _grounds(rule: ActRule) -> list[tuple[str, str]]:
    marks = {"V": _("已核对"), "K": _("待核对"), "U": _("地方规定")}
    return [
        (
            one.key,
            f"{pick(one.name, one.name_en)}（{one.article} · {marks.get(one.mark, one.mark)}）",
        )
        for one in rule.grounds
    ]


def _note(kind: str) -> str:
    return {
        "withdraw": _("批准后办件即告终结：任务终止，草稿保留，计时结束，申请人收到通知书。"),
        "suspend": _("批准后全部计时停止，任务不能办理，直至恢复；申请人收到告知书。"),
        "resume": _("批准后计时自次日起接着计算，任务可以继续办理。"),
        "terminate": _("批准后办件即告终结，出具终止办理决定书。"),
        "correct": _("批准后以更正后的事实重新计算，原来的记载保留在留痕中。"),
    }.get(kind, "")


@bp.post("/<number>/acts/<kind>")
@commits
def act_post(number: str, kind: str) -> Response:
    """Ask for an act; what is wrong shows beside its field."""
    sent = request.form
    attachment_id = _attached()
    asked = Asked(
        kind=kind,
        ground=sent.get("ground", ""),
        reason=sent.get("reason", ""),
        basis=sent.get("basis", ""),
        attachment_id=attachment_id,
        details={key: sent.get(key, "") for key in ("days", "fact", "new") if key in sent},
    )
    try:
        acts.ask(db(), find_case(db(), number).id, asked, by=person().id, at=now())
    except InvalidSubmission as refused:
        entered = {**sent, "file": attachment_id or ""}
        return make_response(_page(_viewed(number), kind, entered, said_by_field(refused)), 422)
    flash(_("已提出%(act)s申请，等待决定。", act=kind_name(kind)))
    return redirect(url_for("cases.show", number=number))


def _attached() -> str | None:
    """Return the file sent: put up as it was chosen, or with the form."""
    upload = request.files.get("file-file")
    if upload is not None and upload.filename:
        return keep_upload(upload).id
    return next(filter(None, reversed(request.form.getlist("file"))), None)


def said_by_field(refused: InvalidSubmission) -> dict[str, str]:
    """Return what is wrong by field, in the language of the request."""
    return {
        field: " ".join(pick(zh, en) for zh, en in messages)
        for field, messages in refused.errors.items()
    }


@bp.post("/<number>/acts/<int:act_id>/decision")
@commits
def decide_act(number: str, act_id: int) -> Response:
    """Approve or refuse an act that was asked for."""
    sent: Mapping[str, Any] = request.form
    try:
        decided = acts.decide(
            db(),
            act_id,
            sent.get("decision", ""),
            sent.get("reason", ""),
            by=person().id,
            at=now(),
        )
    except InvalidSubmission as refused:
        flash(" ".join(said_by_field(refused).values()))
        return redirect(url_for("cases.show", number=number))
    name = kind_name(decided.kind)
    if decided.decision == "approved":
        flash(_("已批准%(act)s。", act=name))
    else:
        flash(_("未批准%(act)s，理由已告知申请人。", act=name))
    return redirect(url_for("cases.show", number=number))
