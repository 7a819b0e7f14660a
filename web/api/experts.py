"""Experts for the administrator; draws and replies for who may see the case."""

from collections.abc import Mapping
from typing import Any

from flask import url_for

from engine import experts
from engine.cases import find_case
from engine.days import day_of
from engine.draw_checks import verify_draws
from engine.draw_replies import get_draw, record_reply
from engine.store.experts import Draw, Expert
from forms.masking import mask_mobile
from web.access import needs_post, person
from web.api.blueprint import Blueprint
from web.api.schemas.registers import (
    DrawData,
    DrawsData,
    ExpertArgs,
    ExpertData,
    ExpertsArgs,
    ExpertsData,
    ReplyArgs,
)
from web.draw_view import draw_view, draws_of, is_revealed, log_of
from web.expert_entries import read_entry
from web.language import pick
from web.pages.experts import KEEPER
from web.session import commits, db, now, reads

bp = Blueprint("experts", __name__, path="", zh="专家", en="Experts").for_persons()


@bp.get("/experts", zh="专家库")
@bp.takes(ExpertsArgs, location="query")
@bp.gives(ExpertsData)
@needs_post(KEEPER)
@reads
def all(sent: dict[str, str]) -> dict[str, Any]:
    """List the register, for the administrator."""
    return {"rows": [_expert(one) for one in experts.find_experts(db(), **sent, on=_today())]}


@bp.post("/experts", zh="登记专家")
@bp.takes(ExpertArgs)
@bp.gives(ExpertData, status=201)
@needs_post(KEEPER)
@commits
def add(sent: dict[str, Any]) -> dict[str, Any]:
    """Add an expert."""
    return _expert(experts.add_expert(db(), read_entry(_typed(sent))))


@bp.put("/experts/<expert_id>", zh="修改专家")
@bp.takes(ExpertArgs)
@bp.gives(ExpertData)
@needs_post(KEEPER)
@commits
def change(sent: dict[str, Any], expert_id: str) -> dict[str, Any]:
    """Write an expert's data anew; without a mobile number the one kept stays."""
    kept = experts.get_expert(db(), expert_id)
    typed = _typed({**sent, "mobile": sent["mobile"] or kept.mobile})
    return _expert(experts.change_expert(db(), expert_id, read_entry(typed)))


@bp.delete("/experts/<expert_id>", zh="专家退库")
@bp.gives(ExpertData)
@needs_post(KEEPER)
@commits
def end(expert_id: str) -> dict[str, Any]:
    """End an expert's time in the register today; draws made before keep what they saw."""
    return _expert(experts.end_expert(db(), expert_id, until_on=_today()))


def _typed(sent: Mapping[str, Any]) -> dict[str, str]:
    return {**sent, "specialities": ",".join(sent["specialities"])}


def _today() -> Any:
    return day_of(now())


def _expert(one: Expert) -> dict[str, Any]:
    names = {row.key: pick(row.name, row.name_en) for row in experts.all_specialities(db())}
    fields = experts.specialities_of(db(), [one.id])[one.id]
    return {
        "id": one.id,
        "name": one.name,
        "unit": one.unit,
        "unit_code": one.unit_code,
        "title": one.title,
        "mobile": mask_mobile(one.mobile) if one.mobile else "",
        "specialities": [{"key": key, "name": names[key]} for key in fields],
        "until_on": one.until_on,
        "is_current": experts.is_current(one, _today()),
    }


@bp.get("/cases/<number>/draws", zh="办件的专家抽取")
@bp.gives(DrawsData)
@reads
def of_case(number: str) -> dict[str, Any]:
    """List the draws of a case; names are empty before their day."""
    return {"rows": [_draw(one) for one in draws_of(find_case(db(), number).id)]}


@bp.get("/draws/<int:draw_id>", zh="一次抽取")
@bp.gives(DrawData)
@reads
def one(draw_id: int) -> dict[str, Any]:
    """Read a draw, repeated just now; the whole log from the day the names are shown."""
    return _draw(get_draw(db(), draw_id))


def _draw(draw: Draw) -> dict[str, Any]:
    is_open = is_revealed(draw, _today())
    found = verify_draws(db(), draw.id)
    return {
        **draw_view(draw, _today()),
        "differences": [pick(one.zh, one.en) if is_open else "—" for one in found],
        "log": log_of(draw) if is_open else None,
    }


@bp.post("/draws/<int:draw_id>/replies", zh="登记专家答复")
@bp.takes(ReplyArgs)
@bp.gives(DrawData, status=201)
@commits
def reply(sent: dict[str, Any], draw_id: int) -> tuple[dict[str, Any], dict[str, str]]:
    """Record an expert's reply; who refuses or is silent is followed by the next at once."""
    record_reply(
        db(), draw_id, sent["seat"], sent["reply"], sent["reason"], by=person().id, at=now()
    )
    place = url_for("api_experts.one", draw_id=draw_id)
    return _draw(get_draw(db(), draw_id)), {"Location": place}
