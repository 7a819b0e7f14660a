"""A request's form: what was sent, as the form language takes it."""

from collections.abc import Callable, Collection

from flask import request
from sqlalchemy.orm import Session
from werkzeug.datastructures import FileStorage

from engine import sign_in
from engine.definitions import load_definition
from engine.errors import InvalidSubmission
from engine.store.cases import Attachment, Task
from engine.store.database import transaction
from forms.fields import Form, Words
from forms.parsing import raw_from_form
from forms.rows import with_row_added, with_row_removed
from forms.submit import form_of
from web.pages.attachments import keep_upload
from web.session import clock, database

EMPTY = Form(id="", words=Words(), fields=(), rules=())


def form_of_task(session: Session, task: Task) -> Form:
    """Return the form of a task in its case's version."""
    if task.form_key is None:
        return EMPTY
    return form_of(load_definition(session, task.case.definition_id), task.form_key)


def raw_of_request(
    form: Form, keep: Callable[[FileStorage], Attachment] = keep_upload
) -> dict[str, object]:
    """Return the nested data the request's fields mean; new files are kept first."""
    sent = request.form.copy()
    for name, uploads in request.files.lists():
        for upload in uploads:
            if upload.filename:
                sent.add(name.removesuffix("-file"), keep(upload).id)
    return dict(raw_from_form(form, sent))


def changed_rows(raw: dict[str, object]) -> dict[str, object] | None:
    """Return the data with one row more or less when a button asked for it; else None."""
    if "_add" in request.form:
        return with_row_added(raw, request.form["_add"])
    if "_remove" in request.form:
        return with_row_removed(raw, request.form["_remove"])
    return None


def overrides() -> Collection[str]:
    """Return the paths whose wrong check digit is to pass."""
    return request.form.getlist("_override")


def releaser() -> str | None:
    """Return who vouches for the overrides with a password typed at the counter, if anybody.

    It runs in a transaction of its own, before the request's, so that a wrong password is counted
    even though the submission is refused. Raises InvalidSubmission when it is wrong.
    """
    name, password = request.form.get("_release_by", ""), request.form.get("_release_password", "")
    if not name:
        return None
    with transaction(database()) as session:
        found = sign_in.check_password(session, name, password, now=clock().now())
    if found is None:
        wrong = ("放行人的登录名或密码不正确。", "The releaser's name or password is wrong.")
        raise InvalidSubmission({"": [wrong]})
    return found.id
