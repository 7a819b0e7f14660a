"""What the editors ask of the server besides files: the check, choices, and who is editing."""

import tomllib
from collections.abc import Mapping
from dataclasses import asdict
from typing import Any

from flask import Response, request

from engine.days import day_of
from engine.definitions import DIAGRAM, LIMITS
from engine.operation_names import OPERATION_NAMES
from engine.store import json
from engine.store.people import Person
from engine.studio import choices as known
from engine.studio import drafts, presence
from engine.studio.choices import limit_choice
from engine.studio.paths import check_content, check_path
from forms.checking import form_key, is_form
from forms.dictionary import dictionary
from forms.reading import inspect_form
from web.access import needs_post, person
from web.pages.studio.blueprint import DESIGNERS, bp
from web.pages.studio.finding_data import findings_data, readable_process
from web.session import clock, commits, db, now, reads


@bp.get("/<matter>/check")
@needs_post(*DESIGNERS)
@reads
def check(matter: str) -> Response:
    """Answer the findings on the draft: [{element, path, severity, code, zh, en, remedies}]."""
    return _json(findings_data(drafts.files_now(db(), matter, at=now())))


@bp.post("/<matter>/check")
@needs_post(*DESIGNERS)
@reads
def check_unsaved(matter: str) -> Response:
    """Answer the findings on the draft with the body for one file (`?path=`); saves nothing."""
    path = request.args.get("path", DIAGRAM)
    content = request.get_data()
    check_path(path)
    check_content(path, content)
    return _json(findings_data({**drafts.files_now(db(), matter, at=now()), path: content}))


@bp.get("/<matter>/choices")
@needs_post(*DESIGNERS)
@reads
def choices(matter: str) -> Response:
    """Answer what pickers and the completion of FEEL offer.

    {forms, tables, sections, posts, held, limits, documents, operations, functions, fields}; `held`
    lists (section, post) pairs somebody holds today, `fields` the data dictionary.
    """
    files = drafts.files_now(db(), matter, at=now())
    process = readable_process(files)
    return _json(
        {
            "forms": [_form(path, files[path]) for path in files if is_form(path)],
            "tables": [path for path in files if path.endswith(".dmn")],
            "sections": [_named(one) for one in known.sections(db())],
            "posts": [_named(one) for one in known.posts(db())],
            "held": [list(pair) for pair in sorted(known.held_pairs(db(), day_of(now())))],
            "limits": _limits(files.get(LIMITS, b"")),
            "documents": _documents(files.get("matter.toml", b"")),
            "operations": sorted(OPERATION_NAMES),
            "functions": known.function_names(),
            "fields": [asdict(one) for one in dictionary(process, files)] if process else [],
        }
    )


def _form(path: str, text: bytes) -> dict[str, str]:
    form, _problems = inspect_form(text, form_key(path))
    words = (form.words.zh, form.words.en) if form else ("", "")
    key = form_key(path)
    return {"key": key, "path": path, "title": words[0] or key, "title_en": words[1] or key}


def _named(one: Any) -> dict[str, str]:
    return {"key": one.key, "name": one.name, "name_en": one.name_en or one.name}


def _limits(text: bytes) -> list[dict[str, str]]:
    found = _tables(text).get("limits", {})
    return [limit_choice(key, raw) for key, raw in sorted(found.items())]


def _documents(text: bytes) -> list[dict[str, str]]:
    found = _tables(text).get("documents", {})
    return [
        {"key": key, "title": str(raw.get("title", key)), "title_en": str(raw.get("title_en", key))}
        for key, raw in found.items()
        if isinstance(raw, Mapping)
    ]


def _tables(text: bytes) -> dict[str, Any]:
    """Return a file's tables; nothing while it cannot be read, which the check says."""
    try:
        return tomllib.loads(text.decode())
    except (tomllib.TOMLDecodeError, UnicodeDecodeError):
        return {}


@bp.post("/<matter>/presence")
@needs_post(*DESIGNERS)
@commits
def presence_post(matter: str) -> Response:
    """Note that the person has `{place}` open; answer who else is here and the draft's revision."""
    sent = request.get_json(silent=True)
    place = str(sent.get("place", "")) if isinstance(sent, dict) else ""
    seen_at = clock().now()
    presence.note_editor(db(), matter, person().id, place, seen_at=seen_at)
    here = presence.editors_now(db(), seen_at=seen_at).get(matter, [])
    draft = drafts.find_draft(db(), matter)
    changed_by = db().get(Person, draft.changed_by) if draft else None
    return _json(
        {
            "editors": [
                {"id": one.person_id, "name": one.name, "place": one.place}
                for one in here
                if one.person_id != person().id
            ],
            "revision": draft.revision if draft else 0,
            "changed_by": changed_by.name if changed_by else "",
            "changed_at": draft.changed_at.isoformat() if draft else "",
        }
    )


def _json(body: object) -> Response:
    return Response(json.dumps(body), mimetype="application/json")
