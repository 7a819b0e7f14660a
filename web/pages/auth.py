"""Sign in, sign out, change the password, choose the language."""

from flask import (
    Blueprint,
    current_app,
    g,
    make_response,
    redirect,
    render_template,
    request,
    session,
    url_for,
)
from werkzeug.wrappers import Response

from engine import people
from engine import sign_in as signing
from engine.days import day_of
from engine.errors import BanjieError
from engine.store.people import Person, Post, Section
from web import access
from web.config import Config
from web.demo import DEMO_PASSWORD
from web.language import LANGUAGES, _, pick
from web.language import language as current_language
from web.session import clock, commits, db, now, reads

bp = Blueprint("auth", __name__)


def config() -> Config:
    """Return the application's settings."""
    found: Config = current_app.extensions["banjie.config"]
    return found


@bp.get("/sign-in")
@reads
def sign_in() -> str:
    """Show the sign-in page."""
    return _sign_in_page()


def _sign_in_page(error: str = "", name: str = "") -> str:
    return render_template(
        "auth/sign_in.html",
        error=error,
        username=name,
        next_url=_next(),
        demo_people=_demo_people() if config().demo else [],
        demo_password=DEMO_PASSWORD if config().demo else "",
    )


def _demo_people() -> list[dict[str, str]]:
    posts = {post.key: pick(post.name, post.name_en) for post in db().query(Post)}
    sections = {one.key: one for one in db().query(Section)}
    rows: list[tuple[int, dict[str, str]]] = []
    for one in db().query(Person).filter(Person.is_active).order_by(Person.id):
        held = people.posts_on(db(), one.id, day_of(now()))
        if held:
            section, post = sections[held[0][0]], held[0][1]
            shown = {
                "id": one.id,
                "name": one.name,
                "section": pick(section.name, section.name_en),
                "post": posts.get(post, post),
            }
            rows.append((section.place, shown))
    return [shown for _place, shown in sorted(rows, key=lambda row: row[0])]


def _next() -> str:
    target = request.values.get("next", "")
    is_own = target.startswith("/") and not target.startswith(("//", "/\\"))
    return target if is_own else ""


@bp.post("/sign-in")
@commits
def sign_in_post() -> Response:
    """Check name and password; open a server-side session. A failed attempt is kept as well."""
    name, password = request.form.get("username", ""), request.form.get("password", "")
    wall = clock().now()
    try:
        found = signing.check_password(db(), name, password, now=wall)
    except BanjieError as error:
        return make_response(_sign_in_page(error.text(current_language()), name), 429)
    if found is None:
        text = _("登录名或密码不正确。连续输错 5 次将锁定 15 分钟。")
        return make_response(_sign_in_page(text, name), 401)
    secret = signing.start_sign_in(db(), found, kind="browser", now=wall)
    session.clear()
    return _with_cookie(redirect(_next() or url_for("tasks.todo")), secret)


def _with_cookie(answer: Response, secret: str) -> Response:
    answer.set_cookie(
        access.COOKIE,
        secret,
        httponly=True,
        samesite="Lax",
        secure=config().secure_cookies,
        max_age=int(signing.IDLE_FOR.total_seconds()),
    )
    return answer


@bp.post("/sign-out")
@commits
def sign_out() -> Response:
    """End the session."""
    if g.get("secret"):
        signing.end_sign_in(db(), g.secret)
    answer = redirect(url_for("auth.sign_in"))
    answer.delete_cookie(access.COOKIE)
    return answer


@bp.get("/password")
@reads
def password() -> str | Response:
    """Show the page that changes the password."""
    if g.person is None:
        return redirect(url_for("auth.sign_in"))
    return _password_page()


def _password_page(errors: dict[str, str] | None = None) -> str:
    return render_template(
        "auth/change_password.html",
        errors=errors or {},
        is_first=access.person().must_change_password,
        shortest=signing.SHORTEST_PASSWORD,
    )


@bp.post("/password")
@commits
def password_post() -> Response:
    """Change the password; every other session of the person ends."""
    who = people.get_person(db(), access.person().id)
    new = request.form.get("new", "")
    if new != request.form.get("repeat", ""):
        return make_response(_password_page({"repeat": _("两次输入的新密码不一致。")}), 422)
    try:
        signing.change_password(who, request.form.get("current", ""), new)
    except BanjieError as error:
        place = "new" if isinstance(error, signing.WeakPassword) else "current"
        return make_response(_password_page({place: error.text(current_language())}), 422)
    signing.end_all(db(), who.id)
    secret = signing.start_sign_in(db(), who, kind="browser", now=clock().now())
    return _with_cookie(redirect(url_for("tasks.todo")), secret)


@bp.post("/language")
@commits
def language() -> Response:
    """Choose the language of all pages."""
    chosen = request.form.get("language", "")
    if chosen in LANGUAGES:
        session["language"] = chosen
        if g.person is not None:
            people.get_person(db(), g.person.id).language = chosen
    return redirect(_next() or request.referrer or url_for("tasks.todo"))
