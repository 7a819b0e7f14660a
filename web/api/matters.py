"""Matters: what the bureau handles, with guide, materials, limits and start form."""

from typing import Any

from sqlalchemy import select

from engine.cases import open_start
from engine.definitions import current_definition
from engine.errors import NotAllowed
from engine.store.publishing import Matter
from web.access import person
from web.api.blueprint import Blueprint
from web.api.matter_data import matter_data, matter_row
from web.api.schemas.matters import MatterData, MattersData
from web.session import db, now, reads

bp = Blueprint("matters", __name__, path="/matters", zh="事项", en="Matters").for_persons()


@bp.get("", zh="全部事项")
@bp.gives(MattersData)
@reads
def all() -> dict[str, Any]:
    """List the matters of the bureau."""
    keys = db().scalars(
        select(Matter.key).where(Matter.current_definition_id.is_not(None)).order_by(Matter.key)
    )
    return {"rows": [_with_right(matter_row(current_definition(db(), key))) for key in keys]}


@bp.get("/<key>", zh="一个事项及其申请表")
@bp.gives(MatterData)
@reads
def one(key: str) -> dict[str, Any]:
    """Read a matter with its guide, materials, conditions, limits and start form."""
    definition = current_definition(db(), key)
    return _with_right(matter_data(db(), definition, by=person().id, at=now()))


def _with_right(row: dict[str, Any]) -> dict[str, Any]:
    try:
        open_start(db(), row["key"], by=person().id, at=now())
    except NotAllowed:
        return {**row, "may_start": False}
    return {**row, "may_start": True}
