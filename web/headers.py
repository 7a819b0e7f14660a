"""Security headers on every answer; the policy allows no inline script and no eval."""

from flask import Flask, Response, abort, request

POLICY = (
    "default-src 'self'; script-src 'self'; style-src 'self' 'unsafe-inline'; "
    "img-src 'self' data: blob:; font-src 'self' data:; object-src 'none'; "
    "frame-ancestors 'self'; base-uri 'self'; form-action 'self'"
)


def init_app(app: Flask) -> None:
    """Refuse what no page of ours sends, and set the headers after each request."""
    app.before_request(refuse_control_signs)
    app.after_request(add_headers)


def refuse_control_signs() -> None:
    """Answer 400 to a page's address with a NUL, which a database would stumble over.

    The API refuses more, in its own words.
    """
    if request.path.startswith("/api/"):
        return
    if "\0" in request.path or any("\0" in value for value in request.args.values()):
        abort(400)


def add_headers(response: Response) -> Response:
    """Add our headers; pages are never cached, built assets forever."""
    response.headers.setdefault("Content-Security-Policy", POLICY)
    response.headers.setdefault("X-Content-Type-Options", "nosniff")
    response.headers.setdefault("X-Frame-Options", "SAMEORIGIN")
    response.headers.setdefault("Referrer-Policy", "same-origin")
    response.headers.setdefault("Permissions-Policy", "camera=(self), geolocation=(self)")
    if request.path.startswith("/static/assets/"):
        response.headers["Cache-Control"] = "public, max-age=31536000, immutable"
    elif request.endpoint != "static":
        response.headers.setdefault("Cache-Control", "no-store")
    return response
