"""试运行: a dry run of a version or a draft, in a scratch town; no real case is touched."""

from collections.abc import Callable
from dataclasses import replace

from flask import (
    Response,
    flash,
    jsonify,
    make_response,
    redirect,
    request,
    url_for,
)
from werkzeug.datastructures import FileStorage
from werkzeug.wrappers import Response as AnyResponse

from engine.attachments import FileRefused, add_attachment
from engine.definitions import Definition, current_definition
from engine.errors import BanjieError, Conflict, InvalidSubmission
from engine.store.cases import Attachment
from engine.store.database import transaction
from forms.submit import form_of
from web import forming
from web.access import needs_post, person
from web.language import _, language, pick
from web.pages.studio.blueprint import DESIGNERS, bp, frame
from web.session import clock, commits, database, reads
from web.try_page import NOTHING, Typed, run_page
from web.try_page.choosing import chosen_place
from web.try_page.entering import entered, runs
from web.try_page.listing import index_page, keep_scenario, publisher, replayed
from web.try_page.moments import asked_moment, moment_in
from web.try_page.showing import tokens
from web.trying.filling import filled, ways_at
from web.trying.places import Place, places_of
from web.trying.playing import Run, play, read_run
from web.trying.reaching import way_to
from web.trying.runs import Kept
from web.trying.steps import Step
from web.walking.stage import hand_in


@bp.get("/<matter>/try")
@needs_post(*DESIGNERS)
@reads
def try_out(matter: str) -> str:
    """Show the scenarios of a matter, one's runs, and how to begin one."""
    return index_page(matter, frame(matter))


@bp.post("/<matter>/try")
@needs_post(*DESIGNERS)
@reads
def try_make(matter: str) -> AnyResponse:
    """Begin a run of a version or the draft, at a moment."""
    tried = request.form.get("tried", "")
    try:
        kept = runs().make(
            database(),
            publisher(matter, tried),
            tried=tried,
            by=person().id,
            begun_at=moment_in(request.form.get("moment", "")),
            now=clock().now(),
        )
    except BanjieError as error:
        return make_response(index_page(matter, frame(matter), error=error), 422)
    return redirect(url_for("studio.try_show", matter=matter, run_id=kept.id))


def _kept(matter: str, run_id: str) -> Kept:
    return runs().find(run_id, matter_key=matter, by=person().id, now=clock().now())


@bp.post("/<matter>/try/replay")
@needs_post(*DESIGNERS)
@reads
def try_replay(matter: str) -> str:
    """Replay every scenario and show what came of it."""
    return index_page(matter, frame(matter), verdicts=replayed(matter))


@bp.get("/<matter>/try/<run_id>")
@needs_post(*DESIGNERS)
@reads
def try_show(matter: str, run_id: str) -> str:
    """Show a run: where it stands, who can act, and the form of the one chosen."""
    place, by = request.args.get("place", ""), request.args.get("by", "")
    return run_page(_kept(matter, run_id), frame(matter), place_key=place, by=by)


def _page(kept: Kept, typed: Typed = NOTHING) -> str:
    """Return the page with the place and the person of the form that was sent."""
    place, by = request.form.get("_place", ""), request.form.get("_by", "")
    return run_page(kept, frame(kept.matter_key), place_key=place, by=by, typed=typed)


@bp.post("/<matter>/try/<run_id>/act")
@needs_post(*DESIGNERS)
@reads
def try_act(matter: str, run_id: str) -> AnyResponse:
    """Do what the form says; a wrong entry comes back as 422, as it does to staff."""
    kept = _kept(matter, run_id)
    if "_fill" in request.form:
        return make_response(_page(kept, Typed(_sample(kept))))
    raw, at = _entered_raw(kept), _run(kept).at
    changed = forming.changed_rows(raw)
    if changed is not None:
        return make_response(_page(kept, Typed(changed)))
    place = _chosen(kept)
    step = Step(
        place.act, at, place.element.id, place.item, by=request.form.get("_by", ""), data=raw
    )
    try:
        with runs().entered(kept) as there:
            play(there, step)
    except InvalidSubmission as error:
        return make_response(_page(kept, Typed(raw, error)), 422)
    return _shown(kept)


def _shown(kept: Kept) -> AnyResponse:
    return redirect(url_for("studio.try_show", matter=kept.matter_key, run_id=kept.id))


def _run(kept: Kept) -> Run:
    with entered(kept) as (_session, run):
        return run


def _chosen(kept: Kept) -> Place:
    """Return the place the form was sent for; raises Conflict when it waits no longer."""
    with entered(kept) as (session, run):
        definition = current_definition(session, run.matter_key)
        places = places_of(session, definition, run.case_id, run.at)
        key = request.form.get("_place", "")
        found = chosen_place(places, key)
    if found is None or found.key != key:
        raise Conflict(
            "这个环节已经不在办，请回到试运行页查看在办的环节。",
            "This step waits no longer; see what does on the page of the run.",
            code="step_not_waiting",
        )
    return found


def _sample(kept: Kept) -> dict[str, object]:
    """Return valid data for the chosen form, its files handed in."""
    place, by = _chosen(kept), request.form.get("_by", "")
    number = request.form.get("_way", 0, type=int)
    with entered(kept) as (session, run):
        definition = current_definition(session, run.matter_key)
        places = places_of(session, definition, run.case_id, run.at)
        here = next(one for one in places if one.key == place.key)
        ways = ways_at(definition, here, by, language())
        raw = filled(definition, here, by, ways[min(number, len(ways) - 1)]) if ways else {}
    return _with_files(kept, raw, by)


