"""The workbench of a matter: its versions, its draft and every part one can open."""

from collections.abc import Mapping
from typing import Any

from flask import Response, flash, redirect, render_template, url_for
from sqlalchemy import func, select
from werkzeug.wrappers import Response as Answer

from engine.bpmn.model import Process
from engine.definitions import DIAGRAM
from engine.store import json
from engine.store.cases import Case
from engine.store.drafts import Publication
from engine.store.publishing import Definition, Matter
from engine.studio import drafts, presence, publishing, taking_back
from web.access import needs_post, person
from web.clock_board import names
from web.language import _
from web.pages.studio.beginning import REPORT
from web.pages.studio.blueprint import DESIGNERS, bp, frame
from web.pages.studio.finding_data import finding_data, findings, readable_process
from web.pages.studio.parts import parts_of
from web.session import clock, commits, db, now, reads
from web.times import long_moment


@bp.get("/<matter>")
@needs_post(*DESIGNERS)
@reads
def workbench(matter: str) -> str:
    """Show versions, draft, diagram, forms, tables, limits, papers, findings of one matter."""
    shown = frame(matter)
    files = drafts.files_now(db(), matter, at=now())
    return render_template(
        "studio/workbench.html",
        **shown,
        versions=_versions(matter),
        edited=_edited(matter),
        copies=_copies(matter),
        findings=[finding_data(one) for one in findings(files)],
        editors=presence.editors_now(db(), seen_at=clock().now()).get(matter, []),
        diagram={
            "xml_url": url_for("studio.file", matter=matter, path=DIAGRAM),
            "state_url": url_for("studio.diagram_state", matter=matter),
        },
        has_report=REPORT in files,
        waiting=publishing.open_publication(db(), matter),
        **parts_of(matter, files),
    )


@bp.get("/<matter>/state")
@needs_post(*DESIGNERS)
@reads
def diagram_state(matter: str) -> Response:
    """Answer what the picture of the diagram marks: the limit of each step."""
    files = drafts.files_now(db(), matter, at=now())
    process = readable_process(files)
    pills = []
    if process is not None:
        limits = {one["key"]: one for one in parts_of(matter, files)["limits"]}
        for element in process.elements.values():
            keys = [k.strip() for k in element.properties.get("limit", "").split(",")]
            used = [limits[key] for key in keys if key in limits]
            if used:
                title = " · ".join(f"{one['title']} {one['amount']}" for one in used)
                text = used[0]["amount"]
                pills.append({"element": element.id, "text": text, "lamp": "none", "title": title})
    return Response(
        json.dumps({"pills": pills, "focus": _start_of(process)}), mimetype="application/json"
    )


def _start_of(process: Process | None) -> str | None:
    """Return the element a diagram opens at: where its cases begin."""
    events = process.children_of(None) if process else ()
    return next((one.id for one in events if one.type == "startEvent"), None)


@bp.post("/<matter>/draft")
@needs_post(*DESIGNERS)
@commits
def open_draft(matter: str) -> Answer:
    """Begin to change a published matter."""
    drafts.open_draft(db(), matter, by=person().id, at=now())
    return redirect(url_for("studio.workbench", matter=matter))


@bp.post("/<matter>/draft/discard")
@needs_post(*DESIGNERS)
@commits
def discard_draft(matter: str) -> Answer:
    """Throw the draft away."""
    drafts.discard_draft(db(), matter, by=person().id, at=now())
    flash(_("草稿已丢弃，现行版本不变。"))
    published = db().get(Matter, matter) is not None
    if published:
        return redirect(url_for("studio.workbench", matter=matter))
    return redirect(url_for("studio.all"))


def _versions(matter: str) -> list[dict[str, Any]]:
    row, persons = db().get(Matter, matter), names().persons
    counted = (
        select(Case.definition_id, func.count())
        .where(Case.matter_key == matter)
        .group_by(Case.definition_id)
    )
    cases = {row[0]: row[1] for row in db().execute(counted)}
    published = publishing.publications_of(db(), matter)
    found = db().scalars(
        select(Definition)
        .where(Definition.matter_key == matter)
        .order_by(Definition.version.desc())
    )
    return [
        {
            "id": one.id,
            "version": one.version,
            "at": long_moment(one.published_at),
            "by": persons.get(one.published_by or "", one.published_by or _("随目录发布")),
            "is_current": row is not None and row.current_definition_id == one.id,
            "cases": cases.get(one.id, 0),
            **_publication(published.get(one.id), persons),
            "is_taken_back": one.taken_back_at is not None,
            "may_be_taken_back": row is not None
            and row.current_definition_id == one.id
            and not cases.get(one.id, 0)
            and taking_back.version_before(db(), one) is not None,
        }
        for one in found
    ]


def _publication(one: Publication | None, persons: Mapping[str, str]) -> dict[str, str]:
    if one is None:
        return {"state": "", "reason": "", "approved_by": ""}
    decided_by = one.decided_by if one.state in {"in_force", "due"} else None
    return {
        "state": {
            "waiting": _("待批准"),
            "due": _("待生效"),
            "refused": _("未获批准"),
            "withdrawn": _("已收回"),
        }.get(one.state, ""),
        "reason": one.reason,
        "approved_by": persons.get(decided_by or "", decided_by or ""),
    }


def _edited(matter: str) -> dict[str, str] | None:
    draft = drafts.find_draft(db(), matter)
    if draft is None:
        return None
    based = db().get(Definition, draft.based_on) if draft.based_on else None
    return {
        "by": names().persons.get(draft.changed_by, draft.changed_by),
        "at": long_moment(draft.changed_at),
        "based_on": str(based.version) if based else "",
    }


def _copies(matter: str) -> list[dict[str, str]]:
    persons = names().persons
    return [
        {
            "path": one.path,
            "by": persons.get(one.kept_by, one.kept_by),
            "at": long_moment(one.kept_at),
            "url": url_for("studio.copy", matter=matter, copy_id=one.id),
        }
        for one in drafts.copies_of(db(), matter)
    ]
