"""A change that waits for a second person: what it would do, approve, refuse, withdraw."""

from flask import Blueprint, flash, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from engine import proposals
from engine.recounting import recount_batch
from engine.store.publishing import LimitVersion
from web.access import needs_post, person
from web.language import _
from web.navigation import READERS
from web.proposal_view import effects_shown, may_decide, proposal_row
from web.session import commits, db, now, reads

bp = Blueprint("proposals", __name__, url_prefix="/proposals")


@bp.get("/<int:proposal_id>")
@needs_post(*READERS)
@reads
def show(proposal_id: int) -> str:
    """Show a proposal, and while it waits what it would do."""
    found = proposals.find_proposal(db(), proposal_id)
    return render_template(
        "limits/proposal.html",
        proposal=proposal_row(found),
        proposal_id=proposal_id,
        is_limit=found.kind == proposals.LIMIT,
        outcome=effects_shown(found) if found.state == "waiting" else None,
        may_decide=may_decide(found),
        is_mine=found.made_by == person().id,
    )


@bp.post("/<int:proposal_id>/approve")
@needs_post(*proposals.APPROVERS)
@commits
def approve(proposal_id: int) -> Response:
    """Approve a proposal: it takes effect."""
    made = proposals.approve(db(), proposal_id, by=person().id, at=now())
    is_limit = isinstance(made, LimitVersion)
    cause = made.reason if isinstance(made, LimitVersion) else made.number
    recount_batch(db(), at=now(), cause=cause)
    flash(_("已批准，改动生效。"))
    return redirect(url_for("limits.all" if is_limit else "calendar.all"))


@bp.post("/<int:proposal_id>/refuse")
@needs_post(*proposals.APPROVERS)
@commits
def refuse(proposal_id: int) -> Response:
    """Refuse a proposal; nothing changes."""
    reason = request.form.get("reason", "")
    proposals.refuse(db(), proposal_id, reason, by=person().id, at=now())
    return redirect(url_for("proposals.show", proposal_id=proposal_id))


@bp.post("/<int:proposal_id>/withdraw")
@commits
def withdraw(proposal_id: int) -> Response:
    """Withdraw one's own proposal."""
    proposals.withdraw(db(), proposal_id, by=person().id, at=now())
    return redirect(url_for("proposals.show", proposal_id=proposal_id))