def _with_files(kept: Kept, raw: dict[str, object], by: str) -> dict[str, object]:
    with runs().entered(kept) as there, transaction(there.database) as session:
        return dict(hand_in(there.files, session, raw, by, read_run(session).at))


def _entered_raw(kept: Kept) -> dict[str, object]:
    """Return what was typed; files that came with the form are kept in the scratch town."""
    place = _chosen(kept)
    if not place.form_key:
        return {}
    with entered(kept) as (session, run):
        form = form_of(current_definition(session, run.matter_key), place.form_key)
    return forming.raw_of_request(form, _keeper(kept, request.form.get("_by", "")))


def _keeper(kept: Kept, by: str) -> Callable[[FileStorage], Attachment]:
    """Return what keeps an uploaded file in the scratch town, as a person's."""

    def keep(upload: FileStorage) -> Attachment:
        upload.stream.seek(0)
        with runs().entered(kept) as there, transaction(there.database) as session:
            return add_attachment(
                session,
                there.files,
                file_name=upload.filename or "",
                content=upload.read(),
                by=by,
                at=read_run(session).at,
            )

    return keep


@bp.post("/<matter>/try/<run_id>/redraw")
@needs_post(*DESIGNERS)
@reads
def try_redraw(matter: str, run_id: str) -> str:
    """Return the form anew with what is typed: which fields show depends on others."""
    kept = _kept(matter, run_id)
    return _page(kept, Typed(_entered_raw(kept)))


@bp.post("/<matter>/try/<run_id>/attachments")
@needs_post(*DESIGNERS)
def try_upload(matter: str, run_id: str) -> Response:
    """Keep one file in the scratch town; answers {id, name, size_bytes}."""
    sent = request.files.get("file")
    if sent is None or not sent.filename:
        raise FileRefused("没有收到文件。", "No file was received.")
    kept = _keeper(_kept(matter, run_id), request.args.get("by", ""))(sent)
    return jsonify(id=kept.id, name=kept.file_name, size_bytes=kept.size_bytes)


@bp.post("/<matter>/try/<run_id>/wait")
@needs_post(*DESIGNERS)
def try_wait(matter: str, run_id: str) -> AnyResponse:
    """Let time pass to what is due next, the next working day, or a moment."""
    kept = _kept(matter, run_id)
    try:
        with entered(kept) as (session, run):
            until = asked_moment(session, run)
        with runs().entered(kept) as there:
            play(there, Step("wait", until))
    except (InvalidSubmission, Conflict) as error:
        flash(_said(error), "danger")
    return _shown(kept)


def _said(error: BanjieError) -> str:
    if isinstance(error, InvalidSubmission):
        return "；".join(pick(*said[0]) for said in error.errors.values())
    return error.text(language())


@bp.post("/<matter>/try/<run_id>/reach")
@needs_post(*DESIGNERS)
def try_reach(matter: str, run_id: str) -> AnyResponse:
    """Walk on with sample data to an element."""
    kept = _kept(matter, run_id)
    try:
        with runs().entered(kept) as there:
            for step in way_to(there, kept.file, request.form.get("aim", "")):
                play(there, replace(step, reached=(), rungs=()))
    except Conflict as error:
        flash(_said(error), "danger")
    return _shown(kept)


@bp.post("/<matter>/try/<run_id>/keep")
@needs_post(*DESIGNERS)
@commits
def try_keep(matter: str, run_id: str) -> AnyResponse:
    """Keep the run as a scenario in the draft."""
    kept = _kept(matter, run_id)
    try:
        scenario = keep_scenario(kept, request.form.get("name", ""))
    except InvalidSubmission as error:
        flash(_said(error), "danger")
        return _shown(kept)
    flash(_("已存为情景“%(name)s”，在草稿里，随下次发布生效。", name=scenario.name))
    return redirect(url_for("studio.try_out", matter=matter))


@bp.post("/<matter>/try/<run_id>/back")
@needs_post(*DESIGNERS)
def try_back(matter: str, run_id: str) -> AnyResponse:
    """Go back to after a step, or to the beginning."""
    kept = _kept(matter, run_id)
    number = max(request.form.get("step", 0, type=int), 0)
    runs().step_back(kept, number, now=clock().now())
    flash(_("已回到第 %(number)s 步之后。", number=number) if number else _("已回到开始。"))
    return _shown(kept)


@bp.post("/<matter>/try/<run_id>/drop")
@needs_post(*DESIGNERS)
def try_drop(matter: str, run_id: str) -> AnyResponse:
    """Take a run away."""
    runs().drop(_kept(matter, run_id))
    flash(_("试运行已清除。"))
    return redirect(url_for("studio.try_out", matter=matter))


@bp.get("/<matter>/try/<run_id>/diagram.xml")
@needs_post(*DESIGNERS)
def try_diagram(matter: str, run_id: str) -> Response:
    """Give the diagram that is tried."""
    return Response(
        _definition(_kept(matter, run_id)).file("process.bpmn"), mimetype="application/xml"
    )


def _definition(kept: Kept) -> Definition:
    with entered(kept) as (session, run):
        return current_definition(session, run.matter_key)


@bp.get("/<matter>/try/<run_id>/state.json")
@needs_post(*DESIGNERS)
def try_state(matter: str, run_id: str) -> Response:
    """Give what the diagram marks: what is done, and a token on everything that is live."""
    with entered(_kept(matter, run_id)) as (session, run):
        return jsonify(tokens(session, run))
