"""The publish gate: what was checked, what changes, whom it touches, and who agrees."""

from datetime import date
from typing import Any

from flask import flash, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from engine.comparing.change import Names, Words
from engine.comparing.comparison import compare
from engine.days import day_of
from engine.errors import InvalidSubmission, NotAllowed
from engine.proposals import APPROVERS
from engine.store.drafts import Publication
from engine.store.publishing import Definition, Matter
from engine.studio import choices, drafts, impact, publishing, taking_back
from engine.studio.source import source_of_version
from forms.publishing import publish_draft
from web.access import needs_post, person
from web.clock_board import names
from web.language import _, pick
from web.pages.studio.blueprint import DESIGNERS, bp, frame
from web.pages.studio.finding_data import finding_data, findings, readable_process
from web.pages.studio.scenarios import reds_of
from web.session import commits, db, now, reads
from web.times import long_moment
from web.trying.scenarios import is_scenario

#: Changes the gate itself shows; the comparison shows them all.
MOST_CHANGES = 40
READERS = (*DESIGNERS, *APPROVERS)


@bp.get("/<matter>/publication")
@needs_post(*READERS)
@reads
def publication(matter: str) -> str:
    """Show what stands between a draft and its publication, or the version that waits."""
    return _page(matter, {})


def _page(matter: str, errors: dict[str, str]) -> str:
    shown = frame(matter)
    row, waiting = db().get(Matter, matter), publishing.open_publication(db(), matter)
    current = row.current_definition_id if row else None
    draft = shown["draft"]
    files = _files_shown(matter, waiting)
    old = source_of_version(db(), current, on=day_of(now())) if current else {}
    return render_template(
        "studio/publication.html",
        **shown,
        waiting=_waiting(waiting) if waiting else None,
        current=current or "",
        version=_version(current),
        findings=[finding_data(one) for one in findings(files)] if draft or waiting else [],
        changes=_changes(old, files),
        touched=_touched(matter, files),
        running=sum(impact.running_cases(db(), matter).values()),
        scenarios=sum(map(is_scenario, files)),
        asks_second=bool(draft) and _asks_second(files),
        form={
            "reason": request.form.get("reason", ""),
            "from_on": request.form.get("from_on", "") or day_of(now()).isoformat(),
        },
        errors=errors,
        may_publish=person().has_post(*DESIGNERS),
    )


def _files_shown(matter: str, waiting: Publication | None) -> dict[str, bytes]:
    """Return the files of what waits, else of the draft, else of the version in force."""
    if waiting is None:
        return drafts.files_now(db(), matter, at=now())
    found = source_of_version(db(), waiting.definition_id, on=day_of(now()))
    return {**found, **({"limits.toml": waiting.limits} if waiting.limits else {})}


def _asks_second(files: dict[str, bytes]) -> bool:
    try:
        return publishing.needs_second(db(), files)
    except (KeyError, ValueError):
        return False  # matter.toml cannot be read, which the check says


def _version(definition_id: str | None) -> int:
    found = db().get(Definition, definition_id) if definition_id else None
    return found.version if found else 0


def _waiting(one: Publication) -> dict[str, Any]:
    called = names().persons
    return {
        "id": one.id,
        "version": _version(one.definition_id),
        "state": one.state,
        "by": called.get(one.asked_by, one.asked_by),
        "at": long_moment(one.asked_at),
        "from_on": one.from_on.isoformat(),
        "reason": one.reason,
        "decided_by": called.get(one.decided_by or "", one.decided_by or ""),
        "may_decide": one.state == "waiting" and _may_decide(one),
    }


def _may_decide(one: Publication) -> bool:
    try:
        publishing.refuse_approval(db(), one, by=person().id, at=now())
    except NotAllowed:
        return False
    return True


def _changes(old: dict[str, bytes], new: dict[str, bytes]) -> list[dict[str, str]]:
    found = (
        [one for one in compare(old, new, _bureau_names()) if one.kind != "moved"] if old else []
    )
    return [{"kind": one.kind, "text": pick(one.zh, one.en)} for one in found]


