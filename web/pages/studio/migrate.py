"""Move running cases to the version in force: plan, verdict of each case, move, report."""

from collections.abc import Mapping, Sequence
from typing import Any

from flask import flash, make_response, redirect, render_template, request, url_for
from sqlalchemy import select
from werkzeug.wrappers import Response

from engine import versions
from engine.bpmn.model import Element, Process
from engine.comparing.change import Words
from engine.errors import BanjieError, InvalidSubmission, NotFound
from engine.migration import migrations, moving
from engine.migration.migrations import Verdict
from engine.migration.plan import Plan
from engine.store.case_migrations import MigratedCase, Migration
from engine.store.cases import Case, Task
from web.access import needs_post, person
from web.clock_board import names
from web.language import _, pick
from web.naming import element_name
from web.pages.studio.blueprint import DESIGNERS, bp, frame
from web.session import commits, db, now, reads
from web.times import long_moment

#: Cases one request moves; more are moved by the command line.
MOST = 50
MAP = "map."
#: What a case stands at, and may be given another place.
PLACES = ("userTask", "manualTask", "task", "receiveTask", "intermediateCatchEvent", "subProcess")


@bp.get("/<matter>/migrate")
@needs_post(*DESIGNERS)
@reads
def migrate(matter: str) -> str:
    """Show who can come along to the version in force, and why others cannot."""
    return _page(matter, request.args)


def _page(
    matter: str, sent: Mapping[str, str], *, chosen: Sequence[str] | None = None, wrong: str = ""
) -> str:
    shown = frame(matter)
    known = {one.id: one.version for one in versions.versions_of(db(), matter)}
    old = _old_version(matter, known, sent.get("from", ""))
    if old is None:
        return render_template("studio/migrate.html", **shown, plan=None, past=_past(matter, known))
    plan = migrations.read_plan(db(), old, matter, _mapping(sent))
    found = migrations.verdicts(db(), plan, at=now())
    able = [one.number for one in found if not one.reasons]
    return render_template(
        "studio/migrate.html",
        **shown,
        plan={"old": plan.old.version, "new": plan.new.version},
        froms=[(known[one], str(known[one])) for one in migrations.old_versions(db(), matter)],
        places=_places(plan, found),
        targets=_targets(plan.new.process),
        rows=_rows(found),
        able=len(able),
        most=MOST,
        chosen=set(able[:MOST] if chosen is None else chosen),
        entered=sent,
        wrong=wrong,
        past=_past(matter, known),
    )


def _old_version(matter: str, known: Mapping[str, int], wanted: str) -> str | None:
    found = migrations.old_versions(db(), matter) if known else []
    fit = [one for one in found if str(known[one]) == wanted]
    return next(iter(fit or found), None)


def _mapping(sent: Mapping[str, str]) -> dict[str, str]:
    return {key.removeprefix(MAP): sent[key] for key in sent if key.startswith(MAP)}


def _places(plan: Plan, found: Sequence[Verdict]) -> list[dict[str, Any]]:
    """Return the steps cases stand at: where each goes, and how many cases are there."""
    cases = [one.case_id for one in found]
    query = select(Task.element_id, Task.case_id).where(
        Task.case_id.in_(cases), Task.state == "open"
    )
    standing: dict[str, set[int]] = {}
    for row in db().execute(query):
        standing.setdefault(row.element_id, set()).add(row.case_id)
    elements = plan.old.process.elements
    return [
        {
            "id": key,
            "name": _name(elements[key]),
            "cases": len(ids),
            "target": plan.mapping.get(key, ""),
        }
        for key, ids in sorted(standing.items(), key=lambda one: -len(one[1]))
        if key in elements
    ]


def _name(element: Element) -> str:
    return element_name(element) or element.id


def _targets(process: Process) -> list[tuple[str, str]]:
    return [(one.id, _name(one)) for one in process.elements.values() if one.type in PLACES]


def _rows(found: Sequence[Verdict]) -> list[dict[str, Any]]:
    ids = [one.case_id for one in found]
    titles = {c.id: c.title for c in db().scalars(select(Case).where(Case.id.in_(ids)))}
    return [
        {
            "number": one.number,
            "title": titles.get(one.case_id, ""),
            "url": url_for("cases.show", number=one.number),
            "against": [pick(*reason) for reason in one.reasons],
        }
        for one in sorted(found, key=lambda one: (bool(one.reasons), one.number))
    ]


