"""Requests that bear an idempotency key are done once and answered alike when repeated.

The key comes in the header `Idempotency-Key`, or in a page's hidden field `_once`.
"""

import hashlib
import secrets
from collections.abc import Callable, Iterator
from functools import wraps
from typing import ParamSpec, TypeVar, cast

from flask import Response, g, make_response, request

from engine.idempotency import claim_key, keep_answer
from engine.store.database import transaction
from engine.store.outbox import IdempotencyKey
from web.access import person
from web.session import clock, database

HEADER = "Idempotency-Key"
FIELD = "_once"
#: What belongs to an answer besides status and body.
KEPT_HEADERS = ("Content-Type", "Location")

P = ParamSpec("P")
R = TypeVar("R")


def once_key() -> str:
    """Return a new key for a page's form."""
    return secrets.token_urlsafe(12)


def once(view: Callable[P, R]) -> Callable[P, R]:
    """Do a view once per key and person, in one transaction with the key; keep its answer.

    What is refused or raised is not kept: nothing was done. Raises KeyReused, WrongKey.
    """

    @wraps(view)
    def guarded(*args: P.args, **kwargs: P.kwargs) -> R:
        # A JSON body is left unread: the view's own limits on it come first.
        key = request.headers.get(HEADER) or (not request.is_json and request.form.get(FIELD))
        if not key or g.get("person") is None:
            return view(*args, **kwargs)
        with transaction(database()) as session:
            kept = claim_key(
                session,
                key,
                person_id=person().id,
                request_hash=_request_hash(),
                now=clock().now(),
            )
            if kept.status:
                return cast(R, _again(kept))
            g.joined = session
            try:
                answer = make_response(view(*args, **kwargs))
            finally:
                g.joined = None
            if _is_final(answer):
                headers = {
                    name: answer.headers[name] for name in KEPT_HEADERS if name in answer.headers
                }
                keep_answer(
                    kept,
                    status=answer.status_code,
                    headers=headers,
                    body=answer.get_data(as_text=True),
                )
            else:
                session.delete(kept)
            return cast(R, answer)

    return guarded


def _is_final(answer: Response) -> bool:
    """Say whether an answer says that something was done: a page shown again does not."""
    is_page = answer.mimetype == "text/html" and answer.status_code < 300
    return answer.status_code < 400 and not is_page


def _again(kept: IdempotencyKey) -> Response:
    answer = Response(kept.body, kept.status, headers=kept.headers)
    answer.headers["Idempotent-Replayed"] = "true"
    return answer


def _request_hash() -> str:
    digest = hashlib.sha256(f"{request.method} {request.full_path}\n".encode())
    for part in _parts():
        digest.update(len(part).to_bytes(8, "big") + part)
    return digest.hexdigest()


def _parts() -> Iterator[bytes]:
    """Yield what was sent; a form's parts by name, for its boundary differs each time."""
    if not request.mimetype.startswith("multipart/"):
        yield request.get_data(cache=True)
        return
    for name, value in sorted(request.form.items(multi=True)):
        if name not in {"csrf_token", FIELD}:
            yield name.encode()
            yield value.encode()
    for name, upload in sorted(request.files.items(multi=True), key=lambda item: item[0]):
        yield name.encode()
        yield hashlib.sha256(upload.stream.read()).digest()
        upload.stream.seek(0)
