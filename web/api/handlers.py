"""Votes and absences, recusals, and who a closed case is open to."""

from typing import Any

from engine import access, admitting, recusal, rounds, voting
from engine.cases import find_case
from engine.handling import Handling, view_case
from engine.store import lists
from engine.store.cases import Case
from engine.tasks import get_task
from web.access import person
from web.api.blueprint import Blueprint
from web.api.names import Names
from web.api.schemas.handlers import AwayArgs, ConcernedArgs, ReadersData, RoundsData
from web.naming import element_name
from web.session import commits, db, now, reads

bp = Blueprint("handlers", __name__, path="", zh="多人办理与回避", en="Handlers").for_persons()


@bp.get("/cases/<number>/votes", zh="会签与表决")
@bp.gives(RoundsData)
@reads
def votes(number: str) -> dict[str, Any]:
    """Read every step of a case that several do: its newest round, by name."""
    handling = _viewed(number)
    return _rounds(handling)


def _viewed(number: str) -> Handling:
    return view_case(db(), find_case(db(), number), at=now(), by=person().id)


def _rounds(handling: Handling) -> dict[str, Any]:
    found = lists.open_tasks_of(db(), [handling.case.id])[handling.case.id]
    waiting = {task.element_id for task in found}
    rows = []
    for element in handling.definition.process.elements.values():
        tally = rounds.tally(handling, element.id)
        if tally is not None:
            named = [
                {
                    "person": {"id": one.key, "name": one.name},
                    "vote": one.vote,
                    "reason": one.reason,
                }
                for one in tally.named
            ]
            row: dict[str, Any] = {
                "element": element.id,
                "name": element_name(element),
                "is_vote": tally.is_vote,
                "is_open": element.id in waiting,
            }
            rows.append({**tally.as_feel(), **row, "named": named})
    return {"rows": rows}


@bp.post("/tasks/<task_id>/absence", zh="登记缺席")
@bp.takes(AwayArgs)
@bp.gives(RoundsData)
@commits
def note_absent(sent: dict[str, str], task_id: str) -> dict[str, Any]:
    """Note that somebody who was called is absent; for the convener."""
    voting.note_absent(db(), task_id, sent["reason"], by=person().id, at=now())
    return _rounds(_of(get_task(db(), task_id).case))


@bp.post("/cases/<number>/votes/<element>/close", zh="结束表决")
@bp.takes(AwayArgs)
@bp.gives(RoundsData)
@commits
def close_vote(sent: dict[str, str], number: str, element: str) -> dict[str, Any]:
    """Close a vote: whoever has not voted is absent; for the convener, with the quorum met."""
    case = find_case(db(), number)
    voting.close_vote(db(), case.id, element, sent["reason"], by=person().id, at=now())
    return _rounds(_of(case))


def _of(case: Case) -> Handling:
    return view_case(db(), case, at=now(), by=person().id)


@bp.post("/tasks/<task_id>/recusal", zh="申请回避")
@bp.takes(AwayArgs)
@bp.gives(None, status=204)
@commits
def declare_recusal(sent: dict[str, str], task_id: str) -> None:
    """Declare that you keep away from the case of a task, which then goes to others."""
    recusal.declare(db(), task_id, sent["reason"], by=person().id, at=now())


@bp.post("/cases/<number>/recusals", zh="责令回避")
@bp.takes(ConcernedArgs)
@bp.gives(None, status=204)
@commits
def order_recusal(sent: dict[str, str], number: str) -> None:
    """Order somebody to keep away from a case; for supervisors, leaders, chiefs of its tasks."""
    case_id = find_case(db(), number).id
    recusal.order(db(), case_id, sent["person"], sent["reason"], by=person().id, at=now())


@bp.get("/cases/<number>/readers", zh="在案人员")
@bp.gives(ReadersData)
@reads
def readers(number: str) -> dict[str, Any]:
    """Read who a closed case is open to."""
    return _readers(_viewed(number))


def _readers(handling: Handling) -> dict[str, Any]:
    names = Names(db())
    rows = [
        {
            "person": names.person(row.person_id),
            "post": row.post,
            "how": row.how,
            "reason": row.reason,
            "since": row.since_at,
        }
        for row, _name in admitting.readers_of(db(), handling.case.id)
    ]
    return {"is_closed": access.is_closed(handling.definition.matter), "rows": rows}


@bp.post("/cases/<number>/readers", zh="增加在案人员")
@bp.takes(ConcernedArgs)
@bp.gives(ReadersData)
@commits
def add_reader(sent: dict[str, str], number: str) -> dict[str, Any]:
    """Open a closed case to one more person; for the posts its matter names."""
    case = find_case(db(), number)
    admitting.add_reader(db(), case.id, sent["person"], sent["reason"], by=person().id, at=now())
    return _readers(_of(case))