def _bureau_names() -> Names:
    """Return the names of sections and posts, which no file of a matter holds."""
    return Names(
        {one.key: Words(one.name, one.name_en or one.name) for one in choices.sections(db())},
        {one.key: Words(one.name, one.name_en or one.name) for one in choices.posts(db())},
    )


def _touched(matter: str, files: dict[str, bytes]) -> list[dict[str, Any]]:
    process = readable_process(files)
    if process is None:
        return []
    found = impact.touched_steps(db(), matter, files, process, on=day_of(now()))
    return [
        {
            "name": pick(one.name, one.name_en),
            "version": one.version,
            "cases": one.cases,
            "is_gone": one.is_gone,
        }
        for one in found
    ]


@bp.post("/<matter>/publication")
@needs_post(*DESIGNERS)
def publication_post(matter: str) -> Response | tuple[str, int]:
    """Replay the scenarios, which takes a while, then publish in one transaction."""
    return _publish(matter, reds_of(matter))


@commits
def _publish(matter: str, reds: list[tuple[str, str]]) -> Response | tuple[str, int]:
    try:
        made = publish_draft(
            db(),
            matter,
            reds=reds,
            revision=request.form.get("revision", 0, type=int),
            over=request.form.get("over") or None,
            reason=request.form.get("reason", ""),
            from_on=_day(request.form.get("from_on", "")),
            by=person().id,
            at=now(),
        )
    except InvalidSubmission as refused:
        told = {path: pick(*messages[0]) for path, messages in refused.errors.items()}
        return _page(matter, told), 422
    flash(
        {
            "in_force": _("已发布，新办件从现在起用新版本。"),
            "due": _("已发布，到生效日起用。"),
        }.get(made.state, _("已提请第二人批准。"))
    )
    return redirect(url_for("studio.publication", matter=matter))


def _day(text: str) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError:
        zh, en = "请写成 2026-12-01 这样的日期。", "Write a day such as 2026-12-01."
        raise InvalidSubmission({"from_on": [(zh, en)]}) from None


@bp.post("/<matter>/publication/<int:publication_id>/approve")
@needs_post(*APPROVERS)
@commits
def approve(matter: str, publication_id: int) -> Response:
    """Agree to a version as the second person."""
    one = publishing.find_publication(db(), matter, publication_id)
    publishing.approve(db(), one, by=person().id, at=now())
    flash(_("已批准发布。"))
    return redirect(url_for("studio.publication", matter=matter))


@bp.post("/<matter>/publication/<int:publication_id>/refuse")
@needs_post(*APPROVERS)
@commits
def refuse(matter: str, publication_id: int) -> Response:
    """Refuse a version; its files become the draft again."""
    one = publishing.find_publication(db(), matter, publication_id)
    publishing.refuse(db(), one, request.form.get("reason", ""), by=person().id, at=now())
    flash(_("未批准，内容回到草稿。"))
    return redirect(url_for("studio.publication", matter=matter))


@bp.post("/<matter>/publication/<int:publication_id>/withdraw")
@needs_post(*DESIGNERS)
@commits
def withdraw(matter: str, publication_id: int) -> Response:
    """Take back what was asked for before it is in force."""
    one = publishing.find_publication(db(), matter, publication_id)
    publishing.withdraw(db(), one, by=person().id, at=now())
    flash(_("已收回，内容回到草稿。"))
    return redirect(url_for("studio.publication", matter=matter))


@bp.post("/<matter>/versions/<int:version>/take-back")
@needs_post(*DESIGNERS)
@commits
def take_back(matter: str, version: int) -> Response:
    """Take back the version in force while no case has begun with it."""
    reason = request.form.get("reason", "")
    again = taking_back.take_back(db(), matter, version, reason=reason, by=person().id, at=now())
    flash(_("已撤回，新办件重新用版本 %(version)s。", version=again.version))
    return redirect(url_for("studio.workbench", matter=matter))
