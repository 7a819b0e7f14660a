"""Changes that wait for a second person: list, read, approve, refuse, withdraw."""

from typing import Any

from engine import proposals
from engine.recounting import recount_batch
from engine.store.publishing import LimitVersion
from web.access import needs_post, person
from web.api.blueprint import Blueprint
from web.api.effects_data import proposal_data
from web.api.schemas.effects import ProposalData, ProposalsData, ReasonArgs
from web.navigation import READERS
from web.session import commits, db, now, reads

bp = Blueprint(
    "proposals", __name__, path="/proposals", zh="待批准的改动", en="Proposals"
).for_persons()


@bp.get("", zh="待批准的改动")
@bp.gives(ProposalsData)
@needs_post(*READERS)
@reads
def all() -> dict[str, Any]:
    """List what waits for a second person, oldest first."""
    return {"rows": [proposal_data(db(), one) for one in proposals.waiting(db())]}


@bp.get("/<int:proposal_id>", zh="一项改动")
@bp.gives(ProposalData)
@needs_post(*READERS)
@reads
def one(proposal_id: int) -> dict[str, Any]:
    """Read a proposal, decided or not."""
    return proposal_data(db(), proposals.find_proposal(db(), proposal_id))


@bp.post("/<int:proposal_id>/approve", zh="批准")
@bp.gives(ProposalData)
@needs_post(*proposals.APPROVERS)
@commits
def approve(proposal_id: int) -> dict[str, Any]:
    """Approve a proposal: it takes effect. 403 for whoever proposed it."""
    made = proposals.approve(db(), proposal_id, by=person().id, at=now())
    cause = made.reason if isinstance(made, LimitVersion) else made.number
    recount_batch(db(), at=now(), cause=cause)
    return proposal_data(db(), proposals.find_proposal(db(), proposal_id))


@bp.post("/<int:proposal_id>/refuse", zh="不批准")
@bp.takes(ReasonArgs)
@bp.gives(ProposalData)
@needs_post(*proposals.APPROVERS)
@commits
def refuse(sent: dict[str, Any], proposal_id: int) -> dict[str, Any]:
    """Refuse a proposal; nothing changes."""
    found = proposals.refuse(db(), proposal_id, sent["reason"], by=person().id, at=now())
    return proposal_data(db(), found)


@bp.post("/<int:proposal_id>/withdraw", zh="收回")
@bp.gives(ProposalData)
@commits
def withdraw(proposal_id: int) -> dict[str, Any]:
    """Withdraw one's own proposal before it is decided."""
    return proposal_data(db(), proposals.withdraw(db(), proposal_id, by=person().id, at=now()))
