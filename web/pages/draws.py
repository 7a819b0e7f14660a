"""A draw of experts: its log, how to repeat it, and what the experts replied."""

from flask import Blueprint, Response, flash, redirect, render_template, request, url_for
from werkzeug.wrappers import Response as AnyResponse

from engine.days import day_of
from engine.draw_checks import verify_draws
from engine.draw_replies import get_draw, note_names_seen, record_reply
from engine.errors import NotFound
from engine.store import json
from web.access import person
from web.draw_view import draw_view, is_revealed, log_of
from web.language import _, pick
from web.session import commits, db, now, reads

bp = Blueprint("draws", __name__, url_prefix="/draws")


@bp.get("/<int:draw_id>")
@reads
def show(draw_id: int) -> str:
    """Show the log of a draw; names from their day on."""
    return _page(draw_id)


def _page(draw_id: int, *, with_names: bool = False) -> str:
    draw = get_draw(db(), draw_id)
    found = verify_draws(db(), draw_id)
    differences = [pick(one.zh, one.en) for one in found]
    if found and not is_revealed(draw, day_of(now())):
        differences = [_("按留存记录重做的结果不同，共 %(n)s 处；公布后可见。", n=len(found))]
    return render_template(
        "draws/show.html",
        draw=draw_view(draw, day_of(now()), with_names=with_names),
        differences=differences,
    )


@bp.post("/<int:draw_id>/names")
@commits
def names(draw_id: int) -> str:
    """Show the names, this once, to who calls the experts; that they looked is recorded."""
    note_names_seen(db(), draw_id, by=person().id, at=now())
    return _page(draw_id, with_names=True)


@bp.post("/<int:draw_id>/replies")
@commits
def reply(draw_id: int) -> AnyResponse:
    """Record an expert's reply; who refuses is replaced at once."""
    form = request.form
    seat = int(form.get("seat", "0")) if form.get("seat", "").isdigit() else 0
    kept = record_reply(
        db(),
        draw_id,
        seat,
        form.get("reply", ""),
        form.get("reason", ""),
        by=person().id,
        at=now(),
    )
    if kept.reply == "accepted":
        flash(_("第 %(seat)s 席已登记参加。", seat=seat))
    elif kept.replaced_by:
        flash(_("已登记，第 %(seat)s 席由下一位递补，请联系。", seat=seat))
    else:
        flash(_("已登记，第 %(seat)s 席空缺：候选人已抽完，请补充专家库后重新抽取。", seat=seat))
    return redirect(url_for("draws.show", draw_id=draw_id))


@bp.get("/<int:draw_id>/log.json")
@reads
def log(draw_id: int) -> Response:
    """Give the whole log as a file, from the day the names are shown."""
    draw = get_draw(db(), draw_id)
    if not is_revealed(draw, day_of(now())):
        raise NotFound(
            f"抽取记录 {draw_id} 自 {draw.reveal_on} 起公布，届时可以下载。",
            f"The log of draw {draw_id} is open from {draw.reveal_on} on.",
        )
    answer = Response(json.dumps(log_of(draw)), mimetype="application/json")
    answer.headers.set("Content-Disposition", "attachment", filename=f"draw-{draw_id}.json")
    return answer
