"""What forms of a case have accepted, in words, with personal numbers masked (填报)."""

from collections.abc import Collection
from typing import Any

from sqlalchemy import select

from engine.errors import NotFound
from engine.handling import Handling
from engine.store.cases import Submission
from forms.showing import ShownValue, show
from forms.submit import form_of, reading_context
from web.api.form_data import file_data
from web.api.names import Names
from web.language import language


def submissions_data(handling: Handling, names: Names) -> list[dict[str, Any]]:
    """Return a case's submissions, newest first."""
    found = handling.session.scalars(
        select(Submission)
        .where(Submission.case_id == handling.case.id)
        .order_by(Submission.id.desc())
    )
    return [submission_data(handling, one, names) for one in found]


def submission_data(
    handling: Handling, submission: Submission, names: Names, *, unmasked: Collection[str] = ()
) -> dict[str, Any]:
    """Return one submission; the numbers at the paths of `unmasked` are whole."""
    return {
        "id": submission.id,
        "element": submission.element_id,
        "name": submission.element_name,
        "form": submission.form_key,
        "item": submission.item_key,
        "person": names.person(submission.submitted_by),
        "at": submission.submitted_at,
        "lines": [_line(one) for one in _shown(handling, submission, unmasked)],
    }


def _shown(
    handling: Handling, submission: Submission, unmasked: Collection[str]
) -> tuple[ShownValue, ...]:
    try:
        form = form_of(handling.definition, submission.form_key)
    except NotFound:  # a message without a form
        return ()
    context = reading_context(handling, submission.form_key, language=language())
    return show(form, submission.values, context, unmasked=unmasked)


def _line(line: ShownValue) -> dict[str, Any]:
    return {
        "path": line.path,
        "label": line.label,
        "text": line.text,
        "is_masked": line.is_masked,
        "files": [file_data(one) for one in line.files],
    }
