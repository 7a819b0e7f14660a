"""The register of experts, for the administrator: list, add, change, end."""

from typing import Any

from flask import Blueprint, flash, make_response, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from engine import experts
from engine.days import day_of
from engine.errors import BanjieError, InvalidSubmission
from engine.store.experts import Expert
from forms.masking import mask_mobile
from web.access import needs_post
from web.expert_entries import read_entry, read_file
from web.language import _, language, pick
from web.session import commits, db, now, reads

bp = Blueprint("experts", __name__, url_prefix="/experts")

KEEPER = "administrator"


@bp.get("")
@needs_post(KEEPER)
@reads
def all() -> str:
    """Show the register, filtered."""
    return _list({})


def _list(errors: dict[str, str], typed: str = "") -> str:
    names_of = ("q", "speciality", "state")
    chosen: dict[str, Any] = {key: request.args.get(key, "").strip() for key in names_of}
    today = day_of(now())
    found = experts.find_experts(db(), **chosen, on=today)
    fields = experts.specialities_of(db(), (one.id for one in found))
    names = _names()
    counts = [
        {
            "key": key,
            "label": label,
            "number": len(experts.find_experts(db(), **{**chosen, "state": key}, on=today)),
            "lamp": "",
            "url": url_for("experts.all", **{**chosen, "state": key}),
            "active": chosen["state"] == key,
        }
        for key, label in (("", _("全部")), ("current", _("可抽取")), ("ended", _("不可抽取")))
    ]
    return render_template(
        "experts/list.html",
        counts=counts,
        filters=chosen,
        specialities=[
            {"key": key, "name": name, "selected": key == chosen["speciality"]}
            for key, name in names.items()
        ],
        rows=[_row(one, [names[key] for key in fields[one.id]]) for one in found],
        errors=errors,
        typed=typed,
    )


def _names() -> dict[str, str]:
    return {one.key: pick(one.name, one.name_en) for one in experts.all_specialities(db())}


def _row(one: Expert, fields: list[str]) -> dict[str, Any]:
    return {
        "id": one.id,
        "name": one.name,
        "unit": one.unit,
        "unit_code": one.unit_code,
        "title": one.title,
        "mobile": mask_mobile(one.mobile) if one.mobile else "",
        "fields": fields,
        "until": one.until_on.isoformat() if one.until_on else "",
        "is_active": one.is_active,
        "is_current": experts.is_current(one, day_of(now())),
        "url": url_for("experts.edit", expert_id=one.id),
    }


@bp.get("/new")
@needs_post(KEEPER)
@reads
def new() -> str:
    """Show the form for a new expert."""
    return _page(None, {}, {})


@bp.get("/<expert_id>")
@needs_post(KEEPER)
@reads
def edit(expert_id: str) -> str:
    """Show one expert."""
    one = experts.get_expert(db(), expert_id)
    return _page(one, _typed(one), {})


def _typed(one: Expert) -> dict[str, Any]:
    fields = experts.specialities_of(db(), [one.id])[one.id]
    # An empty field keeps the number that is kept: it is shown masked only.
    return {
        "name": one.name,
        "unit": one.unit,
        "unit_code": one.unit_code,
        "title": one.title,
        "specialities": fields,
        "until_on": one.until_on.isoformat() if one.until_on else "",
    }


def _page(one: Expert | None, form: dict[str, Any], errors: dict[str, str]) -> str:
    return render_template(
        "experts/edit.html",
        expert=_row(one, []) if one else None,
        form=form,
        errors=errors,
        specialities=_names(),
    )


@bp.post("/new")
@needs_post(KEEPER)
@commits
def add() -> Response:
    """Add an expert."""
    try:
        one = experts.add_expert(db(), read_entry(_sent()))
    except BanjieError as error:
        return _refused(None, error)
    flash(_("已登记%(name)s，编号 %(id)s。", name=one.name, id=one.id))
    return redirect(url_for("experts.all"))


@bp.post("/<expert_id>")
@needs_post(KEEPER)
@commits
def change(expert_id: str) -> Response:
    """Write an expert's data anew."""
    one = experts.get_expert(db(), expert_id)
    try:
        experts.change_expert(db(), expert_id, read_entry(_sent(one.mobile)))
    except BanjieError as error:
        return _refused(one, error)
    flash(_("已保存；以前的抽取记录不变。"))
    return redirect(url_for("experts.edit", expert_id=expert_id))


def _sent(mobile: str = "") -> dict[str, str]:
    form = request.form.to_dict()
    form["specialities"] = ",".join(request.form.getlist("specialities"))
    form["mobile"] = form.get("mobile", "").strip() or mobile
    return form


def _refused(one: Expert | None, error: BanjieError) -> Response:
    place = getattr(error, "field", "id")
    errors = {place: error.text(language())}
    if isinstance(error, InvalidSubmission):
        errors = {key: pick(*found[0]) for key, found in error.errors.items()}
    typed = {**request.form.to_dict(), "specialities": request.form.getlist("specialities")}
    return make_response(_page(one, typed, errors), 422)


@bp.post("/<expert_id>/end")
@needs_post(KEEPER)
@commits
def end(expert_id: str) -> Response:
    """End an expert's time in the register today."""
    one = experts.end_expert(db(), expert_id, until_on=day_of(now()))
    flash(_("%(name)s今天起满即退出专家库，明天起不再抽取。", name=one.name))
    return redirect(url_for("experts.edit", expert_id=expert_id))


@bp.post("/<expert_id>/active")
@needs_post(KEEPER)
@commits
def set_active(expert_id: str) -> Response:
    """Leave an expert out of draws for now, or take in again."""
    experts.set_active(db(), expert_id, active=request.form.get("active") == "1")
    flash(_("已更新。"))
    return redirect(url_for("experts.edit", expert_id=expert_id))


@bp.post("/specialities")
@needs_post(KEEPER)
@commits
def name_speciality() -> Response:
    """Add a speciality or name it anew."""
    form = request.form
    try:
        one = experts.name_speciality(
            db(), form.get("key", ""), form.get("name", ""), form.get("name_en", "")
        )
    except BanjieError as error:
        return make_response(_list({"speciality": error.text(language())}), 422)
    flash(_("已登记专业：%(name)s", name=one.name))
    return redirect(url_for("experts.all"))


@bp.post("/import")
@needs_post(KEEPER)
@commits
def import_file() -> Response:
    """Add or change experts from a pasted table, all or none."""
    text = request.form.get("text", "")
    try:
        entries = read_file(text.encode())
        added, changed = experts.import_experts(db(), entries)
    except InvalidSubmission as error:
        told = "；".join(pick(*found[0]) for found in error.errors.values())
        return make_response(_list({"file": told}, text), 422)
    except BanjieError as error:
        return make_response(_list({"file": error.text(language())}, text), 422)
    flash(_("新增 %(added)s 名，更新 %(changed)s 名。", added=added, changed=changed))
    return redirect(url_for("experts.all"))
