"""Two versions of a matter beside each other: diagrams in colour, and what differs in words."""

from collections.abc import Iterable, Sequence
from typing import Any

from flask import Response, render_template, request, url_for

from engine import versions
from engine.comparing.change import Change
from engine.comparing.comparison import PARTS, unfolded
from engine.definitions import DIAGRAM
from engine.errors import NotFound
from engine.studio import drafts
from engine.versions import DRAFT
from web.access import needs_post
from web.language import _, pick
from web.pages.studio.blueprint import DESIGNERS, bp, frame
from web.session import db, now, reads
from web.times import long_moment

XML = "application/xml"


@bp.get("/<matter>/compare")
@needs_post(*DESIGNERS)
@reads
def compare(matter: str) -> str:
    """Show what differs between two versions; by default the current one and the draft."""
    shown, options = frame(matter), _options(matter)
    old, new = _chosen([key for key, _name in options])
    if old is None or new is None:
        return render_template("studio/compare.html", **shown, options=options, sides=None)
    found = versions.compare_versions(db(), matter, old, new, at=now())
    real = [one for one in found if one.kind != "moved"]
    return render_template(
        "studio/compare.html",
        **shown,
        options=options,
        sides=[_side(matter, old, options, found, 0), _side(matter, new, options, found, 1)],
        groups=_groups(real),
        moved=[_shown(one) for one in found if one.kind == "moved"],
        count=len(real),
    )


@bp.get("/<matter>/compare/<which>.bpmn")
@needs_post(*DESIGNERS)
@reads
def compared_diagram(matter: str, which: str) -> Response:
    """Answer the diagram of one version, with the processes it shares."""
    files = unfolded(versions.files_of(db(), matter, which, at=now()))
    if DIAGRAM not in files:
        raise NotFound(f"{matter} 没有流程图", f"{matter} has no diagram.")
    return Response(files[DIAGRAM], mimetype=XML)


def _options(matter: str) -> list[tuple[str, str]]:
    """Return what may be compared, (key, name), the newest first."""
    found = [
        (
            str(one.version),
            _("第 %(n)s 版 · %(at)s", n=one.version, at=long_moment(one.published_at)),
        )
        for one in versions.versions_of(db(), matter)
    ]
    has_draft = drafts.find_draft(db(), matter) is not None
    return [(DRAFT, _("草稿")), *found] if has_draft else found


def _chosen(keys: Sequence[str]) -> tuple[str | None, str | None]:
    """Return the two versions asked for; else the two newest, the older first."""
    if len(keys) < 2:
        return None, None
    old, new = request.args.get("from", keys[1]), request.args.get("to", keys[0])
    return old, new


def _side(
    matter: str, which: str, options: list[tuple[str, str]], found: Iterable[Change], place: int
) -> dict[str, Any]:
    return {
        "key": which,
        "name": dict(options).get(which, which),
        "xml_url": url_for("studio.compared_diagram", matter=matter, which=which),
        "marks": _marks(found, "removed" if place == 0 else "added"),
    }


def _marks(found: Iterable[Change], own: str) -> dict[str, list[str]]:
    """Return what a diagram marks, by kind: what only the other side has is not drawn here."""
    marks: dict[str, list[str]] = {}
    for change in found:
        if change.part == "diagram" and change.element and change.kind in ("changed", "moved", own):
            marks.setdefault(change.kind, []).append(change.element)
    return marks


def _groups(found: Iterable[Change]) -> list[dict[str, Any]]:
    names = part_names()
    rows = [_shown(one) for one in found]
    return [
        {"name": names[part], "rows": [row for row in rows if row["part"] == part]}
        for part in PARTS
        if any(row["part"] == part for row in rows)
    ]


def part_names() -> dict[str, str]:
    """Return the parts of a matter as people call them."""
    return {
        "diagram": _("流程图"),
        "form": _("表单"),
        "table": _("决策表"),
        "limit": _("时限"),
        "material": _("材料"),
        "document": _("文书"),
        "guide": _("办事指南"),
        "matter": _("事项要素"),
    }


def _shown(change: Change) -> dict[str, Any]:
    return {
        "part": change.part,
        "kind": change.kind,
        "word": {
            "added": _("新增"),
            "removed": _("删除"),
            "changed": _("修改"),
            "moved": _("移动"),
        }[change.kind],
        "text": pick(change.zh, change.en),
        "element": change.element if change.part == "diagram" else None,
    }
