"""Acts on a case: list them, ask for one, decide one."""

from typing import Any

from engine import acts, correcting
from engine.act_judging import Asked
from engine.act_rules import ActRule
from engine.cases import find_case
from engine.errors import NotFound
from engine.handling import Handling, view_case
from engine.store.acts import Act
from web.access import person
from web.api.blueprint import Blueprint
from web.api.names import Names
from web.api.schemas.acts import ActArgs, ActData, ActDecisionArgs, ActsData
from web.language import pick
from web.session import commits, db, now, reads

bp = Blueprint("acts", __name__, path="/cases", zh="撤件、中止、终止", en="Acts").for_persons()


@bp.get("/<number>/acts", zh="办件的撤件、中止、终止等")
@bp.gives(ActsData)
@reads
def all(number: str) -> dict[str, Any]:
    """List the acts of a case, and those you may ask for now with their grounds."""
    handling = _viewed(number)
    names = Names(db())
    return {
        "rows": [_act(handling, act, names) for act in acts.acts_of(db(), handling.case.id)],
        "offered": [_offered(handling, rule) for rule in acts.open_to(handling, person().held)],
    }


def _viewed(number: str) -> Handling:
    return view_case(db(), find_case(db(), number), at=now(), by=person().id)


def _offered(handling: Handling, rule: ActRule) -> dict[str, Any]:
    facts = correcting.start_facts(handling) if rule.kind == "correct" else []
    return {
        "kind": rule.kind,
        "grounds": [
            {
                "key": one.key,
                "name": pick(one.name, one.name_en),
                "article": one.article,
                "mark": one.mark,
            }
            for one in rule.grounds
        ],
        "facts": [
            {
                "fact": one.key,
                "label": pick(one.label, one.label_en),
                "value": one.value.isoformat(),
            }
            for one in facts
        ],
    }


def _act(handling: Handling, act: Act, names: Names) -> dict[str, Any]:
    return {
        "id": act.id,
        "kind": act.kind,
        "ground": act.ground,
        "ground_name": act.ground_name,
        "reason": act.reason,
        "basis": act.basis,
        "attachment": act.attachment_id,
        "details": act.details,
        "asked_by": names.person(act.asked_by),
        "asked_at": act.asked_at,
        "decision": act.decision,
        "decided_by": names.person(act.decided_by),
        "decided_at": act.decided_at,
        "decided_reason": act.decided_reason,
        "document_number": act.document_number,
        "may_decide": acts.may_decide(handling, act, person().held),
    }


@bp.post("/<number>/acts", zh="申请撤件、中止、恢复、终止或更正")
@bp.takes(ActArgs)
@bp.gives(ActData, status=201)
@commits
def ask(sent: dict[str, Any], number: str) -> dict[str, Any]:
    """Ask for an act; somebody else decides it. 409 when the state of the case forbids it."""
    asked = Asked(
        kind=sent["kind"],
        ground=sent["ground"],
        reason=sent["reason"],
        basis=sent["basis"],
        attachment_id=sent["attachment"],
        details={key: sent[key] for key in ("days", "fact", "new")},
    )
    act = acts.ask(db(), find_case(db(), number).id, asked, by=person().id, at=now())
    return _act(_viewed(number), act, Names(db()))


@bp.post("/<number>/acts/<int:act_id>/decision", zh="决定申请")
@bp.takes(ActDecisionArgs)
@bp.gives(ActData)
@commits
def decide(sent: dict[str, Any], number: str, act_id: int) -> dict[str, Any]:
    """Approve or refuse an act; never what you asked for yourself."""
    if acts.get_act(db(), act_id).case_id != find_case(db(), number).id:
        raise NotFound(f"办件 {number} 没有申请 {act_id}。", f"Case {number} has no act {act_id}.")
    act = acts.decide(db(), act_id, sent["decision"], sent["reason"], by=person().id, at=now())
    return _act(_viewed(number), act, Names(db()))
