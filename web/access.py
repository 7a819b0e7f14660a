"""Who is asking: the browser's session or the API's token, loaded before each request."""

from collections.abc import Callable
from dataclasses import dataclass
from functools import wraps
from typing import ParamSpec, TypeVar, cast

from flask import Flask, g, redirect, request, url_for
from flask import session as page_values
from flask_babel import refresh
from werkzeug.wrappers import Response

from engine import people
from engine.days import day_of
from engine.demo_clock import now_in
from engine.errors import NotAllowed
from engine.sign_in import find_sign_in, keep_alive
from engine.store.database import reading, transaction
from engine.store.people import Person, Post, Section
from web.session import clock, database

COOKIE = "banjie_session"

P = ParamSpec("P")
R = TypeVar("R")


@dataclass(frozen=True)
class SignedIn:
    """The person of a request, with the posts held today."""

    id: str
    name: str
    section_name: str
    posts: tuple[str, ...]
    #: (section, post) pairs held today.
    held: tuple[tuple[str, str], ...]
    must_change_password: bool
    language: str

    def has_post(self, *posts: str) -> bool:
        """Say whether the person holds one of the posts in any section."""
        return any(post in posts for _, post in self.held)

    def is_chief_of(self, section_key: str) -> bool:
        """Say whether the person is chief of a section."""
        return (section_key, "chief") in self.held


def init_app(app: Flask) -> None:
    """Load the person before each request; ask strangers to sign in."""
    app.before_request(load_person)


OPEN_ENDPOINTS = frozenset(
    {
        "auth.sign_in",
        "auth.sign_in_post",
        "auth.language",
        "auth.password_post",
        "static",
        "auth.password",
        "auth.sign_out",
        "api.openapi",
    }
)


#: Where nobody needs to be known: asked for by machines, every few seconds.
UNASKED_ENDPOINTS = frozenset({None, "static", "health.alive", "health.ready", "metrics.shown"})


def load_person() -> Response | None:
    """Put the signed-in person into `g.person`; redirect a page's stranger to the sign-in."""
    g.person = None
    if request.endpoint in UNASKED_ENDPOINTS:
        return None
    g.secret = _secret()
    g.person = _find(g.secret) if g.secret else None
    refresh()
    if request.path.startswith("/api/") or request.endpoint in OPEN_ENDPOINTS:
        return None
    if g.person is None:
        return redirect(url_for("auth.sign_in", next=request.full_path.rstrip("?")))
    if g.person.must_change_password:
        return redirect(url_for("auth.password"))
    return None


def _secret() -> str | None:
    scheme, _, token = request.headers.get("Authorization", "").partition(" ")
    if request.path.startswith("/api/"):
        return token.strip() if scheme.lower() == "bearer" and token else None
    return request.cookies.get(COOKIE)


def _find(secret: str) -> SignedIn | None:
    wall = clock().now()
    with reading(database()) as session:
        found = find_sign_in(session, secret, now=wall)
        if found is None or found.kind != (
            "token" if request.path.startswith("/api/") else "browser"
        ):
            return None
        person = session.get(Person, found.person_id)
        if person is None or not person.is_active:
            return None
        held = people.posts_on(session, person.id, day_of(now_in(session, clock())))
        # The request's own language is known only once the person is.
        is_english = (page_values.get("language") or person.language) == "en"
        names = {
            post.key: (is_english and post.name_en) or post.name for post in session.query(Post)
        }
        home = session.get(Section, held[0][0]) if held else None
        signed_in = SignedIn(
            id=person.id,
            name=person.name,
            section_name=((is_english and home.name_en) or home.name) if home else "",
            posts=tuple(dict.fromkeys(names.get(post, post) for _, post in held)),
            held=tuple(held),
            must_change_password=person.must_change_password,
            language=person.language,
        )
        # A token ends at a fixed moment: nothing of it is written, so it waits for no lock.
        stale = found.kind == "browser" and (wall - found.seen_at).total_seconds() > 60
    if stale:
        with transaction(database()) as session:
            again = find_sign_in(session, secret, now=wall)
            if again is not None:
                keep_alive(again, now=wall)
    return signed_in


def person() -> SignedIn:
    """Return the person of this request; raises NotAllowed for a stranger."""
    found = g.get("person")
    if found is None:
        raise NotSignedIn("请先登录。", "Sign in first.")
    return cast(SignedIn, found)


class NotSignedIn(NotAllowed):
    """Nobody is signed in."""

    code = "not_signed_in"


def needs_post(*posts: str) -> Callable[[Callable[P, R]], Callable[P, R]]:
    """Let only holders of one of the posts use a view."""

    def decorate(view: Callable[P, R]) -> Callable[P, R]:
        @wraps(view)
        def guarded(*args: P.args, **kwargs: P.kwargs) -> R:
            if not person().has_post(*posts):
                raise NotAllowed("您的岗位无权使用此页。", "Your post may not use this page.")
            return view(*args, **kwargs)

        return guarded

    return decorate
