"""People and posts, for the administrator."""

from datetime import date
from secrets import token_hex

from flask import Blueprint, flash, make_response, redirect, render_template, request, url_for
from sqlalchemy import select
from werkzeug.wrappers import Response

from engine import people, staffing
from engine.days import day_of
from engine.errors import BanjieError
from engine.store.people import Holding, Person, Post, Section
from web.access import needs_post
from web.language import _, language, pick
from web.session import clock, commits, db, now, reads

bp = Blueprint("people", __name__, url_prefix="/people")


@bp.get("")
@needs_post("administrator")
@reads
def all() -> str:
    """Show sections with their persons and posts."""
    return render_template("people/list.html", sections=_sections())


def _sections() -> list[dict[str, object]]:
    sections = list(db().scalars(select(Section).order_by(Section.place)))
    persons = list(db().scalars(select(Person).order_by(Person.id)))
    found: list[dict[str, object]] = [
        {
            "name": pick(section.name, section.name_en),
            "key": section.key,
            "persons": [_row(one) for one in persons if _home(one) == section.key],
        }
        for section in sections
    ]
    homeless = [_row(one) for one in persons if _home(one) is None]
    return found + ([{"name": _("未任岗"), "key": "", "persons": homeless}] if homeless else [])


def _home(one: Person) -> str | None:
    held = people.posts_on(db(), one.id, day_of(now()))
    return held[0][0] if held else None


def _row(one: Person) -> dict[str, object]:
    posts = {post.key: pick(post.name, post.name_en) for post in db().scalars(select(Post))}
    today = day_of(now())
    locked = one.locked_until_at is not None and one.locked_until_at > clock().now()
    return {
        "id": one.id,
        "name": one.name,
        "posts": [
            {
                "id": holding.id,
                "section": people.section_name(db(), holding.section_key),
                "post": posts.get(holding.post_key, holding.post_key),
                "from": holding.from_on.isoformat(),
                "until": holding.until_on.isoformat() if holding.until_on else "",
                "is_current": holding.until_on is None or holding.until_on >= today,
            }
            for holding in db().scalars(
                select(Holding).where(Holding.person_id == one.id).order_by(Holding.from_on)
            )
        ],
        "certificate": one.certificate or "",
        "certificate_until": one.certificate_until_on.isoformat()
        if one.certificate_until_on
        else "",
        "certificate_expired": one.certificate_until_on is not None
        and one.certificate_until_on < today,
        "is_active": one.is_active,
        "locked": locked,
        "url": url_for("people.edit", person_id=one.id),
    }


@bp.get("/new")
@needs_post("administrator")
@reads
def new() -> str:
    """Show the form for a new person."""
    return _page(None, {}, {})


@bp.get("/<person_id>")
@needs_post("administrator")
@reads
def edit(person_id: str) -> str:
    """Show one person."""
    return _page(people.get_person(db(), person_id), {}, {})


def _page(one: Person | None, form: dict[str, str], errors: dict[str, str]) -> str:
    return render_template(
        "people/edit.html",
        person=_row(one) if one else None,
        form=form,
        errors=errors,
        sections=[
            {"key": row.key, "name": pick(row.name, row.name_en)}
            for row in db().scalars(select(Section).order_by(Section.place))
        ],
        posts=[
            {"key": row.key, "name": pick(row.name, row.name_en)}
            for row in db().scalars(select(Post).order_by(Post.key))
        ],
    )


@bp.post("/new")
@needs_post("administrator")
@commits
def add() -> Response:
    """Add a person with a first password, shown once."""
    form = request.form.to_dict()
    password = f"{token_hex(4)}a1"
    try:
        one = staffing.add_person(db(), form.get("id", ""), form.get("name", ""), password=password)
    except BanjieError as error:
        field = getattr(error, "field", "id")
        return make_response(_page(None, form, {field: error.text(language())}), 422)
    flash(_("已添加%(name)s，首次登录密码：%(password)s", name=one.name, password=password))
    return redirect(url_for("people.edit", person_id=one.id))


@bp.post("/<person_id>/holdings")
@needs_post("administrator")
@commits
def add_holding(person_id: str) -> Response:
    """Give a person a post from a day on."""
    one = people.get_person(db(), person_id)
    form = request.form.to_dict()
    try:
        staffing.appoint(
            db(),
            one,
            form.get("section", ""),
            form.get("post", ""),
            from_on=_day(form.get("from", "")) or day_of(now()),
            until_on=_day(form.get("until", "")),
        )
    except (BanjieError, ValueError) as error:
        text = (
            error.text(language())
            if isinstance(error, BanjieError)
            else _("日期须为 2026-11-10 的写法。")
        )
        return make_response(_page(one, form, {"from": text}), 422)
    flash(_("任岗已登记。"))
    return redirect(url_for("people.edit", person_id=person_id))


def _day(text: str) -> date | None:
    return date.fromisoformat(text.strip()) if text.strip() else None


@bp.post("/<person_id>/holdings/<int:holding_id>/end")
@needs_post("administrator")
@commits
def end_holding(person_id: str, holding_id: int) -> Response:
    """End a post today."""
    staffing.end_holding(db(), holding_id, until_on=day_of(now()))
    flash(_("任岗已截止到今天。"))
    return redirect(url_for("people.edit", person_id=person_id))


@bp.post("/<person_id>/password")
@needs_post("administrator")
@commits
def reset_password(person_id: str) -> Response:
    """Give a new first password, shown once; every session of the person ends."""
    one = people.get_person(db(), person_id)
    password = f"{token_hex(4)}a1"
    staffing.reset_password(db(), one, password)
    flash(_("%(name)s的新密码：%(password)s（首次登录须修改）", name=one.name, password=password))
    return redirect(url_for("people.edit", person_id=person_id))


@bp.post("/<person_id>/unlock")
@needs_post("administrator")
@commits
def unlock(person_id: str) -> Response:
    """Let a locked-out person sign in again."""
    staffing.unlock(people.get_person(db(), person_id))
    flash(_("已解锁。"))
    return redirect(url_for("people.edit", person_id=person_id))


@bp.post("/<person_id>/active")
@needs_post("administrator")
@commits
def set_active(person_id: str) -> Response:
    """Disable a person who left, or enable again."""
    one = people.get_person(db(), person_id)
    staffing.set_active(db(), one, active=request.form.get("active") == "1")
    flash(_("已更新。"))
    return redirect(url_for("people.edit", person_id=person_id))
