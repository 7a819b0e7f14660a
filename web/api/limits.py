"""Limits: list and read them, compare versions, look at a change, make it, take it back."""

from typing import Any

from sqlalchemy import select

from engine import limit_changes, proposals
from engine.catalogue import catalogue
from engine.days import day_of
from engine.errors import NotFound
from engine.limit_drafts import LimitDraft, draft_change
from engine.limit_rules import rules_on, versions_on
from engine.previewing import effects_of_change, table_before
from engine.recounting import recount_batch
from engine.store.publishing import LimitVersion, Matter
from web.access import needs_post, person
from web.api.blueprint import Blueprint
from web.api.effects_data import changed_data, effects_data, proposal_data
from web.api.limit_data import limit_data, version_data
from web.api.schemas.effects import ReasonArgs
from web.api.schemas.limits import (
    CatalogueData,
    ChangeArgs,
    CompareArgs,
    ComparedData,
    DraftArgs,
    LimitPageData,
    LimitsArgs,
    LimitsData,
    MadeData,
    PreviewData,
    VersionData,
)
from web.navigation import READERS
from web.session import commits, db, now, reads

bp = Blueprint("limits", __name__, path="/limits", zh="时限规则", en="Limits").for_persons()


@bp.get("", zh="时限规则")
@bp.takes(LimitsArgs, location="query")
@bp.gives(LimitsData)
@needs_post(*READERS)
@reads
def all(sent: dict[str, Any]) -> dict[str, Any]:
    """List the limits of one matter or of all, as they hold today."""
    keys = [sent["matter"]] if sent["matter"] else db().scalars(select(Matter.key))
    return {"rows": [row for key in sorted(keys) for row in _rows(key)]}


def _rows(matter: str) -> list[dict[str, Any]]:
    today = day_of(now())
    held = versions_on(db(), matter, today)
    return [limit_data(db(), rule, held[rule.key]) for rule in rules_on(db(), matter, today)]


@bp.get("/catalogue", zh="时限目录")
@bp.gives(CatalogueData)
@reads
def statutes() -> dict[str, Any]:
    """List the statutory limits with article, mark and consequence, as cited today."""
    today = day_of(now())
    return {
        "rows": [
            {
                "id": row.id,
                "matter": row.matter,
                "name": row.name,
                "amount": str(row.amount),
                "start": row.start,
                "direction": row.direction,
                "stop": row.stop,
                "extend": row.extend,
                "article": row.article_on(today),
                "mark": row.mark,
                "consequence": row.consequence,
            }
            for row in catalogue().values()
        ]
    }


@bp.get("/<matter>/<limit>", zh="一个时限及其历次版本")
@bp.gives(LimitPageData)
@needs_post(*READERS)
@reads
def one(matter: str, limit: str) -> dict[str, Any]:
    """Read a limit with all its versions: who changed what, when and why."""
    found = next((row for row in _rows(matter) if row["key"] == limit), None)
    if found is None:
        raise _missing(matter, limit)
    versions = limit_changes.history(db(), matter, limit)
    return {**found, "versions": [version_data(db(), version) for version in versions]}


def _missing(matter: str, limit: str) -> NotFound:
    return NotFound(f"事项 {matter} 没有时限 {limit}。", f"Matter {matter} has no limit {limit}.")


@bp.get("/<matter>/<limit>/compare", zh="比较两个版本")
@bp.takes(CompareArgs, location="query")
@bp.gives(ComparedData)
@needs_post(*READERS)
@reads
def compare(sent: dict[str, Any], matter: str, limit: str) -> dict[str, Any]:
    """Compare two versions of a limit by their ids."""
    found = {one.id: one for one in limit_changes.history(db(), matter, limit)}
    for key in ("old", "new"):
        if sent[key] not in found:
            raise NotFound(f"没有版本 {sent[key]}。", f"There is no version {sent[key]}.")
    return {"entries": changed_data(found[sent["old"]].rule, found[sent["new"]].rule)}


def _draft(sent: dict[str, Any], matter: str, limit: str) -> LimitDraft:
    return draft_change(
        db(), matter, limit, sent["changes"], from_on=sent["from_on"], reach=sent["reach"]
    )


@bp.post("/<matter>/<limit>/preview", zh="推演")
@bp.takes(DraftArgs)
@bp.gives(PreviewData)
@needs_post(*READERS)
@reads
def preview(sent: dict[str, Any], matter: str, limit: str) -> dict[str, Any]:
    """Say what a change would do: open clocks that turn, and the last year replayed."""
    draft = _draft(sent, matter, limit)
    return {
        **effects_data(db(), effects_of_change(db(), draft, at=now())),
        "entries": changed_data(table_before(db(), draft), draft.rule),
    }


@bp.post("/<matter>/<limit>/versions", zh="改动时限")
@bp.takes(ChangeArgs)
@bp.gives(MadeData, status=201)
@needs_post("administrator")
@commits
def change(sent: dict[str, Any], matter: str, limit: str) -> dict[str, Any]:
    """Change a limit from a day on, or leave it to a second person where one is asked for."""
    made = proposals.change_limit(
        db(), _draft(sent, matter, limit), reason=sent["reason"], by=person().id, at=now()
    )
    if not isinstance(made, LimitVersion):
        return {"version": None, "proposal": proposal_data(db(), made)}
    recount_batch(db(), at=now(), cause=made.reason)
    return {"version": version_data(db(), made), "proposal": None}


@bp.post("/versions/<int:version_id>/take-back", zh="撤回版本")
@bp.takes(ReasonArgs)
@bp.gives(VersionData)
@needs_post("administrator")
@commits
def take_back(sent: dict[str, Any], version_id: int) -> dict[str, Any]:
    """Take a version back: the one before holds again, cases it moved get their rule back."""
    version = limit_changes.take_back(
        db(), version_id, reason=sent["reason"], by=person().id, at=now()
    )
    recount_batch(db(), at=now(), cause=version.taken_back_reason)
    return version_data(db(), version)
