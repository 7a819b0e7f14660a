"""Acts on a whole case as the tests ask for and decide them, by the people who may."""

from typing import Any

from towns import Town

from engine import stopping
from engine.act_judging import Asked
from engine.acts import ask, decide
from engine.handling import save
from engine.store.acts import Act
from engine.store.database import transaction
from engine.sweep import open_case

#: Who asks for an act, and who decides it.
ASKERS = {"withdraw": "chenting", "correct": "chenting"}
DECIDERS = {"withdraw": "zhengkai", "correct": "qinlan"}
GROUNDS = {
    "withdraw": "applicant_request",
    "suspend": "pending_result",
    "terminate": "works_cancelled",
    "correct": "wrong_entry",
}


def ask_for(town: Town, case: int, kind: str, *, by: str = "", **changed: Any) -> int:
    """Ask for an act and return its id."""
    given = {
        "ground": GROUNDS.get(kind, ""),
        "reason": "建设单位来函说明情况。",
        "basis": "建设单位函〔2026〕12号",
        **changed,
    }
    with transaction(town.database) as session:
        asker = by or ASKERS.get(kind, "limingyuan")
        return ask(session, case, Asked(kind, **given), by=asker, at=town.now).id


def settle(town: Town, act: int, decision: str = "approved", *, by: str = "", **given: Any) -> Act:
    """Decide an act."""
    with transaction(town.database) as session:
        kind = session.get_one(Act, act).kind
        decider = by or DECIDERS.get(kind, "wanghaibin")
        return decide(session, act, decision, by=decider, at=town.now, **given)


def do(town: Town, case: int, kind: str, **changed: Any) -> Act:
    """Ask for an act and approve it."""
    return settle(town, ask_for(town, case, kind, **changed))


def stop_without_document(town: Town, case: int, told: str = "3") -> None:
    """Stop the clocks as an operation would whose papers are not drawn."""
    with transaction(town.database) as session:
        handling = open_case(session, case, at=town.now, by="wanghaibin")
        stopping.stop_clocks(
            handling,
            scope="accepted",
            ground="hearing",
            told=told,
            document_number=None,
            asked_by="limingyuan",
        )
        save(handling)
