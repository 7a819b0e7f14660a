"""Post an effect as signed JSON to the receiver's address."""

import hashlib
import hmac
from http.client import HTTPMessage
from typing import IO
from urllib.request import HTTPRedirectHandler, Request, build_opener

from engine.delivering.settings import Receiver
from engine.outbox import Parcel
from engine.store import json

TIMEOUT_S = 20


class _NoRedirect(HTTPRedirectHandler):
    """Take a redirect for a failure: followed, a POST would arrive as a GET without its body."""

    def redirect_request(
        self, req: Request, fp: IO[bytes], code: int, msg: str, headers: HTTPMessage, newurl: str
    ) -> Request | None:
        return None


def send_webhook(receiver: Receiver, parcel: Parcel) -> None:
    """Post {"kind", "key", "made_at", "payload"}; raises unless the answer is 2xx.

    `Idempotency-Key` is the effect's key; `Banjie-Signature` is the HMAC of the body.
    """
    body = body_of(parcel)
    request = Request(  # noqa: S310 - the settings take http and https only
        receiver.url,
        data=body,
        method="POST",
        headers={
            "Content-Type": "application/json",
            "Idempotency-Key": parcel.key,
            "Banjie-Signature": f"sha256={signature(receiver.secret, body)}",
        },
    )
    with build_opener(_NoRedirect).open(request, timeout=TIMEOUT_S) as answer:
        answer.read(1)


def body_of(parcel: Parcel) -> bytes:
    """Return the canonical JSON text of an effect, the same at every attempt."""
    return json.dumps(
        {
            "kind": parcel.kind,
            "key": parcel.key,
            "made_at": parcel.made_at.isoformat(),
            "payload": parcel.payload,
        }
    ).encode()


def signature(secret: str, body: bytes) -> str:
    """Return the HMAC-SHA256 of a body as hexadecimal digits."""
    return hmac.new(secret.encode(), body, hashlib.sha256).hexdigest()
