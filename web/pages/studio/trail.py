"""What was done to a matter, newest first, and whether its chain of records is whole."""

from collections.abc import Mapping
from typing import Any

from flask import render_template, request

from engine.store.drafts import MatterRecord
from engine.studio.trail import first_break, matter_records
from web.access import needs_post
from web.clock_board import names
from web.language import _
from web.pages.studio.blueprint import DESIGNERS, bp, frame
from web.session import db, reads
from web.times import long_moment

#: Records a page shows; older ones follow with `?before=`.
PAGE = 50


@bp.get("/<matter>/trail")
@needs_post(*DESIGNERS)
@reads
def trail(matter: str) -> str:
    """Show the acts of designers on a matter."""
    shown = frame(matter)
    before = request.args.get("before", type=int)
    found = matter_records(db(), matter, before=before, most=PAGE + 1)
    persons = names().persons
    return render_template(
        "studio/trail.html",
        **shown,
        rows=[_row(one, persons) for one in found[:PAGE]],
        older=found[PAGE - 1].number if len(found) > PAGE else None,
        intact=first_break(db(), matter) is None,
    )


def _row(one: MatterRecord, persons: Mapping[str, str]) -> dict[str, Any]:
    return {
        "number": one.number,
        "at": long_moment(one.at),
        "by": persons.get(one.person_id or "", one.person_id or ""),
        "what": _deed(one),
        "reason": one.reason,
    }


def _deed(one: MatterRecord) -> str:
    path, version = one.body.get("path", ""), one.body.get("version", "")
    return {
        "draft_opened": _("开始修改"),
        "matter_begun": _("新建事项"),
        "file_saved": _("保存 %(path)s", path=path),
        "file_removed": _("删除 %(path)s", path=path),
        "copy_kept": _("与他人冲突，另存 %(path)s", path=path),
        "draft_discarded": _("丢弃草稿"),
        "publication_asked": _("发布版本 %(version)s", version=version),
        "publication_approved": _("批准版本 %(version)s", version=version),
        "publication_refused": _("不批准版本 %(version)s", version=version),
        "publication_withdrawn": _("收回版本 %(version)s", version=version),
        "in_force": _("版本 %(version)s 生效", version=version),
        "version_taken_back": _("撤回版本 %(version)s", version=version),
    }.get(one.kind, one.kind)
