"""Begin a new matter: from a template, or from a BPMN diagram with the report of its import."""

from typing import Any

from flask import flash, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from engine.errors import Conflict, InvalidSubmission, NotFound
from engine.importing import notes
from engine.store import json
from engine.studio import drafts
from engine.studio.beginning import TEMPLATES, from_diagram, from_template
from web.access import needs_post, person
from web.language import _, pick
from web.pages.studio.blueprint import DESIGNERS, bp, frame
from web.session import commits, db, now, reads

#: Where a matter keeps what its import said.
REPORT = "original/report.json"


@bp.get("/new")
@needs_post(*DESIGNERS)
@reads
def new() -> str:
    """Ask what the new matter begins with."""
    return _page({}, {})


@bp.post("/new")
@needs_post(*DESIGNERS)
@commits
def new_post() -> Response | tuple[str, int]:
    """Begin the draft of a new matter."""
    asked = {name: request.form.get(name, "").strip() for name in ("key", "name", "name_en")}
    try:
        files = _files(asked)
        drafts.begin_matter(db(), asked["key"], files, by=person().id, at=now())
    except InvalidSubmission as refused:
        errors = {path: pick(*messages[0]) for path, messages in refused.errors.items()}
        return _page(asked, errors), 422
    except Conflict as taken:
        return _page(asked, {"key": pick(taken.zh, taken.en)}), 409
    if REPORT in files:
        return redirect(url_for("studio.report", matter=asked["key"]))
    flash(_("草稿已建好，接着改流程图、表单和时限。"))
    return redirect(url_for("studio.workbench", matter=asked["key"]))


def _files(asked: dict[str, str]) -> dict[str, bytes]:
    chosen = request.form.get("template", "")
    if chosen != "import":
        return from_template(chosen, **asked)
    sent = request.files.get("file")
    if sent is None or not sent.filename:
        raise InvalidSubmission({"file": [("请选择 BPMN 文件。", "Choose a BPMN file.")]})
    return from_diagram(sent.filename, sent.read(), **asked)[0]


def _page(asked: dict[str, str], errors: dict[str, str]) -> str:
    return render_template(
        "studio/new.html",
        templates=[(key, pick(*names)) for key, names in TEMPLATES.items()],
        form=asked,
        chosen=request.form.get("template", next(iter(TEMPLATES))),
        errors=errors,
    )


@bp.get("/<matter>/report")
@needs_post(*DESIGNERS)
@reads
def report(matter: str) -> str:
    """Show what an import mapped, left out, and what a person must decide."""
    files = drafts.files_now(db(), matter, at=now())
    if REPORT not in files:
        raise drafts.no_file(matter, REPORT)
    told = json.loads(files[REPORT].decode())["files"]
    if not told:
        raise NotFound("导入报告是空的。", "The report of the import is empty.")
    found = [_note(one) for one in told[0]["findings"]]
    kinds = (notes.REFUSED, notes.DECISION, notes.MAPPED, notes.DROPPED, notes.REMARK)
    return render_template(
        "studio/report.html",
        **frame(matter),
        verdict=_verdict(told[0]["verdict"]),
        file_name=told[0]["path"],
        groups=[
            {"kind": kind, "title": _kind(kind), "notes": [n for n in found if n["kind"] == kind]}
            for kind in kinds
            if any(one["kind"] == kind for one in found)
        ],
    )


def _note(one: dict[str, Any]) -> dict[str, str]:
    return {
        "kind": str(one["kind"]),
        "element": str(one["element"]),
        "text": pick(one["zh"], one["en"]),
        "remedy": pick(one["remedy_zh"], one["remedy_en"]),
    }


def _kind(kind: str) -> str:
    return {
        notes.REFUSED: _("不能执行，须重画"),
        notes.DECISION: _("须由人决定"),
        notes.MAPPED: _("已改写"),
        notes.DROPPED: _("已略去，不影响执行"),
    }.get(kind, _("说明"))


def _verdict(verdict: str) -> str:
    return {
        notes.RUNS: _("可以直接执行"),
        notes.MAPPED: _("改写后可以执行"),
        notes.NEEDS_DECISIONS: _("还有须由人决定的"),
    }.get(verdict, _("有不能执行的元素"))
