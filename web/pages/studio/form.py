"""The form editor: a frame and the kinds of field; the preview is what staff will see."""

from datetime import datetime
from typing import Any

from flask import render_template, request, url_for

from engine.studio import drafts
from engine.studio.paths import check_key
from forms.context import FormContext
from forms.drawing import draw
from forms.reading import inspect_form
from web.access import needs_post
from web.language import language, pick
from web.pages.studio.blueprint import DESIGNERS, bp, frame
from web.pages.studio.field_kinds import field_kinds
from web.session import db, now, reads


@bp.get("/<matter>/forms/<key>")
@needs_post(*DESIGNERS)
@reads
def form(matter: str, key: str) -> str:
    """Show the editor on a form of the draft; a key without a file begins a new form."""
    check_key(key)
    path = f"forms/{key}.form"
    return render_template(
        "studio/form.html",
        **frame(matter),
        form_key=key,
        is_new=path not in drafts.files_now(db(), matter, at=now()),
        file_url=url_for("studio.file", matter=matter, path=path),
        preview_url=url_for("studio.form_preview", matter=matter, key=key),
        choices_url=url_for("studio.choices", matter=matter),
        kinds=field_kinds(),
    )


@bp.post("/<matter>/forms/<key>/preview")
@needs_post(*DESIGNERS)
@reads
def form_preview(matter: str, key: str) -> str:
    """Draw an unsaved form as staff will see it, with what is wrong with it; saves nothing."""
    read, problems = inspect_form(request.get_data(), key)
    return render_template(
        "studio/_form_preview.html",
        problems=[(one.element, pick(one.zh, one.en)) for one in problems],
        drawn=draw(read, {}, {}, _context(now()), language()) if read and not problems else None,
    )


def _context(at: datetime) -> FormContext:
    """Return a context in which nothing is known yet: no case, no registers."""
    nothing: dict[str, Any] = {"case": {}, "materials": [], "people": [], "regions": []}
    return FormContext(now=at, variables=nothing, language=language())
