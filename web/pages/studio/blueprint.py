"""The studio's blueprint, who may use it, and the tabs every page of a matter shows.

A page of the studio is a view on `bp`; its tab shows as soon as its endpoint exists.
"""

from dataclasses import dataclass
from typing import Any

from flask import Blueprint, current_app, request, url_for

from engine.errors import NotFound
from engine.store.drafts import Draft
from engine.store.publishing import Matter
from engine.studio import drafts
from engine.studio.naming import names_in_file
from web.language import _, pick
from web.navigation import DESIGNERS as DESIGNERS
from web.session import db

bp = Blueprint("studio", __name__, url_prefix="/studio")


@dataclass(frozen=True)
class Tab:
    """One place in the bar of a matter."""

    label: str
    icon: str
    url: str
    active: bool


def tabs(matter: str) -> list[Tab]:
    """Return the bar of a matter's pages, those that exist."""
    places = [
        ("studio.workbench", "list-details", _("工作台")),
        ("studio.diagram", "sitemap", _("流程图")),
        ("studio.guide", "file-text", _("指南与材料")),
        ("studio.try_out", "player-play", _("试运行")),
        ("studio.compare", "scale", _("比较版本")),
        ("studio.migrate", "arrow-right", _("移动在办件")),
        ("studio.publication", "check", _("发布")),
        ("studio.trail", "history", _("留痕")),
    ]
    return [
        Tab(label, icon, url_for(endpoint, matter=matter), _is_here(endpoint))
        for endpoint, icon, label in places
        if endpoint in current_app.view_functions
    ]


def _is_here(endpoint: str) -> bool:
    """Say whether this request's page belongs to a tab: "try_show" does to "try_out"."""
    here = request.endpoint or ""
    return here == endpoint or here.startswith(f"{endpoint.partition('_')[0]}_")


def frame(matter: str) -> dict[str, Any]:
    """Return what `studio/_frame.html` shows of a matter; raises NotFound for neither kind.

    `matter_key`, `matter_name`, `tabs`, `draft` (None without one), `is_published`.
    """
    row, draft = db().get(Matter, matter), drafts.find_draft(db(), matter)
    if row is None and draft is None:
        raise NotFound(f"没有事项 {matter}", f"There is no matter {matter}.")
    return {
        "matter_key": matter,
        "matter_name": matter_name(row, draft),
        "tabs": tabs(matter),
        "draft": draft,
        "is_published": row is not None and row.current_definition_id is not None,
    }


def matter_name(row: Matter | None, draft: Draft | None) -> str:
    """Return a matter's name: as published, or as its first draft says."""
    if row is not None or draft is None:
        return pick(row.name, row.name_en) if row else ""
    file = drafts.find_file(db(), draft.matter_key, "matter.toml")
    return pick(*names_in_file(draft.matter_key, file.content if file else b""))
