"""Who is on a case and who keeps away from it: readers of a closed case, recusals."""

from collections.abc import Callable, Mapping

from flask import flash, make_response, redirect, render_template, request, url_for
from sqlalchemy import select
from werkzeug.wrappers import Response

from engine import access, admitting, conflicts, people, recusal
from engine.cases import find_case
from engine.errors import InvalidSubmission
from engine.handling import Handling, view_case
from engine.store.people import Person, Post
from engine.store.readers import Reader
from web.access import person
from web.language import _, language, pick
from web.pages.cases import bp
from web.pages.tasks import bp as tasks_bp
from web.session import commits, db, now, reads
from web.times import long_moment


def how_text(how: str) -> str:
    """Return why a case is open or shut to somebody."""
    return {
        access.OPENED: _("发起"),
        access.HELD: _("经办"),
        access.ADDED: _("加入"),
        access.SUPERVISES: _("监督"),
        conflicts.DECLARED: _("本人申请回避"),
        conflicts.ORDERED: _("责令回避"),
    }.get(how, how)


@bp.get("/<number>/people")
@reads
def persons(number: str) -> str:
    """Show who is on a case and who keeps away, with what the person may do about it."""
    return _page(number)


def _page(number: str, asked: str = "", errors: Mapping[str, str] | None = None) -> str:
    handling = view_case(db(), find_case(db(), number), at=now(), by=person().id)
    case = handling.case
    names = {one.id: one.name for one in db().scalars(select(Person))}
    is_closed = access.is_closed(handling.definition.matter)
    return render_template(
        "cases/people.html",
        case={
            "number": number,
            "title": case.title,
            "url": url_for("cases.show", number=number),
        },
        is_closed=is_closed,
        readers=_readers(handling) if is_closed else [],
        recused=[_recused(one, names) for one in case.recused or ()],
        may_add=admitting.may_add(handling, person().id),
        may_order=recusal.may_order(handling, person().id),
        people=_others(handling, names),
        asked=asked,
        entered=request.form,
        errors=errors or {},
    )


def _readers(handling: Handling) -> list[dict[str, str]]:
    found = admitting.readers_of(db(), handling.case.id)
    return [
        {
            "name": _post_name(reader) if reader.post else name,
            "how": how_text(reader.how),
            "reason": reader.reason,
            "since": long_moment(reader.since_at),
        }
        for reader, name in found
        if reader.how != access.RECUSED
    ]


def _post_name(reader: Reader) -> str:
    section, _slash, key = (reader.post or "").partition("/")
    post = db().get(Post, key)
    name = (pick(post.name, post.name_en) or post.name) if post else key
    return f"{people.section_name(db(), section)} · {name}"


def _recused(one: Mapping[str, str], names: Mapping[str, str]) -> dict[str, str]:
    by = one["by"] if one["how"] == conflicts.ORDERED else ""
    return {
        "name": names.get(one["key"], one["key"]),
        "how": how_text(one["how"]),
        "by": names.get(by, by),
        "reason": one["reason"],
    }


def _others(handling: Handling, names: Mapping[str, str]) -> list[tuple[str, str]]:
    away = conflicts.stated(handling)
    return [(key, name) for key, name in names.items() if key != person().id and key not in away]


@bp.post("/<number>/readers")
@commits
def add_reader(number: str) -> Response:
    """Open a closed case to one more person."""
    case_id, form = find_case(db(), number).id, request.form
    return _done(
        number,
        "reader",
        lambda: admitting.add_reader(
            db(), case_id, form.get("person", ""), form.get("reason", ""), by=person().id, at=now()
        ),
        _("已加入，可以查看本件。"),
    )


@bp.post("/<number>/recusals")
@commits
def order_recusal(number: str) -> Response:
    """Order somebody to keep away."""
    case_id, form = find_case(db(), number).id, request.form
    return _done(
        number,
        "recusal",
        lambda: recusal.order(
            db(), case_id, form.get("person", ""), form.get("reason", ""), by=person().id, at=now()
        ),
        _("已责令回避，其持有的任务已转交他人。"),
    )


def _done(number: str, asked: str, act: Callable[[], None], said: str) -> Response:
    try:
        act()
    except InvalidSubmission as error:
        return make_response(_page(number, asked, {"reason": _text(error)}), 422)
    flash(said)
    return redirect(url_for("cases.persons", number=number))


@tasks_bp.post("/tasks/<task_id>/recusal")
@commits
def declare_recusal(task_id: str) -> Response:
    """Declare that one keeps away from the case of a task."""
    try:
        recusal.declare(db(), task_id, request.form.get("reason", ""), by=person().id, at=now())
    except InvalidSubmission as error:
        flash(_text(error))
        return redirect(url_for("tasks.open", task_id=task_id))
    flash(_("已登记回避，任务已转交他人。"))
    return redirect(url_for("tasks.todo"))


def _text(error: InvalidSubmission) -> str:
    place = 1 if language() == "en" else 0
    return " ".join(one[place] for messages in error.errors.values() for one in messages)
