"""Files of a draft for the editors: read, save, remove; the ETag is the sha256 of the bytes.

Whoever saves names what the change began from: `If-Match: "<sha256>"`, or `If-None-Match: *` for a
new file. 409 says who was faster and keeps what was sent as a copy.
"""

from flask import Response, request, url_for

from engine.store import json
from engine.store.people import Person
from engine.studio import drafts
from engine.studio.drafts import FileChanged, sha256_of
from web.access import needs_post, person
from web.errors import problem
from web.language import _, language
from web.pages.studio.blueprint import DESIGNERS, bp
from web.pages.studio.finding_data import findings_data
from web.session import commits, db, now, reads
from web.times import clock_time

KINDS = {"json": "application/json", "form": "application/json", "html": "text/plain"}
XML = ("bpmn", "bpmn2", "dmn", "xml")


@bp.get("/<matter>/files/<path:path>")
@needs_post(*DESIGNERS)
@reads
def file(matter: str, path: str) -> Response:
    """Answer a file of the draft, or of the version in force while there is no draft."""
    files = drafts.files_now(db(), matter, at=now())
    if path not in files:
        raise drafts.no_file(matter, path)
    return _sent(path, files[path])


@bp.get("/<matter>/copies/<int:copy_id>")
@needs_post(*DESIGNERS)
@reads
def copy(matter: str, copy_id: int) -> Response:
    """Answer what somebody could not save because another was faster."""
    kept = drafts.find_copy(db(), matter, copy_id)
    return _sent(kept.path, kept.content)


def _sent(path: str, content: bytes) -> Response:
    ending = path.rpartition(".")[2]
    kind = "application/xml" if ending in XML else KINDS.get(ending, "text/plain")
    answer = Response(content, mimetype=kind)
    answer.set_etag(sha256_of(content))
    answer.make_conditional(request)
    return answer


@bp.put("/<matter>/files/<path:path>")
@needs_post(*DESIGNERS)
@commits
def save(matter: str, path: str) -> Response:
    """Save a file of the draft: 200 {etag, findings, revision, at}, or 409, 428."""
    expected = _expected()
    if expected is None:
        return _unconditional()
    content = request.get_data()
    by, at = person().id, now()
    try:
        saved = drafts.save_file(
            db(), matter, path, content, expected=expected or None, by=by, at=at
        )
    except FileChanged as clash:
        kept = drafts.keep_copy(db(), matter, path, content, by=by, at=at)
        return _clash(matter, clash, kept.id)
    answer = _json(
        {
            "etag": saved.sha256,
            "findings": findings_data(drafts.files_now(db(), matter, at=now())),
            "revision": _revision(matter),
            "at": clock_time(saved.changed_at),
        }
    )
    answer.set_etag(saved.sha256)
    return answer


@bp.delete("/<matter>/files/<path:path>")
@needs_post(*DESIGNERS)
@commits
def remove(matter: str, path: str) -> Response:
    """Remove a file from the draft: 200 {findings, revision}, or 409, 428."""
    expected = _expected()
    if not expected:
        return _unconditional()
    try:
        drafts.remove_file(db(), matter, path, expected=expected, by=person().id, at=now())
    except FileChanged as clash:
        return _clash(matter, clash, None)
    found = findings_data(drafts.files_now(db(), matter, at=now()))
    return _json({"findings": found, "revision": _revision(matter)})


def _expected() -> str | None:
    """Return the sha256 of If-Match, "" for a new file, None when the request says neither."""
    named = list(request.if_match.as_set())
    if named:
        return named[0]
    return "" if request.if_none_match.star_tag else None


def _revision(matter: str) -> int:
    draft = drafts.find_draft(db(), matter)
    return draft.revision if draft else 0


def _unconditional() -> Response:
    text = _("请写明从哪个内容改起（If-Match），新文件写 If-None-Match: *。")
    return problem(428, "precondition_required", text, {})


def _clash(matter: str, clash: FileChanged, copy_id: int | None) -> Response:
    standing = clash.standing
    who = db().get(Person, standing.changed_by) if standing else None
    more = {
        "by": standing.changed_by if standing else "",
        "by_name": who.name if who else "",
        "at": standing.changed_at.isoformat() if standing else "",
        "etag": standing.sha256 if standing else "",
        "copy": copy_id,
        "copy_url": url_for("studio.copy", matter=matter, copy_id=copy_id) if copy_id else "",
    }
    return problem(409, clash.code, clash.text(language()), more)


def _json(body: dict[str, object]) -> Response:
    return Response(json.dumps(body), mimetype="application/json")