@bp.post("/<matter>/migrate")
@needs_post(*DESIGNERS)
def migrated(matter: str) -> Response:
    """Move the cases chosen, each in its own transaction, and show what each came to."""
    numbers = request.form.getlist("case")[:MOST]
    try:
        begun, case_ids = _begin(matter, numbers)
    except InvalidSubmission as refused:
        wrong = pick(*next(iter(refused.errors.values()))[0])
        return make_response(_again(matter, numbers, wrong), 422)
    for case_id in case_ids:
        try:
            _move(begun, case_id)
        except BanjieError as refused:
            _note(begun, case_id, Words(refused.zh, refused.en))
    return redirect(url_for("studio.migration", matter=matter, migration_id=begun))


@reads
def _again(matter: str, numbers: Sequence[str], wrong: str) -> str:
    return _page(matter, request.form, chosen=numbers, wrong=wrong)


@commits
def _begin(matter: str, numbers: Sequence[str]) -> tuple[int, list[int]]:
    known = {one.id: one.version for one in versions.versions_of(db(), matter)}
    old = _old_version(matter, known, request.form.get("from", ""))
    if not numbers or old is None:
        message = ("请至少选一个办件。", "Choose one case at least.")
        raise InvalidSubmission({"case": [message]})
    plan = migrations.read_plan(db(), old, matter, _mapping(request.form))
    reason = request.form.get("reason", "")
    begun = migrations.begin_migration(db(), plan, reason=reason, by=person().id, at=now())
    query = select(Case.id).where(Case.matter_key == matter, Case.number.in_(numbers))
    return begun.id, list(db().scalars(query.order_by(Case.id)))


@commits
def _move(begun: int, case_id: int) -> None:
    migration = db().get_one(Migration, begun)
    plan = migrations.plan_of(db(), migration)
    moving.migrate_case(db(), migration, plan, case_id, by=person().id, at=now())


@commits
def _note(begun: int, case_id: int, reason: Words) -> None:
    moving.note_failed(db(), begun, case_id, reason)


@bp.get("/<matter>/migrations/<int:migration_id>")
@needs_post(*DESIGNERS)
@reads
def migration(matter: str, migration_id: int) -> str:
    """Show what a migration came to, case by case."""
    known = {one.id: one.version for one in versions.versions_of(db(), matter)}
    found = db().get(Migration, migration_id)
    if found is None or found.matter_key != matter:
        raise NotFound(f"没有第 {migration_id} 次移动", f"There is no migration {migration_id}.")
    results = migrations.results_of(db(), migration_id)
    cases = {
        c.id: c
        for c in db().scalars(select(Case).where(Case.id.in_([one.case_id for one in results])))
    }
    return render_template(
        "studio/migration.html",
        **frame(matter),
        one=_summary(found, known),
        # A closed case is told to nobody who is not on it.
        rows=[_result(one, cases[one.case_id]) for one in results if one.case_id in cases],
        may_undo=any(one.state == "moved" for one in results),
    )


def _result(one: MigratedCase, case: Case) -> dict[str, Any]:
    return {
        "number": case.number,
        "title": case.title,
        "url": url_for("cases.show", number=case.number),
        "state": one.state,
        "word": {"moved": _("已移动"), "refused": _("未移动"), "undone": _("已撤回")}[one.state],
        "against": [pick(*reason) for reason in one.reasons],
    }


def _summary(found: Migration, known: Mapping[str, int]) -> dict[str, Any]:
    return {
        "number": found.id,
        "old": known.get(found.from_id, 0),
        "new": known.get(found.to_id, 0),
        "reason": found.reason,
        "by": names().persons.get(found.made_by, found.made_by),
        "at": long_moment(found.made_at),
        "url": url_for("studio.migration", matter=found.matter_key, migration_id=found.id),
    }


def _past(matter: str, known: Mapping[str, int]) -> list[dict[str, Any]]:
    return [_summary(one, known) for one in migrations.migrations_of(db(), matter)]


@bp.post("/<matter>/migrations/<int:migration_id>/undo")
@needs_post(*DESIGNERS)
def undo_migration(matter: str, migration_id: int) -> Response:
    """Take a migration back, case by case, where nothing happened since."""
    refused = 0
    for case_id in _moved(migration_id):
        try:
            _undo(migration_id, case_id)
        except BanjieError:
            refused += 1
    if refused:
        flash(_("有 %(num)s 件移动之后已经办过，没有撤回；其余已撤回。", num=refused))
    else:
        flash(_("已撤回。"))
    return redirect(url_for("studio.migration", matter=matter, migration_id=migration_id))


@reads
def _moved(number: int) -> list[int]:
    return [one.case_id for one in migrations.results_of(db(), number) if one.state == "moved"]


@commits
def _undo(number: int, case_id: int) -> None:
    found = db().get_one(Migration, number)
    result = db().get_one(MigratedCase, (number, case_id))
    plan = migrations.plan_of(db(), found)
    moving.undo_case(db(), result, plan, by=person().id, at=now())
