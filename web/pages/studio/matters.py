"""Every matter at a glance: its version, its draft, who edits now."""

from typing import Any

from flask import render_template, url_for
from sqlalchemy import func, select

from engine.store.cases import Case
from engine.store.drafts import Draft
from engine.store.publishing import Definition, Matter
from engine.studio import drafts, presence
from web.access import needs_post
from web.clock_board import names
from web.pages.studio.blueprint import DESIGNERS, bp, matter_name
from web.session import clock, db, reads
from web.times import long_moment


@bp.get("")
@needs_post(*DESIGNERS)
@reads
def all() -> str:
    """Show every matter, published or only drafted."""
    published = {row.key: row for row in db().scalars(select(Matter).order_by(Matter.key))}
    drafted = {draft.matter_key: draft for draft in drafts.all_drafts(db())}
    here = presence.editors_now(db(), seen_at=clock().now())
    open_cases = _open_cases()
    rows = [
        {
            **_row(published.get(key), drafted.get(key)),
            "key": key,
            "editors": [one.name for one in here.get(key, [])],
            "open_cases": open_cases.get(key, 0),
            "url": url_for("studio.workbench", matter=key),
        }
        for key in sorted({*published, *drafted})
    ]
    return render_template("studio/list.html", rows=rows)


def _open_cases() -> dict[str, int]:
    query = (
        select(Case.matter_key, func.count()).where(Case.state == "open").group_by(Case.matter_key)
    )
    return {row[0]: row[1] for row in db().execute(query)}


def _row(matter: Matter | None, draft: Draft | None) -> dict[str, Any]:
    persons = names().persons
    current = matter.current_definition_id if matter else None
    definition = db().get(Definition, current) if current else None
    return {
        "name": matter_name(matter, draft),
        "version": definition.version if definition else 0,
        "published": long_moment(definition.published_at) if definition else "",
        "draft": long_moment(draft.changed_at) if draft else "",
        "draft_by": persons.get(draft.changed_by, draft.changed_by) if draft else "",
    }
